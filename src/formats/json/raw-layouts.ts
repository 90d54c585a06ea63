import type { NameTable } from '../../ir/index.ts'

/** Past so many layouts no event is given one: a log of objects that are all unlike has no use for them. */
const layoutLimit = 4096
/** Longer events have none. */
const mostNames = 1024
/** The numbers of names that are kept, of all layouts together. */
const namesLimit = 1 << 18
const tableSize = layoutLimit * 4
const longestProbe = 16
/** So often names have to come before they are a layout. */
const isUsual = 4
const countedSize = 1024

/**
 * Numbers the sequences of names that events have, so that those who look for fields do it once for all
 * events with the same: a log has some hundred. What comes but now and then is given no number, since
 * others keep what they found of every layout.
 */
// HOT: asked for every event of a JSON log (raw-decoder.bench.ts).
export class Layouts {
  readonly #table: NameTable
  /** Two numbers a place: a hash, and one more than an index into `#layouts`. */
  readonly #places = new Int32Array(tableSize * 2)
  /** Three numbers a layout: its number, and where its names are in `#names`, and how many. */
  readonly #layouts = new Int32Array(layoutLimit * 3)
  #count = 0
  #names = new Int32Array(4096)
  #filled = 0
  /** Two numbers a place: a hash of names that are no layout, and how often they came. */
  readonly #counted = new Int32Array(countedSize * 2)

  constructor(table: NameTable) {
    this.#table = table
  }

  /** The layout of an event whose names are the first `count` of `names`; -1 when it has none. */
  of(names: Int32Array, count: number): number {
    if (count > mostNames) return -1
    let hash = count
    for (let i = 0; i < count; i++) {
      hash = Math.imul(hash ^ names[i]!, 0x9e3779b1)
      hash = (hash << 13) | (hash >>> 19)
    }
    const places = this.#places
    const layouts = this.#layouts
    let place = hash & (tableSize - 1)
    for (let tries = 0; tries < longestProbe; tries++) {
      const found = places[place * 2 + 1]! - 1
      if (found < 0) return this.#countUp(names, count, hash, place)
      if (places[place * 2] === hash && layouts[found * 3 + 2] === count) {
        if (this.#isSame(names, count, layouts[found * 3 + 1]!)) return layouts[found * 3]!
      }
      place = (place + 1) & (tableSize - 1)
    }
    return -1
  }

  #isSame(names: Int32Array, count: number, start: number): boolean {
    const known = this.#names
    for (let i = 0; i < count; i++) if (names[i] !== known[start + i]) return false
    return true
  }

  #countUp(names: Int32Array, count: number, hash: number, place: number): number {
    const counted = this.#counted
    const at = (hash & (countedSize - 1)) * 2
    if (counted[at] !== hash) {
      counted[at] = hash
      counted[at + 1] = 0
    }
    if (++counted[at + 1]! < isUsual) return -1
    return this.#add(names, count, hash, place)
  }

  #add(names: Int32Array, count: number, hash: number, place: number): number {
    if (this.#count === layoutLimit || this.#filled + count > namesLimit) return -1
    const layout = this.#table.newLayout()
    if (layout < 0) return -1
    if (this.#filled + count > this.#names.length) {
      const longer = new Int32Array(this.#names.length * 2)
      longer.set(this.#names.subarray(0, this.#filled))
      this.#names = longer
    }
    const index = this.#count++
    this.#layouts[index * 3] = layout
    this.#layouts[index * 3 + 1] = this.#filled
    this.#layouts[index * 3 + 2] = count
    this.#names.set(names.subarray(0, count), this.#filled)
    this.#filled += count
    this.#places[place * 2] = hash
    this.#places[place * 2 + 1] = index + 1
    return layout
  }
}
