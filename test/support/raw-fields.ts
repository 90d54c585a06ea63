import { type NameTable, type RawEvent, valueKinds } from '../../src/ir/index.ts'

/** The fields of a raw event in the order of their first entries, each with its texts. */
export function readRawFields(
  event: RawEvent,
  names: NameTable,
): readonly (readonly [string, readonly (string | null)[]])[] {
  const fields = new Map<string, (string | null)[]>()
  for (let entry = 0; entry < event.count; entry++) {
    const name = names.textOf(event.names[entry] ?? -1)
    const values = fields.get(name) ?? []
    fields.set(name, values)
    const kind = event.kinds[entry]
    if (kind === valueKinds.null) values.push(null)
    else if (kind !== valueKinds.none) values.push(event.textOf(entry))
  }
  return [...fields]
}
