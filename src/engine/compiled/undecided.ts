import type { ByteMemo } from './byte-memo.ts'

/**
 * The needles that stand in values of one event and whose tests have the last word, until a rule asks.
 * Most rules fail before they do, so most tests, regular expressions among them, never run.
 */
// HOT: filled for every event, read when a rule asks (section-matcher.bench.ts).
export class Undecided {
  count = 0
  /** The needle; -1 once it was decided. */
  needles: Int32Array = new Int32Array(64)
  /** The event’s entry that has the value. */
  entries: Int32Array = new Int32Array(64)
  /** Where the memo has the needle; -1 where it has not. */
  #places: Int32Array = new Int32Array(64)
  #lives: Int32Array = new Int32Array(64)
  readonly #memos: ByteMemo[] = []

  /** `false` when an event has more of them than are kept. */
  add(needle: number, entry: number, memo: ByteMemo, place: number): boolean {
    const { count } = this
    if (count === this.needles.length && !this.#grow()) return false
    this.needles[count] = needle
    this.entries[count] = entry
    this.#places[count] = place
    this.#lives[count] = memo.life
    this.#memos[count] = memo
    this.count = count + 1
    return true
  }

  /** One is decided: in the memo, the value has `code` in its place from now on. */
  settle(index: number, code: number): void {
    this.needles[index] = -1
    const memo = this.#memos[index]
    const place = this.#places[index]!
    if (place >= 0 && memo !== undefined && memo.life === this.#lives[index]) {
      memo.list[place] = code
    }
  }

  #grow(): boolean {
    const size = this.needles.length * 2
    if (size > mostKept) return false
    this.needles = longer(this.needles, size)
    this.entries = longer(this.entries, size)
    this.#places = longer(this.#places, size)
    this.#lives = longer(this.#lives, size)
    return true
  }
}

const mostKept = 65_536

function longer(array: Int32Array, size: number): Int32Array {
  const copy = new Int32Array(size)
  copy.set(array)
  return copy
}
