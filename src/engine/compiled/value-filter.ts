import { type RawEvent, valueKinds } from '../../ir/index.ts'
import { needleKinds } from './needle-kind.ts'
import type { Section } from './section.ts'

/**
 * Says of nearly every value that none of a slot’s needles stands in it, without looking at each of its
 * characters.
 *
 * Rules with keywords look into all values of an event, and next to none has one; other rules look into
 * texts of thousands of characters for a few words. Of each needle the pieces of four characters that
 * begin at its first `step` places are entered into a bitmap; a value is then looked at in every `step`th
 * place only, since a needle of `step + 3` characters or more that stands in it covers one of these pieces.
 */
export interface ValueFilter {
  /** Whether a needle may stand in an event’s value; `false` is certain. */
  mayHold(event: RawEvent, entry: number): boolean
  /** The same of all values that stand in the span of an event's bytes, at one go. */
  mayHoldInSpan(event: RawEvent): boolean
}

/** The filter for the needles of a slot; `undefined` when one of them is too short for it. */
export function valueFilter(section: Section, slot: number): ValueFilter | undefined {
  const texts: Uint16Array[] = []
  let hasRegex = false
  for (let needle = 0; needle < section.needleSlots.length; needle++) {
    if (section.needleSlots[needle] !== slot) continue
    if (section.needleKinds[needle] === needleKinds.always) return undefined
    const test = section.needleTests[needle]!
    if (test >= 0) hasRegex ||= section.testIsRegex[test] === 1
    const start = section.textStarts[needle]!
    texts.push(section.texts.subarray(start, section.textStarts[needle + 1]!))
  }
  const plain = bitmapOf(texts)
  return plain && new Filter(plain, bitmapOf(texts.map(longestPlain)), hasRegex)
}

/** The pieces of texts, and in which places a value has to be looked at for one of them. */
interface Pieces {
  readonly bitmap: Int32Array
  /** The same by another hash: long values meet many bits by chance, but seldom both. */
  readonly second: Int32Array
  readonly step: number
}

/** The longest part of a text that is of ASCII and that JSON writes as it is. */
function longestPlain(text: Uint16Array): Uint16Array {
  let longest = text.subarray(0, 0)
  for (let start = 0, at = 0; at <= text.length; at++) {
    const unit = text[at] ?? 0
    if (unit >= 0x20 && unit < 0x80 && unit !== 0x22 && unit !== 0x5c) continue
    if (at - start > longest.length) longest = text.subarray(start, at)
    start = at + 1
  }
  return longest
}

function bitmapOf(texts: readonly Uint16Array[]): Pieces | undefined {
  let shortest = longestStep + 3
  for (const { length } of texts) if (length < shortest) shortest = length
  if (shortest < 4) return undefined
  const step = shortest - 3
  const bitmap = new Int32Array(1 << (bits - 5))
  const second = new Int32Array(1 << (bits - 5))
  for (const text of texts) {
    for (let at = 0; at < step; at++) {
      const [a, b, c, d] = [text[at]!, text[at + 1]!, text[at + 2]!, text[at + 3]!]
      // A value with such characters where the piece would be is never passed over.
      if ((a | b | c | d) >= 128) continue
      const whole = a | (b << 8) | (c << 16) | (d << 24)
      setBit(bitmap, hashOf(whole))
      setBit(second, otherHashOf(whole))
    }
  }
  return { bitmap, second, step }
}

const longestStep = 8
const bits = 16

/** Four characters in one number, lower-case; capitals and small letters differ in this bit alone. */
const lowerCase = 0x20202020
const notAscii = 0x80808080 | 0
const notAscii16 = 0xff80ff80 | 0

// HOT: for every text of every event that a rule with keywords may see (section-matcher.bench.ts).
class Filter implements ValueFilter {
  readonly #plain: Pieces
  readonly #unescaped: Pieces | undefined

  /** Some expressions take a `ſ` for an `s`, so they are only passed over where there is none. */
  readonly #hasRegex: boolean

  constructor(plain: Pieces, unescaped: Pieces | undefined, hasRegex: boolean) {
    this.#plain = plain
    this.#hasRegex = hasRegex
    this.#unescaped = unescaped
  }

  mayHold(event: RawEvent, entry: number): boolean {
    const start = event.starts[entry]!
    const end = event.ends[entry]!
    switch (event.kinds[entry]) {
      case valueKinds.utf16:
        return this.#hasRegex || mayHold16(this.#plain, event.view, start, end)
      case valueKinds.utf8:
        return this.#hasRegex || mayHold8(this.#plain, event.view, start, end)
      case valueKinds.escaped:
      case valueKinds.json:
        return (
          this.#unescaped === undefined || mayHoldPlain(this.#unescaped, event.view, start, end)
        )
      default:
        return true
    }
  }

  mayHoldInSpan({ view, spanStart = 0, spanEnd = 0 }: RawEvent): boolean {
    if (spanEnd <= spanStart || this.#unescaped === undefined) return true
    return mayHoldPlain(this.#unescaped, view, spanStart, spanEnd)
  }
}

function mayHold16(
  { bitmap, second: other, step }: Pieces,
  view: DataView,
  start: number,
  end: number,
): boolean {
  for (let at = start, last = end - 8; at <= last; at += step * 2) {
    const first = view.getInt32(at, true)
    const second = view.getInt32(at + 4, true)
    if (((first | second) & notAscii16) !== 0) return true
    const low = (first & 0x7f) | ((first >>> 8) & 0x7f00)
    const high = (second & 0x7f) | ((second >>> 8) & 0x7f00)
    const piece = low | (high << 16)
    if (hasBit(bitmap, hashOf(piece)) && hasBit(other, otherHashOf(piece))) return true
  }
  return false
}

function mayHold8(
  { bitmap, second: other, step }: Pieces,
  view: DataView,
  start: number,
  end: number,
): boolean {
  for (let at = start, last = end - 4; at <= last; at += step) {
    const piece = view.getInt32(at, true)
    if ((piece & notAscii) !== 0) return true
    if (hasBit(bitmap, hashOf(piece)) && hasBit(other, otherHashOf(piece))) return true
  }
  return false
}

/** The same for pieces of ASCII in bytes that mean nothing else: other bytes are part of no needle. */
function mayHoldPlain(
  { bitmap, second: other, step }: Pieces,
  view: DataView,
  start: number,
  end: number,
): boolean {
  for (let at = start, last = end - 4; at <= last; at += step) {
    const piece = view.getInt32(at, true)
    if (hasBit(bitmap, hashOf(piece)) && hasBit(other, otherHashOf(piece))) return true
  }
  return false
}

function hashOf(piece: number): number {
  return Math.imul(piece | lowerCase, 0x9e3779b1) >>> (32 - bits)
}

function otherHashOf(piece: number): number {
  return Math.imul(piece | lowerCase, 0x85ebca6b) >>> (32 - bits)
}

function hasBit(bitmap: Int32Array, bit: number): boolean {
  return ((bitmap[bit >>> 5]! >>> (bit & 31)) & 1) === 1
}

function setBit(bitmap: Int32Array, bit: number): void {
  bitmap[bit >>> 5] = bitmap[bit >>> 5]! | (1 << (bit & 31))
}
