import { type RawEvent, valueKinds } from '../../ir/index.ts'
import { hashBytes } from './byte-memo.ts'

/** Where in a raw event the entries of each field are, found once for all sections that ask. */
// HOT: loaded for every event that a rule may see (section-matcher.bench.ts).
export class FieldIndex {
  #now = 0
  /** The event at hand, until somebody asks for its fields. */
  #waiting: RawEvent | undefined
  /** By name: the event that the name was last seen in, and its first entry there. */
  #seen: Int32Array = new Int32Array(256)
  #heads: Int32Array = new Int32Array(256)
  #next: Int32Array = new Int32Array(64)
  /** By entry: the hash of its value, and the event that it was last worked out for. */
  #hashes: Int32Array = new Int32Array(64)
  #hashed: Int32Array = new Int32Array(64)

  load(event: RawEvent): void {
    this.#waiting = event
    if (this.#now === 0x7fff_ffff) {
      this.#seen.fill(0)
      this.#hashed.fill(0)
      this.#now = 0
    }
    this.#now++
    const { count } = event
    if (count <= this.#hashes.length) return
    this.#hashes = new Int32Array(count * 2)
    this.#hashed = new Int32Array(count * 2)
  }

  #find({ count, names }: RawEvent): void {
    this.#waiting = undefined
    if (count > this.#next.length) this.#next = new Int32Array(count * 2)
    const now = this.#now
    const next = this.#next
    for (let entry = count - 1; entry >= 0; entry--) {
      const name = names[entry]!
      if (name < 0) continue
      if (name >= this.#seen.length) this.#grow(name)
      next[entry] = this.#seen[name] === now ? this.#heads[name]! : -1
      this.#seen[name] = now
      this.#heads[name] = entry
    }
  }

  /** The first entry of a name, or -1. */
  first(name: number): number {
    if (this.#waiting !== undefined) this.#find(this.#waiting)
    return name >= 0 && this.#seen[name] === this.#now ? this.#heads[name]! : -1
  }

  /** The entry after one that `first` or this gave, or -1. */
  next(entry: number): number {
    return this.#next[entry]!
  }

  /** A hash of the value of an entry, the same for equal kinds and bytes. */
  hash(event: RawEvent, entry: number): number {
    if (this.#hashed[entry] === this.#now) return this.#hashes[entry]!
    const kind = event.kinds[entry]!
    const start = event.starts[entry]!
    const hash =
      kind === valueKinds.interned
        ? Math.imul(start ^ 0x5bd1e995, 0x9e3779b1)
        : hashBytes(event.bytes, event.view, start, event.ends[entry]!, kind)
    this.#hashed[entry] = this.#now
    this.#hashes[entry] = hash
    return hash
  }

  #grow(name: number): void {
    const size = Math.max(name + 1, this.#seen.length * 2)
    const seen = new Int32Array(size)
    seen.set(this.#seen)
    this.#seen = seen
    const heads = new Int32Array(size)
    heads.set(this.#heads)
    this.#heads = heads
  }
}
