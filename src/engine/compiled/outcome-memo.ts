import { type RawEvent, valueKinds } from '../../ir/index.ts'
import type { Outcome } from '../compile-test.ts'
import type { TestMatch } from '../explanation.ts'
import type { MemoBudget } from './byte-memo.ts'
import { type EntryKey, makeKey, matchKey } from './entry-key.ts'
import type { FieldIndex } from './field-index.ts'
import { type Binding, findEntry, type SlotEntry } from './raw-values.ts'

/** What a test says of an event, and what is written about it where it holds. */
export interface KnownOutcome {
  readonly outcome: Outcome
  readonly matches: readonly TestMatch[]
}

/**
 * Remembers what tests say by the values of the fields that they ask for: rules that match often match
 * the same values again and again. Bounded: when it is full it forgets everything.
 */
// HOT: asked for every test of every match (section-matcher.bench.ts).
export class OutcomeMemo {
  readonly #budget: MemoBudget
  #known = new Map<number, Known>()
  #spent = 0
  /** Of the test that was looked for last: its entries, and a hash of their values. */
  readonly #entries: number[] = []
  #hash = 0
  #isKept = true
  /** The answer of {@link findEntry}. */
  readonly #place: SlotEntry = { entry: -1, rewrite: undefined }

  constructor(budget: MemoBudget) {
    this.#budget = budget
  }

  /** What a test, whose fields these slots are, says of an event, if that is known. */
  find(
    test: number,
    slots: Int32Array,
    event: RawEvent,
    fields: FieldIndex,
    binding: Binding,
  ): KnownOutcome | undefined {
    const entries = this.#entries
    entries.length = 0
    this.#isKept = true
    let hash = test
    for (let i = 0; i < slots.length; i++) {
      findEntry(fields, binding, slots[i]!, this.#place)
      // The name that the field has decides how it is read, so such values are not remembered.
      this.#isKept = this.#place.rewrite === undefined
      if (!this.#isKept) return undefined
      for (let entry = this.#place.entry; entry >= 0; ) {
        entries.push(entry)
        const kind = event.kinds[entry]!
        const ofEntry = kind <= valueKinds.null ? kind : fields.hash(event, entry)
        hash = Math.imul(hash ^ ofEntry, 0x9e3779b1)
        hash ^= hash >>> 15
        entry = fields.next(entry)
      }
      // The fields stay apart, however many values each has.
      entries.push(-1)
    }
    this.#hash = hash
    let known = this.#known.get(hash)
    while (known !== undefined) {
      if (known.test === test && known.binding === binding && isOf(event, entries, known.key)) {
        return known.outcome
      }
      known = known.next
    }
    return undefined
  }

  /** Remembers what the test says that was looked for last and is not known. */
  add(test: number, event: RawEvent, binding: Binding, outcome: KnownOutcome): void {
    if (!this.#isKept) return
    const key = makeKey(event, this.#entries)
    const size = sizeOfOne + key.bytes.length * 3
    if (key.bytes.length > longestKey) return
    if (size > this.#budget.left || this.#spent + size > mostBytes) {
      this.#budget.left += this.#spent
      this.#spent = 0
      this.#known = new Map()
      if (size > this.#budget.left) return
    }
    this.#budget.left -= size
    this.#spent += size
    const next = this.#known.get(this.#hash)
    this.#known.set(this.#hash, { test, binding, key, outcome, next })
  }
}

interface Known {
  readonly test: number
  readonly binding: Binding
  readonly key: EntryKey
  readonly outcome: KnownOutcome
  /** Another one with the same hash. */
  readonly next: Known | undefined
}

function isOf(event: RawEvent, entries: readonly number[], key: EntryKey): boolean {
  let at = 0
  for (let i = 0; i < entries.length; i++) {
    at = matchKey(event, entries[i]!, key, at)
    if (at < 0) return false
  }
  return at === key.bytes.length
}

/** Longer values are seldom the same twice. */
const longestKey = 8192
/** What an outcome takes beside its texts, about. */
const sizeOfOne = 500
const mostBytes = 4 << 20
