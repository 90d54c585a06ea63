import { type RawEvent, valueKinds } from '../../ir/index.ts'
import { toFieldValue } from '../field-value.ts'
import { foldCase } from '../fold-case.ts'
import { ByteMemo, hashBytes, type MemoBudget } from './byte-memo.ts'
import { LastLine, longLine } from './last-line.ts'
import { isFoundByPiece, pieceSeed, unitByte } from './literal-index.ts'
import { needleKinds } from './needle-kind.ts'
import type { Section } from './section.ts'
import { textHash } from './text-hash.ts'
import { Units } from './units.ts'
import { type ValueFilter, valueFilter } from './value-filter.ts'

/**
 * Finds which needles of a slot stand in a value, one value at a time.
 *
 * Long values are mostly lines that came before: the settings of a host, the functions of a script. Such
 * values are taken apart, and what stands in a line is remembered.
 */
// HOT: called for every value that no memo knows (section-matcher.bench.ts).
export class NeedleFinder {
  readonly #section: Section
  readonly #units = new Units()
  readonly #other = new Units()
  /** By slot; null where there can be none, and as long as making one would cost more than it saves. */
  readonly #filters: (ValueFilter | null | undefined)[] = []
  /** By slot: how often its filter was asked before it was made. */
  readonly #asked: Int32Array
  readonly #unfiltered: number
  /** By slot: see {@link shortEnds}. */
  readonly #shortEnds: (Uint8Array | undefined)[] = []
  /** The value that each needle was last found in. */
  readonly #seen: Int32Array
  #value = 0
  readonly #budget: MemoBudget
  /** By slot: the needles that stand in lines; null where values are not taken apart. */
  readonly #lines: (ByteMemo | null | undefined)[] = []
  /** By slot, where values are taken apart. */
  readonly #lastLines: (LastLine | undefined)[] = []
  /** The first `count` are the needles that were found, each once. */
  readonly needles: Int32Array
  count = 0

  constructor(section: Section, budget: MemoBudget, unfiltered: number = usuallyUnfiltered) {
    this.#section = section
    this.#unfiltered = unfiltered
    this.#budget = budget
    this.#seen = new Int32Array(section.needleKinds.length)
    this.#asked = new Int32Array(section.slots.length)
    this.needles = new Int32Array(section.needleKinds.length)
  }

  /** Whether a needle of a slot may stand in an event’s value; `false` is certain. */
  mayHold(slot: number, event: RawEvent, entry: number): boolean {
    const filter = this.filterOf(slot)
    return filter === null || filter.mayHold(event, entry)
  }

  /** What tells of a slot's values at once that no needle stands in them; null where nothing does, or not yet. */
  filterOf(slot: number): ValueFilter | null {
    let filter = this.#filters[slot]
    if (filter === undefined) {
      if (this.#asked[slot]!++ < this.#unfiltered) return null
      filter = valueFilter(this.#section, slot) ?? null
      this.#filters[slot] = filter
    }
    return filter
  }

  /** Looks through the value of an event’s entry, which is not null. */
  find(slot: number, event: RawEvent, entry: number): void {
    const kind = event.kinds[entry]!
    const start = event.starts[entry]!
    const end = event.ends[entry]!
    if (end - start >= longValue && isTakenApart(kind)) {
      const memo = this.#lineMemo(slot)
      if (memo !== undefined) {
        this.#findInLines(slot, memo, event, kind, start, end)
        return
      }
    }
    if (isTakenApart(kind)) this.#setUnits(event, kind, start, end)
    else if (kind !== valueKinds.utf8 || !this.#units.setAscii(event.bytes, start, end)) {
      this.#units.setText(event.textOf(entry))
    }
    this.#lookThrough(slot)
  }

  findInText(slot: number, text: string): void {
    this.#units.setText(text)
    this.#lookThrough(slot)
  }

  /** What remembers the lines of a slot's values, if they may be taken apart. */
  #lineMemo(slot: number): ByteMemo | undefined {
    let memo = this.#lines[slot]
    if (memo === undefined) {
      memo = isFoundInLines(this.#section, slot) ? new ByteMemo(this.#budget) : null
      this.#lines[slot] = memo
    }
    return memo ?? undefined
  }

  #findInLines(
    slot: number,
    memo: ByteMemo,
    event: RawEvent,
    kind: number,
    start: number,
    end: number,
  ): void {
    this.#begin(slot)
    const last = this.#lastLines[slot] ?? new LastLine()
    this.#lastLines[slot] = last
    let from = start
    for (;;) {
      if (from > start && last.isAt(event, kind, from, end)) {
        for (let i = 0; i < last.needles.length; i++) this.#hit(last.needles[i]!)
        from += last.length + 2
        continue
      }
      const newline = findNewline(event, kind, from, end)
      const to = newline < 0 ? end : newline
      // What begins or ends the value is more than a line.
      const flags = (from === start ? findFlags.begins : 0) | (newline < 0 ? findFlags.ends : 0)
      if (flags !== 0 || to - from < shortestLine) {
        this.#setUnits(event, kind, from, to)
        this.#findPart(slot, flags)
      } else this.#findLine(slot, memo, last, event, kind, from, to)
      if (newline < 0) return
      from = newline + 2
    }
  }

  #findLine(
    slot: number,
    memo: ByteMemo,
    last: LastLine,
    event: RawEvent,
    kind: number,
    start: number,
    end: number,
  ): void {
    const isLong = end - start >= longLine
    const hash = hashBytes(event.bytes, event.view, start, end, kind)
    if (memo.findBytes(event, kind, start, end, hash)) {
      for (let i = memo.start; i < memo.end; i++) this.#hit(memo.list[i]!)
      if (isLong) last.set(event, kind, start, end, memo.list.slice(memo.start, memo.end))
      return
    }
    // Its own needles are found first, those of the lines before it among them.
    const before = this.needles.slice(0, this.count)
    this.#value++
    this.count = 0
    this.#setUnits(event, kind, start, end)
    this.#findPart(slot, 0)
    memo.addBytes(event, kind, start, end, hash, this.needles, this.count)
    if (isLong) last.set(event, kind, start, end, this.needles.slice(0, this.count))
    for (let i = 0; i < before.length; i++) this.#hit(before[i]!)
  }

