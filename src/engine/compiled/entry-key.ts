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
  const size = entries.reduce((sum, entry) => sum + headSize + contentSize(event, entry), 0)
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const entry of entries) {
    const kind = kindOf(event, entry)
    const length = contentSize(event, entry)
    const start = event.starts[entry] ?? 0
    bytes[at] = kind
    view.setInt32(at + 1, kind === valueKinds.interned ? start : length, true)
    bytes.set(event.bytes.subarray(start, start + length), at + headSize)
    at += headSize + length
  }
  return { bytes, view }
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
