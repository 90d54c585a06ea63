import { anyField, type RawEvent, valueKinds } from '../../ir/index.ts'
import type { FieldIndex } from './field-index.ts'

/** The values of a field as tests see them, from those that the event has. */
export type Rewrite = (values: readonly (string | null)[]) => readonly (string | null)[]

/** Where a section’s fields are in the events of one kind. */
export interface Binding {
  /** By slot: the name that the field has in the event, and the name it has if that is not there. */
  readonly first: Int32Array
  readonly second: Int32Array
  /** By slot, for fields whose values are written in other words than rules use. */
  readonly rewrites: readonly (Rewrite | undefined)[]
}

/** The first entry of a slot’s field, or -1. */
export function firstEntry(fields: FieldIndex, binding: Binding, slot: number): number {
  const entry = fields.first(binding.first[slot]!)
  return entry >= 0 ? entry : fields.first(binding.second[slot]!)
}

/** The values of a field as tests see them; `undefined` when the event does not have it. */
export function readRawValues(
  event: RawEvent,
  fields: FieldIndex,
  binding: Binding,
  slot: number,
): readonly (string | null)[] | undefined {
  const entry = firstEntry(fields, binding, slot)
  if (entry < 0) return undefined
  const texts = textsFrom(event, fields, entry)
  return binding.rewrites[slot]?.(texts) ?? texts
}

/** The values of the field of this name in a section: of {@link anyField}, those of all fields. */
export function readSectionValues(
  field: string,
  slots: readonly string[],
  event: RawEvent,
  fields: FieldIndex,
  binding: Binding,
): readonly (string | null)[] | undefined {
  if (field === anyField) return allTexts(event)
  const slot = slots.indexOf(field)
  return slot < 0 ? undefined : readRawValues(event, fields, binding, slot)
}

/** The values of the field that an entry begins. */
export function textsFrom(event: RawEvent, fields: FieldIndex, first: number): (string | null)[] {
  const texts: (string | null)[] = []
  for (let entry = first; entry >= 0; entry = fields.next[entry]!) {
    const kind = event.kinds[entry]
    if (kind === valueKinds.null) texts.push(null)
    else if (kind !== valueKinds.none) texts.push(event.textOf(entry))
  }
  return texts
}

function allTexts(event: RawEvent): (string | null)[] {
  const texts: (string | null)[] = []
  for (let entry = 0; entry < event.count; entry++) {
    const kind = event.kinds[entry]
    if (kind === valueKinds.null) texts.push(null)
    else if (kind !== valueKinds.none) texts.push(event.textOf(entry))
  }
  return texts
}
