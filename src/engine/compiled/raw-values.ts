import { anyField, type RawEvent, valueKinds } from '../../ir/index.ts'
import type { FieldIndex } from './field-index.ts'
import type { WantedEntries } from './wanted-entries.ts'

/** The values of a field as tests see them, from those of the event; `undefined` makes it absent. */
export type Rewrite = (values: readonly (string | null)[]) => readonly (string | null)[] | undefined

/** Where a section’s fields are in the events of one kind. */
export interface Binding {
  /** By slot: the name that the field has in the event, and the name it has if that is not there. */
  readonly first: Int32Array
  readonly second: Int32Array
  /** By slot, for fields whose values are written in other words than rules use, under either name. */
  readonly rewrites: readonly (Rewrite | undefined)[]
  readonly secondRewrites: readonly (Rewrite | undefined)[]
  /** By slot: the values of a field that the event does not have, and all of its kind are known by. */
  readonly constants: readonly (readonly string[] | undefined)[]
  /** By layout of events: the entries that the section looks at, as they are found. */
  readonly wanted: Map<number, WantedEntries>
}

export function makeBinding(places: Omit<Binding, 'wanted'>): Binding {
  return { ...places, wanted: new Map() }
}

/** Where the event has a slot’s field, and how its values are to be read. */
export interface SlotEntry {
  /** The first entry, or -1. */
  entry: number
  rewrite: Rewrite | undefined
}

/** Finds a slot’s field in the event; the answer is in `found`. */
export function findEntry(
  fields: FieldIndex,
  binding: Binding,
  slot: number,
  found: SlotEntry,
): void {
  found.entry = fields.first(binding.first[slot]!)
  found.rewrite = binding.rewrites[slot]
  if (found.entry >= 0) return
  found.entry = fields.first(binding.second[slot]!)
  found.rewrite = binding.secondRewrites[slot]
}

/** The values of a field as tests see them; `undefined` when the event does not have it. */
export function readRawValues(
  event: RawEvent,
  fields: FieldIndex,
  binding: Binding,
  slot: number,
): readonly (string | null)[] | undefined {
  const found: SlotEntry = { entry: -1, rewrite: undefined }
  findEntry(fields, binding, slot, found)
  const { entry, rewrite } = found
  if (entry < 0) return binding.constants[slot]
  const texts = textsFrom(event, fields, entry)
  return rewrite === undefined ? texts : (rewrite(texts) ?? binding.constants[slot])
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
  for (let entry = first; entry >= 0; entry = fields.next(entry)) {
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
