import { type RawEvent, valueKinds } from '../../ir/index.ts'

/** What all memos of a matcher may take together, in bytes. */
export interface MemoBudget {
  left: number
}

/**
 * Remembers lists of numbers by the bytes of the values that they belong to: what a value satisfies is
 * worked out once, and looked up when the value comes again without its text being read. In logs most
 * values do. Bounded: a full memo forgets everything and begins anew, so no log can make it grow.
 */
// HOT: asked for every value of every event that rules may want (section-matcher.bench.ts).
export class ByteMemo {
  readonly #budget: MemoBudget
  /** Entry by hash, or -1; the length is a power of two, at least twice the number of entries. */
  #table: Int32Array = new Int32Array(0)
  #hashes: Int32Array = new Int32Array(0)
  /** By entry: kind, where the key begins (for interned texts: its number), and how long it is. */
  #kinds: Uint8Array = new Uint8Array(0)
  #keyStarts: Int32Array = new Int32Array(0)
  #keyLengths: Int32Array = new Int32Array(0)
  #keys: Uint8Array = new Uint8Array(0)
  #keysView: DataView = new DataView(this.#keys.buffer)
  #keysFilled = 0
  #count = 0
  /** By entry: its list is `list` from `listStarts[entry]` to `listStarts[entry + 1]`. */
  listStarts: Int32Array = new Int32Array(1)
  list: Int32Array = new Int32Array(0)
  #listFilled = 0
  /** Of the last value that was looked for. */
  #hash = 0

  constructor(budget: MemoBudget) {
    this.#budget = budget
  }

