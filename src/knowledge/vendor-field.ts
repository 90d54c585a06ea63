import { once } from '../base/index.ts'
import { type EventType, eventTypes } from './event-type.ts'
import { type FieldPart, findFieldPart } from './field-part.ts'
import { findIntegrationField } from './integration-field.ts'
import { perEventType } from './per-event-type.ts'
import { perLogSource } from './per-log-source.ts'
import { findUdmField, findUdmOperation, udmOperation } from './udm-field.ts'

/** A vendor’s field in the canonical vocabulary. */
export interface VendorField {
  /** The canonical field. */
  readonly of: string
  readonly part: FieldPart
  /** The name that all vendors’ fields of this part share in counts. */
  readonly name: string
}

interface Words {
  readonly product?: string
  readonly category?: string
  readonly service?: string
}

/**
 * What a vendor’s field is in rules of a log source: `process.executable` of Elastic’s,
 * `Processes.process_path` of Splunk’s and `FolderPath` of Defender’s are `Image` in rules of
 * `process_creation`. Rules that name no category are about those of `types`. `undefined` for a field
 * that has no other name, or that the categories do not agree on. Names are exact.
 */
export function findVendorField(
  source: Words,
  types: readonly EventType[],
  field: string,
): VendorField | undefined {
  const { words, services } = keysOf(source)
  const categories = words.length > 0 ? words : types.flatMap(categoriesOf)
  if (field === udmOperation) return udmOperationOf(types)
  const bare = withoutDataset(field)
  let found: VendorField | undefined
  for (const word of [...categories, ...services]) {
    const known = index().get(word)?.get(bare) ?? udmFieldOf(word, bare)
    if (known === undefined) continue
    if (found !== undefined && (found.of !== known.of || found.part !== known.part))
      return undefined
    found = known
  }
  return found
}

const keysOf = perLogSource(({ product, category, service }) => ({
  words: category === undefined ? [] : wordsOf(category),
  services: serviceKeys(product, service),
}))

const categoriesOf = perEventType(({ shippedAs, categories }) =>
  shippedAs === undefined ? categories.map(({ name }) => name) : [],
)

/** A field of Google’s Unified Data Model, whose names no other schema has. */
function udmFieldOf(key: string, field: string): VendorField | undefined {
  const found = findUdmField(key, field)
  if (found === undefined) return undefined
  const { of, part = 'whole' } = found
  return { of, part, name: part === 'account' ? of : sharedName(of, part) }
}

function udmOperationOf(types: readonly EventType[]): VendorField | undefined {
  const of = findUdmOperation(types)
  return of === undefined ? undefined : { of, part: 'whole', name: of }
}

/** `aws/cloudtrail`, for each of the products and services. */
function serviceKeys(product: string | undefined, service: string | undefined): readonly string[] {
  if (product === undefined || service === undefined) return []
  const services = wordsOf(service)
  return wordsOf(product).flatMap(one => services.map(name => `${one}/${name}`))
}

function wordsOf(list: string): readonly string[] {
  return list
    .toLowerCase()
    .split(',')
    .map(word => word.trim())
}

/** Fields of Splunk’s data models stand with their dataset: `Processes.process_name`. */
const dataset =
  /^(?:Processes|Filesystem|Registry|Services|Ports|All_Traffic|DNS|Web|Authentication|All_Changes|All_Email|All_Risk|All_Certificates|All_Sessions|Updates|Vulnerabilities|Malware_Attacks|IDS_Attacks)\.(?=[a-z_])/

/** `Processes.process` is `process`, as it is after `drop_dm_object_name`. */
export function withoutModel(field: string): string {
  return field.replace(dataset, '')
}

/**
 * A field’s name without what a vendor puts before it, be it a data model or an integration:
 * `winlog.event_data.Image` is `Image`.
 */
export function withoutDataset(field: string): string {
  if (!field.includes('.')) return field
  const bare = withoutModel(field).replace(/^winlog\.(?:event|user)_data\./, '')
  return findIntegrationField(bare) ?? bare
}

const index: () => ReadonlyMap<string, ReadonlyMap<string, VendorField>> = once(() => {
  const made = new Map<string, Map<string, VendorField>>()
  for (const type of eventTypes()) {
    if (type.shippedAs === undefined) continue
    const fields = fieldsOf(type)
    const keys = [...type.categories.map(({ name }) => name), ...type.services]
    for (const key of keys) {
      const known = made.get(key) ?? new Map<string, VendorField>()
      made.set(key, known)
      // The first schema that has a name decides.
      for (const field of fields) if (!known.has(field[0])) known.set(...field)
    }
  }
  return made
})

/** By its own name; the first canonical name of several counts: `QueryName` rather than `query`. */
function fieldsOf({ renames, parts = {} }: EventType): readonly (readonly [string, VendorField])[] {
  const whole = Object.entries(renames).map(([canonical, own]) => {
    const part: FieldPart = accounts.has(canonical) ? 'account' : 'whole'
    return [own, { of: canonical, part, name: canonical }] as const
  })
  const partial = Object.entries(parts).map(([own, text]) => {
    const [of = '', word] = text.split(' ')
    const part = findFieldPart(word ?? '') ?? 'whole'
    return [own, { of, part, name: sharedName(of, part) }] as const
  })
  return [...whole, ...partial]
}

/** Other schemas than Sigma’s have the account’s name alone, without its domain. */
const accounts: ReadonlySet<string> = new Set(['User', 'ParentUser', 'SourceUser'])

/** Parts that count as the canonical field itself; the others share the name of the common schema. */
function sharedName(of: string, part: string): string {
  if (part === 'whole' || part === 'key') return of
  return partNames()[`${of} ${part}`] ?? `${of}.${part}`
}

const partNames: () => Readonly<Record<string, string>> = once(() => {
  const names: Record<string, string> = {}
  for (const type of eventTypes()) {
    if (type.shippedAs !== 'ecs') continue
    for (const [own, part] of Object.entries(type.parts ?? {})) names[part] ??= own
  }
  return names
})
