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
// HOT: asked for every value of every event that rules may want (section-matcher.bench.ts). What costs
// is memory that no cache holds, so what is looked at together lies together.
export class ByteMemo {
  readonly #budget: MemoBudget
  /** Two numbers a place: a hash, and an entry or -1; twice as many places as entries. */
  #table: Int32Array = new Int32Array(0)
  #count = 0
  /** By entry {@link entrySize} numbers. */
  #entries: Int32Array = new Int32Array(0)
  #keys: Uint8Array = new Uint8Array(0)
  #keysView: DataView = new DataView(this.#keys.buffer)
  #keysFilled = 0
  /** The lists, one behind the other. */
  list: Int32Array = new Int32Array(0)
  #listFilled = 0
  /** Of the value that was found last: where its list stands. */
  start = 0
  end = 0
  /** How often everything was forgotten: what stands in `list` stays where it is until then. */
  life = 0

  constructor(budget: MemoBudget) {
    this.#budget = budget
  }

  /** Whether an event's value, which has this hash, is known; its list is then at `start`. */
  find(event: RawEvent, entry: number, hash: number): boolean {
    const kind = event.kinds[entry]!
    return this.findBytes(event, kind, event.starts[entry]!, event.ends[entry]!, hash)
  }

  /** The same of a part of an event's bytes, or of an interned text, that is of this kind. */
  findBytes(event: RawEvent, kind: number, start: number, end: number, hash: number): boolean {
    const table = this.#table
    const mask = table.length - 2
    if (mask < 0) return false
    const length = kind === valueKinds.interned ? 0 : end - start
    const shape = (length << 8) | kind
    for (
      let at = (hash << 1) & mask, tries = 0;
      tries < longestProbe;
      at = (at + 2) & mask, tries++
    ) {
      const known = table[at + 1]!
      if (known < 0) return false
      if (table[at] !== hash) continue
      const entries = this.#entries
      if (entries[known] !== shape) continue
      const keyStart = entries[known + 1]!
      if (
        kind === valueKinds.interned
          ? keyStart === start
          : isEqual(event.view, event.bytes, start, this.#keysView, this.#keys, keyStart, length)
      ) {
        this.start = entries[known + 2]!
        this.end = entries[known + 3]!
        return true
      }
    }
    return false
  }

  /**
   * Remembers the first `count` numbers of `numbers` for an event's value that has this hash and is not
   * known, and gives where in `list` they begin. It may choose not to, and gives -1: very long values are
   * not kept.
   */
  add(event: RawEvent, entry: number, hash: number, numbers: Int32Array, count: number): number {
    const kind = event.kinds[entry]!
    const start = event.starts[entry]!
    return this.addBytes(event, kind, start, event.ends[entry]!, hash, numbers, count)
  }

  /** The same for a part of an event's bytes, or for an interned text. */
  addBytes(
    event: RawEvent,
    kind: number,
    start: number,
    end: number,
    hash: number,
    numbers: Int32Array,
    count: number,
  ): number {
    const length = kind === valueKinds.interned ? 0 : end - start
    if (length > longestKey || count > longestList) return -1
    if (!this.#makeRoom(length, count)) return -1
    const mask = this.#table.length - 2
    let at = (hash << 1) & mask
    for (let tries = 0; this.#table[at + 1]! >= 0; at = (at + 2) & mask) {
      if (++tries === longestProbe) return -1
    }
    const index = this.#count++ * entrySize
    this.#table[at] = hash
    this.#table[at + 1] = index
    const entries = this.#entries
    entries[index] = (length << 8) | kind
    if (kind === valueKinds.interned) entries[index + 1] = start
    else {
      entries[index + 1] = this.#keysFilled
      this.#keys.set(event.bytes.subarray(start, start + length), this.#keysFilled)
      this.#keysFilled += length
    }
    const first = this.#listFilled
    entries[index + 2] = first
    for (let i = 0; i < count; i++) this.list[first + i] = numbers[i]!
    this.#listFilled += count
    entries[index + 3] = this.#listFilled
    return first
  }

  /** Grows, or forgets everything; `false` when even that leaves no room. */
  #makeRoom(keyLength: number, listLength: number): boolean {
    if (this.#count * entrySize === this.#entries.length && !this.#growEntries()) this.#clear()
    if (this.#keysFilled + keyLength > this.#keys.length && !this.#growKeys(keyLength)) {
      this.#clear()
    }
    if (this.#listFilled + listLength > this.list.length && !this.#growList(listLength)) {
      this.#clear()
    }
    return (
      this.#count * entrySize < this.#entries.length &&
      this.#keysFilled + keyLength <= this.#keys.length &&
      this.#listFilled + listLength <= this.list.length
    )
  }

  #clear(): void {
    this.#table.fill(-1)
    this.#count = 0
    this.#keysFilled = 0
    this.#listFilled = 0
    this.life++
  }

  #spend(bytes: number): boolean {
    if (bytes > this.#budget.left) return false
    this.#budget.left -= bytes
    return true
  }

  #growEntries(): boolean {
    const old = this.#entries.length / entrySize
    const size = old === 0 ? 16 : old * 2
    if (size > mostEntries || !this.#spend((size - old) * (entrySize + 4) * 4)) return false
    this.#entries = longer(this.#entries, new Int32Array(size * entrySize))
    const table = new Int32Array(size * 4).fill(-1)
    const mask = table.length - 2
    for (let from = 0; from < this.#table.length; from += 2) {
      const entry = this.#table[from + 1]!
      if (entry < 0) continue
      const hash = this.#table[from]!
      let at = (hash << 1) & mask
      while (table[at + 1]! >= 0) at = (at + 2) & mask
      table[at] = hash
      table[at + 1] = entry
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

/** Length and kind of the key, where the key begins (of interned texts: the number), and the list. */
const entrySize = 4
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

/**
 * A hash of bytes and a seed. Each step has to wait for the one before, so two of them go on side by side, each over
 * every other word of four bytes.
 */
export function hashBytes(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  seed: number,
): number {
  let hash = Math.imul(seed ^ (end - start), 0x9e3779b1)
  let other = hash
  let at = start
  for (const last = end - 8; at <= last; at += 8) {
    hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1)
    other = Math.imul(other ^ view.getInt32(at + 4, true), 0x85ebca6b)
    hash = (hash << 13) | (hash >>> 19)
    other = (other << 17) | (other >>> 15)
  }
  if (at <= end - 4) {
    hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1)
    hash = (hash << 13) | (hash >>> 19)
    at += 4
  }
  for (; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
  return mix(hash ^ Math.imul(other, 0xc2b2ae35))
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
  for (const last = length - 8; i <= last; i += 8) {
    const front = view.getInt32(start + i, true) ^ keysView.getInt32(keyStart + i, true)
    const back = view.getInt32(start + i + 4, true) ^ keysView.getInt32(keyStart + i + 4, true)
    if ((front | back) !== 0) return false
  }
  if (i <= length - 4) {
    if (view.getInt32(start + i, true) !== keysView.getInt32(keyStart + i, true)) return false
    i += 4
  }
  for (; i < length; i++) if (bytes[start + i] !== keys[keyStart + i]) return false
  return true
}