  /** The entry of an event's value that has this hash, or -1 if the value is not known. */
  find(event: RawEvent, entry: number, hash: number): number {
    this.#hash = hash
    const kind = event.kinds[entry]!
    const start = event.starts[entry]!
    const length = kind === valueKinds.interned ? 0 : event.ends[entry]! - start
    const table = this.#table
    const mask = table.length - 1
    if (mask < 0) return -1
    for (let at = hash & mask, tries = 0; tries < longestProbe; at = (at + 1) & mask, tries++) {
      const known = table[at]!
      if (known < 0) return -1
      if (this.#hashes[known] !== hash || this.#keyLengths[known] !== length) continue
      if (this.#kinds[known] !== kind) continue
      const keyStart = this.#keyStarts[known]!
      if (kind === valueKinds.interned) {
        if (keyStart === start) return known
      } else if (
        isEqual(event.view, event.bytes, start, this.#keysView, this.#keys, keyStart, length)
      ) {
        return known
      }
    }
    return -1
  }

  /**
   * Remembers the first `count` numbers of `numbers` for the value that was looked for last. It may
   * choose not to: long values are not kept.
   */
  add(event: RawEvent, entry: number, numbers: Int32Array, count: number): void {
    const kind = event.kinds[entry]!
    const start = event.starts[entry]!
    const length = kind === valueKinds.interned ? 0 : event.ends[entry]! - start
    if (length > longestKey || count > longestList) return
    if (!this.#makeRoom(length, count)) return
    const mask = this.#table.length - 1
    let at = this.#hash & mask
    for (let tries = 0; this.#table[at]! >= 0; at = (at + 1) & mask) {
      if (++tries === longestProbe) return
    }
    const index = this.#count++
    this.#table[at] = index
    this.#hashes[index] = this.#hash
    this.#kinds[index] = kind
    this.#keyLengths[index] = length
    if (kind === valueKinds.interned) this.#keyStarts[index] = start
    else {
      this.#keyStarts[index] = this.#keysFilled
      this.#keys.set(event.bytes.subarray(start, start + length), this.#keysFilled)
      this.#keysFilled += length
    }
    for (let i = 0; i < count; i++) this.list[this.#listFilled + i] = numbers[i]!
    this.#listFilled += count
    this.listStarts[index + 1] = this.#listFilled
  }

  /** Grows, or forgets everything; `false` when even that leaves no room. */
  #makeRoom(keyLength: number, listLength: number): boolean {
    const entries = this.#hashes.length
    if (this.#count === entries && !this.#growEntries()) this.#clear()
    if (this.#keysFilled + keyLength > this.#keys.length && !this.#growKeys(keyLength))
      this.#clear()
    if (this.#listFilled + listLength > this.list.length && !this.#growList(listLength)) {
      this.#clear()
    }
    return (
      this.#count < this.#hashes.length &&
      this.#keysFilled + keyLength <= this.#keys.length &&
      this.#listFilled + listLength <= this.list.length
    )
  }

  #clear(): void {
    this.#table.fill(-1)
    this.#count = 0
    this.#keysFilled = 0
    this.#listFilled = 0
  }

  #spend(bytes: number): boolean {
    if (bytes > this.#budget.left) return false
    this.#budget.left -= bytes
    return true
  }

  #growEntries(): boolean {
    const old = this.#hashes.length
    const size = old === 0 ? 32 : old * 2
    if (size > mostEntries || !this.#spend((size - old) * 25)) return false
    this.#hashes = longer(this.#hashes, new Int32Array(size))
    this.#kinds = longer(this.#kinds, new Uint8Array(size))
    this.#keyStarts = longer(this.#keyStarts, new Int32Array(size))
    this.#keyLengths = longer(this.#keyLengths, new Int32Array(size))
    this.listStarts = longer(this.listStarts, new Int32Array(size + 1))
    const table = new Int32Array(size * 2).fill(-1)
    const mask = table.length - 1
    for (let entry = 0; entry < this.#count; entry++) {
      let at = this.#hashes[entry]! & mask
      while (table[at]! >= 0) at = (at + 1) & mask
      table[at] = entry
    }
    this.#table = table
    return true
  }

  #growKeys(needed: number): boolean {
    const old = this.#keys.length
    let size = Math.max(512, old)
    while (size < this.#keysFilled + needed || size === old) size *= 2
    if (size > mostKeyBytes || !this.#spend(size - old)) return false
    this.#keys = longer(this.#keys, new Uint8Array(size))
    this.#keysView = new DataView(this.#keys.buffer)
    return true
  }

  #growList(needed: number): boolean {
    const old = this.list.length
    let size = Math.max(32, old)
    while (size < this.#listFilled + needed || size === old) size *= 2
    if (size > mostListNumbers || !this.#spend((size - old) * 4)) return false
    this.list = longer(this.list, new Int32Array(size))
    return true
  }
}

const longestProbe = 24
/** Longer values are seldom the same twice, and few of them would fill the memory. */
const longestKey = 32_768
const longestList = 65_536
const mostEntries = 65_536
const mostKeyBytes = 8 << 20
const mostListNumbers = 1 << 21

function longer<T extends Int32Array | Uint8Array>(array: T, copy: T): T {
  copy.set(array)
  return copy
}

function mix(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return mixed ^ (mixed >>> 13)
}

/** A hash of bytes and a seed, four bytes at a time. */
export function hashBytes(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  seed: number,
): number {
  let hash = Math.imul(seed ^ (end - start), 0x9e3779b1)
  let at = start
  for (const last = end - 4; at <= last; at += 4) {
    hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1)
    hash = (hash << 13) | (hash >>> 19)
  }
  for (; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
  return mix(hash)
}

function isEqual(
  view: DataView,
  bytes: Uint8Array,
  start: number,
  keysView: DataView,
  keys: Uint8Array,
  keyStart: number,
  length: number,
): boolean {
  let i = 0
  for (const last = length - 4; i <= last; i += 4) {
    if (view.getInt32(start + i, true) !== keysView.getInt32(keyStart + i, true)) return false
  }
  for (; i < length; i++) if (bytes[start + i] !== keys[keyStart + i]) return false
  return true
}
