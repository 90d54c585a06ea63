import { type RawEvent, valueKinds } from '../../ir/index.ts'
import { type EntryKey, keySize, matchKey, writeKey } from './entry-key.ts'
import type { FieldIndex } from './field-index.ts'
import { type Binding, findEntry, type SlotEntry } from './raw-values.ts'

/** How much is remembered: so many values, each of which takes some hundred bytes, and keys of so many bytes. */
export interface MemoLimits {
  readonly mostValues: number
  readonly mostBytes: number
}

/**
 * Remembers what tests or rules say by the values of the fields that they ask for: rules that match often match
 * the same values again and again. Bounded: when it is full it forgets everything. One serves all sections,
 * whose bindings tell them apart.
 */
// HOT: asked for every match, and for its tests (section-matcher.bench.ts).
export class ValueMemo<Said> {
  readonly #limits: MemoLimits
  #known = new Map<number, Known<Said>>()
  #count = 0
  /** The keys of all, one behind the other. */
  #keys: EntryKey = keysOf(new Uint8Array(fewestBytes))
  #filled = 0
  /** How often everything was forgotten. */
  life = 0
  /** Of what was looked for last: its entries, and a hash of their values. */
  readonly #entries: number[] = []
  #hash = 0
  #isKept = true
  /** The answer of {@link findEntry}. */
  readonly #place: SlotEntry = { entry: -1, rewrite: undefined }

  constructor(limits: MemoLimits) {
    this.#limits = limits
  }

  /** What a test or a rule, whose fields these slots are, says of an event, if that is known. */
  find(
    asked: number,
    slots: Int32Array,
    event: RawEvent,
    fields: FieldIndex,
    binding: Binding,
  ): Said | undefined {
    const entries = this.#entries
    entries.length = 0
    this.#isKept = true
    let hash = asked
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
      if (known.asked === asked && known.binding === binding && this.#isOf(event, known)) {
        return known.said
      }
      known = known.next
    }
    return undefined
  }

  /** Remembers what is said by what was looked for last and is not known; `false` if it does not. */
  add(asked: number, event: RawEvent, binding: Binding, said: Said): boolean {
    if (!this.#isKept) return false
    const size = keySize(event, this.#entries)
    if (size > longestKey) return false
    this.#makeRoom(size)
    const start = this.#filled
    writeKey(event, this.#entries, this.#keys, start)
    this.#filled += size
    this.#count++
    const next = this.#known.get(this.#hash)
    this.#known.set(this.#hash, { asked, binding, start, end: this.#filled, said, next })
    return true
  }

  #isOf(event: RawEvent, { start, end }: Known<Said>): boolean {
    const entries = this.#entries
    let at = start
    for (let i = 0; i < entries.length; i++) {
      at = matchKey(event, entries[i]!, this.#keys, at)
      if (at < 0) return false
    }
    return at === end
  }

  #makeRoom(size: number): void {
    const { bytes } = this.#keys
    const { mostValues, mostBytes } = this.#limits
    const isFull = this.#filled + size > bytes.length
    if (this.#count === mostValues || (isFull && bytes.length >= mostBytes)) {
      this.#known = new Map()
      this.#count = 0
      this.#filled = 0
      this.life++
    } else if (isFull) {
      const longer = new Uint8Array(Math.min(mostBytes, bytes.length * 4))
      longer.set(bytes)
      this.#keys = keysOf(longer)
    }
  }
}

interface Known<Said> {
  readonly asked: number
  readonly binding: Binding
  /** Where its key stands. */
  readonly start: number
  readonly end: number
  readonly said: Said
  /** Another one with the same hash. */
  readonly next: Known<Said> | undefined
}

function keysOf(bytes: Uint8Array): EntryKey {
  return { bytes, view: new DataView(bytes.buffer) }
}

/** Longer values are seldom the same twice. */
const longestKey = 2048
const fewestBytes = 32 << 10
