import { type RawEvent, valueKinds } from '../../ir/index.ts'

/**
 * What entries of an event hold, in a form that can be kept: of each its kind, its length, and its bytes
 * or the number of its text. Entries with the same key have the same values.
 */
export interface EntryKey {
  readonly bytes: Uint8Array
  readonly view: DataView
}

/** The entry is not there. */
const absent = 255

const headSize = 5

/** The key of entries, of which -1 stands for one that is not there. */
export function makeKey(event: RawEvent, entries: readonly number[]): EntryKey {
  const bytes = new Uint8Array(keySize(event, entries))
  const key = { bytes, view: new DataView(bytes.buffer) }
  writeKey(event, entries, key, 0)
  return key
}

/** How many bytes the key of entries has. */
export function keySize(event: RawEvent, entries: readonly number[]): number {
  let size = 0
  for (let i = 0; i < entries.length; i++) size += headSize + contentSize(event, entries[i]!)
  return size
}

/** Writes the key of entries where there is room for it. */
export function writeKey(
  event: RawEvent,
  entries: readonly number[],
  { bytes, view }: EntryKey,
  start: number,
): void {
  let at = start
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i]!
    const kind = kindOf(event, entry)
    const length = contentSize(event, entry)
    const from = entry < 0 ? 0 : event.starts[entry]!
    bytes[at] = kind
    view.setInt32(at + 1, kind === valueKinds.interned ? from : length, true)
    at += headSize
    for (let j = 0; j < length; j++) bytes[at + j] = event.bytes[from + j]!
    at += length
  }
}

/**
 * Where an entry’s part of a key ends that begins at `at`; -1 when the key is not of this value, or when
 * `at` is -1.
 */
// HOT: for every event of the Windows event log and every match (scanner.bench.ts).
export function matchKey(event: RawEvent, entry: number, key: EntryKey, at: number): number {
  if (at < 0) return -1
  const keyBytes = key.bytes
  if (at + headSize > keyBytes.length) return -1
  const kind = entry < 0 ? absent : event.kinds[entry]!
  if (keyBytes[at] !== kind) return -1
  const stated = key.view.getInt32(at + 1, true)
  if (entry < 0 || kind <= valueKinds.null) return at + headSize
  const start = event.starts[entry]!
  if (kind === valueKinds.interned) return stated === start ? at + headSize : -1
  const length = event.ends[entry]! - start
  if (stated !== length) return -1
  const { bytes, view } = event
  const first = at + headSize
  let i = 0
  for (const last = length - 4; i <= last; i += 4) {
    if (view.getInt32(start + i, true) !== key.view.getInt32(first + i, true)) return -1
  }
  for (; i < length; i++) if (bytes[start + i] !== keyBytes[first + i]) return -1
  return first + length
}

function kindOf({ kinds }: RawEvent, entry: number): number {
  return entry < 0 ? absent : kinds[entry]!
}

/** How many bytes of an entry stand in its key. */
function contentSize(event: RawEvent, entry: number): number {
  if (entry < 0) return 0
  const kind = event.kinds[entry]!
  if (kind <= valueKinds.interned) return 0
  return event.ends[entry]! - event.starts[entry]!
}