  #setUnits(event: RawEvent, kind: number, start: number, end: number): void {
    if (kind === valueKinds.utf16) this.#units.setUtf16(event.bytes, start, end)
    else if (kind === valueKinds.escaped) this.#units.setEscaped(event.bytes, start, end)
    else this.#units.setJson(event.bytes, start, end)
  }

  #begin(slot: number): void {
    if (this.#value >= 0x7000_0000) {
      this.#seen.fill(0)
      this.#value = 0
    }
    this.#value++
    this.count = 0
    const { alwaysStarts, alwaysNeedles } = this.#section
    for (let i = alwaysStarts[slot]!; i < alwaysStarts[slot + 1]!; i++) {
      this.#hit(alwaysNeedles[i]!)
    }
  }

  #lookThrough(slot: number): void {
    this.#begin(slot)
    const units = this.#units
    this.#findWhole(slot, units)
    this.#findPart(slot, findFlags.begins | findFlags.ends)
    if (looksLikeGuid(units)) {
      const other = toFieldValue(units.text()).spellings[1]
      if (other !== undefined) {
        this.#other.setText(other.text)
        this.#findWhole(slot, this.#other)
        this.#findPieces(
          slot,
          this.#other,
          findFlags.begins | findFlags.ends | findFlags.otherSpelling,
        )
      }
    }
  }

  /** Finds the needles that are not the whole value in it, or in a part of it. */
  #findPart(slot: number, flags: number): void {
    const units = this.#units
    this.#findPieces(slot, units, flags)
    if (!units.hasLongS) return
    const { guardStarts, guardNeedles } = this.#section
    for (let i = guardStarts[slot]!; i < guardStarts[slot + 1]!; i++) this.#hit(guardNeedles[i]!)
  }

  #findPieces(slot: number, units: Units, flags: number): void {
    if (this.#section.pieceSizes[slot] === 0) return
    const { length, folded } = units
    const { bitmap } = this.#section
    const mask = bitmap.length * 32 - 1
    const seed = pieceSeed(slot, 4)
    const ends = this.#shortEndsOf(slot)
    let window = 0
    for (let i = 0; i < length; i++) {
      const unit = folded[i]!
      const byte = (unit ^ (unit >>> 8)) & 255
      window = (window >>> 8) | (byte << 24)
      // As `pieceHash` has it. What begins before the text is never compared.
      let hash = Math.imul(window ^ seed, 0x9e3779b1)
      hash ^= hash >>> 15
      const bit = hash & mask
      if ((bitmap[bit >>> 5]! >>> (bit & 31)) & 1) this.#compare(slot, hash, i - 3, units, flags)
      const sizes = ends[byte]!
      if (sizes !== 0) this.#findShort(sizes, window, slot, i, units, flags)
    }
  }

  /** Compares the needles of fewer than four units that may end at `last`; `window` has the bytes up to it. */
  #findShort(
    sizes: number,
    window: number,
    slot: number,
    last: number,
    units: Units,
    flags: number,
  ): void {
    const { bitmap } = this.#section
    const mask = bitmap.length * 32 - 1
    for (let size = 1; size < 4; size++) {
      if (((sizes >>> size) & 1) === 0) continue
      let hash = Math.imul((window >>> (32 - size * 8)) ^ pieceSeed(slot, size), 0x9e3779b1)
      hash ^= hash >>> 15
      const bit = hash & mask
      if ((bitmap[bit >>> 5]! >>> (bit & 31)) & 1) {
        this.#compare(slot, hash, last - size + 1, units, flags)
      }
    }
  }

  /** By byte: bit `q` says that a needle of `q` units, of fewer than four, ends with it. */
  #shortEndsOf(slot: number): Uint8Array {
    let ends = this.#shortEnds[slot]
    if (ends === undefined) {
      ends = shortEnds(this.#section, slot)
      this.#shortEnds[slot] = ends
    }
    return ends
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

  /** Compares the needles whose piece may stand at `at`. */
  #compare(slot: number, hash: number, at: number, units: Units, flags: number): void {
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
      if (kind === needleKinds.starts && (start > 0 || !(flags & findFlags.begins))) continue
      if (kind === needleKinds.ends && (end < units.length || !(flags & findFlags.ends))) continue
      if (kind === needleKinds.contains && flags & findFlags.otherSpelling) continue
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

/** By byte: bit `q` says that a needle of a slot that has `q` units, fewer than four, ends with it. */
function shortEnds(section: Section, slot: number): Uint8Array {
  const { needleSlots, needleKinds: kinds, textStarts, texts } = section
  const ends = new Uint8Array(256)
  for (let needle = 0; needle < needleSlots.length; needle++) {
    if (needleSlots[needle] !== slot || !isFoundByPiece(kinds[needle]!)) continue
    const start = textStarts[needle]!
    const end = textStarts[needle + 1]!
    if (end - start >= 4 || end === start) continue
    const unit = foldCase(String.fromCharCode(texts[end - 1]!)).charCodeAt(0)
    ends[unitByte(unit)]! |= 1 << (end - start)
  }
  return ends
}

/** What is looked through: whether a value begins and ends with it, and whether it is but spelled so. */
const findFlags = { begins: 1, ends: 2, otherSpelling: 4 } as const

/** Whether the lines of such values can be seen from their bytes. */
function isTakenApart(kind: number): boolean {
  return kind === valueKinds.escaped || kind === valueKinds.json || kind === valueKinds.utf16
}

/** From about so many values on it pays to make a filter. */
const usuallyUnfiltered = 100

/** Values of so many bytes are taken apart, and lines of so many remembered. */
const longValue = 512
const shortestLine = 24

const newline = 10

/**
 * Whether every needle that stands in a long value of a slot stands in one of its lines. No needle is as
 * long that it could be the whole value.
 */
function isFoundInLines(section: Section, slot: number): boolean {
  const { needleSlots, needleKinds: kinds, textStarts, texts } = section
  for (let needle = 0; needle < needleSlots.length; needle++) {
    if (needleSlots[needle] !== slot) continue
    const start = textStarts[needle]!
    const end = textStarts[needle + 1]!
    if (kinds[needle] === needleKinds.equals && end - start >= longValue >> 1) return false
    if (texts.subarray(start, end).includes(newline)) return false
  }
  return true
}

/** Where the next line end begins, which has two bytes in either kind; -1 when there is none. */
function findNewline({ bytes, view }: RawEvent, kind: number, start: number, end: number): number {
  if (kind === valueKinds.utf16) {
    for (let at = start; at < end; at += 2) {
      if (bytes[at] === newline && bytes[at + 1] === 0) return at
    }
    return -1
  }
  for (let at = start; at < end; at++) {
    // Four bytes at a time, of which none is a backslash.
    for (; at + 4 <= end; at += 4) {
      const other = view.getInt32(at, true) ^ 0x5c5c5c5c
      if (((other - 0x01010101) & ~other & 0x80808080) !== 0) break
    }
    if (bytes[at] !== 0x5c || at >= end) continue
    if (bytes[at + 1] === 0x6e) return at
    at++
  }
  return -1
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
