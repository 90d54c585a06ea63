import { type RawEvent, valueKinds } from '../../ir/index.ts'
import { toFieldValue } from '../field-value.ts'
import type { Section } from './compile-section.ts'
import { textHash } from './literal-index.ts'
import { needleKinds } from './needle.ts'
import { Units } from './units.ts'
import { type ValueFilter, valueFilter } from './value-filter.ts'

/** Finds which needles of a slot stand in a value, one value at a time. */
// HOT: called for every value that no memo knows (section-matcher.bench.ts).
export class NeedleFinder {
  readonly #section: Section
  readonly #units = new Units()
  readonly #other = new Units()
  /** By slot; null where there can be none. Made when they are first of use. */
  readonly #filters: (ValueFilter | null | undefined)[] = []
  /** The value that each needle was last found in. */
  readonly #seen: Int32Array
  #value = 0
  /** The first `count` are the needles that were found, each once. */
  readonly needles: Int32Array
  count = 0

  constructor(section: Section) {
    this.#section = section
    this.#seen = new Int32Array(section.needleKinds.length)
    this.needles = new Int32Array(section.needleKinds.length)
  }

  /** Whether a needle of a slot may stand in an event’s value; `false` is certain. */
  mayHold(slot: number, event: RawEvent, entry: number): boolean {
    let filter = this.#filters[slot]
    if (filter === undefined) {
      filter = valueFilter(this.#section, slot) ?? null
      this.#filters[slot] = filter
    }
    return filter === null || filter.mayHold(event, entry)
  }

  /** Looks through the value of an event’s entry, which is not null. */
  find(slot: number, event: RawEvent, entry: number): void {
    const kind = event.kinds[entry]!
    const start = event.starts[entry]!
    const end = event.ends[entry]!
    if (kind === valueKinds.utf16) this.#units.setUtf16(event.bytes, start, end)
    else if (kind === valueKinds.escaped) this.#units.setEscaped(event.bytes, start, end)
    else if (kind !== valueKinds.utf8 || !this.#units.setAscii(event.bytes, start, end)) {
      this.#units.setText(event.textOf(entry))
    }
    this.#lookThrough(slot)
  }

  findInText(slot: number, text: string): void {
    this.#units.setText(text)
    this.#lookThrough(slot)
  }

  #lookThrough(slot: number): void {
    if (this.#value === 0x7fff_ffff) {
      this.#seen.fill(0)
      this.#value = 0
    }
    this.#value++
    this.count = 0
    const { alwaysStarts, alwaysNeedles, guardStarts, guardNeedles } = this.#section
    const units = this.#units
    this.#findAll(slot, units, false)
    for (let i = alwaysStarts[slot]!; i < alwaysStarts[slot + 1]!; i++) {
      this.#hit(alwaysNeedles[i]!)
    }
    if (units.hasLongS) {
      for (let i = guardStarts[slot]!; i < guardStarts[slot + 1]!; i++) this.#hit(guardNeedles[i]!)
    }
    if (looksLikeGuid(units)) {
      const other = toFieldValue(units.text()).spellings[1]
      if (other !== undefined) {
        this.#other.setText(other.text)
        this.#findAll(slot, this.#other, true)
      }
    }
  }

  #findAll(slot: number, units: Units, isOtherSpelling: boolean): void {
    this.#findWhole(slot, units)
    const sizes = this.#section.pieceSizes[slot]!
    for (let size = 1; size <= 4; size++) {
      if ((sizes >>> size) & 1) this.#findPieces(slot, size, units, isOtherSpelling)
    }
  }

  #findWhole(slot: number, units: Units): void {
    const { equals, equalHashes, needleSlots, needleCased } = this.#section
    const { length } = units
    const hash = textHash(units.folded, 0, length, slot)
    const mask = equals.length - 1
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const needle = equals[at]!
      if (needle < 0) return
      if (equalHashes[at] !== hash || needleSlots[needle] !== slot) continue
      if (this.#length(needle) !== length) continue
      if (this.#isAt(needle, needleCased[needle] ? units.raw : units.folded, 0)) this.#hit(needle)
    }
  }

  #findPieces(slot: number, size: number, units: Units, isOtherSpelling: boolean): void {
    const { length, folded } = units
    if (length < size) return
    const { bitmap } = this.#section
    const mask = bitmap.length * 32 - 1
    const seed = Math.imul(slot * 8 + size, 0x85ebca6b)
    const shift = 32 - size * 8
    let window = 0
    for (let i = 0; i < size - 1; i++) {
      const unit = folded[i]!
      window = (window >>> 8) | ((unit ^ (unit >>> 8)) << 24)
    }
    for (let i = size - 1; i < length; i++) {
      const unit = folded[i]!
      window = (window >>> 8) | ((unit ^ (unit >>> 8)) << 24)
      // As `pieceHash` has it.
      let hash = Math.imul((window >>> shift) ^ seed, 0x9e3779b1)
      hash ^= hash >>> 15
      const bit = hash & mask
      if ((bitmap[bit >>> 5]! >>> (bit & 31)) & 1) {
        this.#compare(slot, hash, i - size + 1, units, isOtherSpelling)
      }
    }
  }

  /** Compares the needles whose piece may stand at `at`. */
  #compare(slot: number, hash: number, at: number, units: Units, isOtherSpelling: boolean): void {
    const { bucketStarts, bucketNeedles, needleSlots, needleKinds: kinds } = this.#section
    const { pieceOffsets, needleCased } = this.#section
    const bucket = hash & (bucketStarts.length - 2)
    const last = bucketStarts[bucket + 1]!
    for (let i = bucketStarts[bucket]!; i < last; i++) {
      const needle = bucketNeedles[i]!
      if (needleSlots[needle] !== slot || this.#seen[needle] === this.#value) continue
      const start = at - pieceOffsets[needle]!
      const end = start + this.#length(needle)
      if (start < 0 || end > units.length) continue
      const kind = kinds[needle]
      if (kind === needleKinds.starts && start > 0) continue
      if (kind === needleKinds.ends && end < units.length) continue
      if (isOtherSpelling && kind === needleKinds.contains) continue
      if (this.#isAt(needle, needleCased[needle] ? units.raw : units.folded, start)) {
        this.#hit(needle)
      }
    }
  }

  #length(needle: number): number {
    const { textStarts } = this.#section
    return textStarts[needle + 1]! - textStarts[needle]!
  }

  #isAt(needle: number, units: Uint16Array, at: number): boolean {
    const { textStarts, texts } = this.#section
    const start = textStarts[needle]!
    const length = textStarts[needle + 1]! - start
    for (let i = 0; i < length; i++) if (units[at + i] !== texts[start + i]) return false
    return true
  }

  #hit(needle: number): void {
    if (this.#seen[needle] === this.#value) return
    this.#seen[needle] = this.#value
    this.needles[this.count++] = needle
  }
}

/** Whether a text has the length and the hyphens of a GUID, with or without braces. */
function looksLikeGuid({ length, raw }: Units): boolean {
  if (length !== 36 && length !== 38) return false
  const hyphen = 45
  const at = (length - 36) >> 1
  return (
    raw[at + 8] === hyphen &&
    raw[at + 13] === hyphen &&
    raw[at + 18] === hyphen &&
    raw[at + 23] === hyphen
  )
}
