import type { RawEvent } from '../../ir/index.ts'
import type { MemoBudget } from './byte-memo.ts'
import type { FieldIndex } from './field-index.ts'
import { type Binding, findEntry, type SlotEntry } from './raw-values.ts'

/** The entries of an event whose values a section looks at, and the slots that want them. */
export interface WantedEntries {
  /** The first `count` of both are pairs. */
  count: number
  slots: Int32Array
  entries: Int32Array
  /** Slots whose values the event has in other words than rules use, or all of its kind are known by. */
  given: number[]
  /** By slot that is looked at when a rule asks: its only entry, {@link noEntry} or {@link toBeSought}. */
  late: Int32Array
}

/** The event does not have the field, nor is there anything in its place. */
export const noEntry = -1
/** There are several, or the values are in other words. */
export const toBeSought = -2

/**
 * Finds the entries that slots want: once for all events of the same layout, of which a log has some
 * hundred, and for every other event anew.
 */
// HOT: asked for every event and every section that may see it (section-matcher.bench.ts).
export class EntryFinder {
  readonly #slots: Int32Array
  readonly #late: Int32Array
  readonly #budget: MemoBudget
  readonly #found: WantedEntries
  /** The answer of {@link findEntry}. */
  readonly #place: SlotEntry = { entry: -1, rewrite: undefined }

  /** The slots that are looked at in every event, and those that are when a rule asks; of so many in all. */
  constructor(slots: Int32Array, late: Int32Array, slotCount: number, budget: MemoBudget) {
    this.#slots = slots
    this.#late = late
    this.#budget = budget
    this.#found = emptyWanted(slotCount)
  }

  find(event: RawEvent, fields: FieldIndex, binding: Binding): WantedEntries {
    const { layout } = event
    if (layout < 0) {
      this.#fill(fields, binding)
      return this.#found
    }
    const known = binding.wanted.get(layout)
    if (known !== undefined) return known
    const found = this.#found
    this.#fill(fields, binding)
    const size = found.count * 8 + found.late.length * 4 + sizeOfOne
    if (size > this.#budget.left) return found
    this.#budget.left -= size
    const { count } = found
    const kept: WantedEntries = {
      count,
      slots: found.slots.slice(0, count),
      entries: found.entries.slice(0, count),
      given: [...found.given],
      late: found.late.slice(),
    }
    binding.wanted.set(layout, kept)
    return kept
  }

  #fill(fields: FieldIndex, binding: Binding): void {
    const found = this.#found
    found.count = 0
    found.given.length = 0
    const slots = this.#slots
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i]!
      findEntry(fields, binding, slot, this.#place)
      const { entry: first, rewrite } = this.#place
      if (first < 0 || rewrite !== undefined) {
        if (first >= 0 || binding.constants[slot] !== undefined) found.given.push(slot)
        continue
      }
      for (let entry = first; entry >= 0; entry = fields.next(entry)) {
        if (found.count === found.slots.length) grow(found)
        found.slots[found.count] = slot
        found.entries[found.count++] = entry
      }
    }
    const late = this.#late
    for (let i = 0; i < late.length; i++) {
      const slot = late[i]!
      findEntry(fields, binding, slot, this.#place)
      const { entry: first, rewrite } = this.#place
      const isPlain = first < 0 ? binding.constants[slot] === undefined : rewrite === undefined
      const isOne = isPlain && (first < 0 || fields.next(first) < 0)
      found.late[slot] = isOne ? first : toBeSought
    }
  }
}

/** What the list of one layout takes beside its pairs, about. */
const sizeOfOne = 200

function emptyWanted(slotCount: number): WantedEntries {
  return {
    count: 0,
    slots: new Int32Array(64),
    entries: new Int32Array(64),
    given: [],
    late: new Int32Array(slotCount),
  }
}

function grow(wanted: WantedEntries): void {
  for (const member of ['slots', 'entries'] as const) {
    const longer = new Int32Array(wanted.count * 2)
    longer.set(wanted[member])
    wanted[member] = longer
  }
}
