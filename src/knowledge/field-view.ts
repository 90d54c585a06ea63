import type { LogSource, Scalar } from '../ir/index.ts'
import { canonicalValues, hasCanonicalValues } from './canonical-value.ts'
import type { EventType } from './event-type.ts'
import { viewOfType } from './event-views.ts'
import { partOf } from './field-part.ts'
import { findIntegrationField } from './integration-field.ts'
import { findModelDefault } from './model-default.ts'
import { isOwnField, nativeField } from './native-field.ts'
import { findTextLogField } from './text-log-field.ts'
import { findVendorField, withoutModel } from './vendor-field.ts'

/** Values as rules write them, from those of the event; `undefined` when the field is then absent. */
export type Conversion = (values: readonly Scalar[]) => readonly Scalar[] | undefined

/** One of the names under which a rule’s field may stand in an event. */
export interface FieldPlace {
  readonly name: string
  readonly convert?: Conversion
  /** Whether the event’s own values stand beside the converted ones: rules are written for either. */
  readonly keepsOwn?: boolean
}

/** Where a rule’s field is in the events of a type. */
export interface FieldView {
  readonly first: FieldPlace
  /** Counts where the first is absent. */
  readonly second?: FieldPlace
  /** The values where both are absent: what every event of the type has without saying so. */
  readonly constant?: readonly string[]
}

/**
 * Where a field of the rules of a log source is in events of a type. Rules of a category use Sigma’s
 * names, those of a service the log’s own; some shippers write Sigma’s names beside, or in place of, the
 * log’s; and rules of other vendors use the names that their agents give (`process.name`,
 * `Processes.process`, `InitiatingProcessFileName`).
 */
export function fieldView(
  type: EventType | undefined,
  field: string,
  logSource: LogSource,
): FieldView {
  if (type === undefined) return { first: { name: field } }
  return findVendorView(type, field, logSource) ?? sigmaView(type, field, logSource)
}

function sigmaView(type: EventType, field: string, logSource: LogSource): FieldView {
  const convert: Conversion | undefined = hasCanonicalValues(type, field)
    ? values => canonicalValues(type, field, values)
    : undefined
  const place = (name: string): FieldPlace =>
    convert === undefined ? { name } : { name, convert, keepsOwn: true }
  const native = nativeField(type, field, logSource)
  return native === field || isOwnField(type, field)
    ? { first: place(native) }
    : { first: place(native), second: place(field) }
}

/** The view of a field that the type does not have itself; its own name comes first all the same. */
function findVendorView(
  type: EventType,
  field: string,
  logSource: LogSource,
): FieldView | undefined {
  if (isOwnField(type, field)) return undefined
  const view = viewOfType(type)
  const bare = withoutModel(field)
  const constant = view.findConstant(bare) ?? findModelDefault(field)
  const own = view.findField(bare)
  const second =
    own === undefined
      ? findSecondPlace(type, field, logSource)
      : { name: own.own, convert: (values: readonly Scalar[]) => partOf(own.part, values) }
  if (second === undefined && constant === undefined) return undefined
  return {
    first: { name: field },
    ...(second === undefined || second.name === field ? {} : { second }),
    ...(constant === undefined ? {} : { constant }),
  }
}

function findSecondPlace(
  type: EventType,
  field: string,
  logSource: LogSource,
): FieldPlace | undefined {
  if (type.channel !== undefined) {
    const data = /^winlog\.(?:event|user)_data\.(.+)$/s.exec(field)?.[1]
    if (data !== undefined) return { name: data, convert: values => partOf('whole', values) }
  }
  if (isOwnName(type, field)) return undefined
  const vendor = findVendorField(logSource, [type], field)
  if (vendor === undefined) {
    const own = findTextLogField(type, field) ?? findIntegrationField(field)
    return own === undefined ? undefined : { name: own }
  }
  const { of, part } = vendor
  if (of === field) return undefined
  // Only Windows has one line that programs take apart, with quotation marks; others have arguments.
  if ((part === 'args' || part === 'args_count') && type.platform !== 'windows') return undefined
  return {
    name: nativeField(type, of),
    convert: values => partOf(part, canonicalValues(type, of, values)),
  }
}

/** Whether a shipper’s events have a field of this name themselves. */
function isOwnName({ renames, parts, shippedAs }: EventType, field: string): boolean {
  if (shippedAs === undefined) return false
  return parts?.[field] !== undefined || Object.values(renames).includes(field)
}
