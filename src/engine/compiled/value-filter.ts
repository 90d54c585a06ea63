import { once } from '../../base/index.ts'
import { type RawEvent, valueKinds } from '../../ir/index.ts'
import { commonTexts } from './literal-index.ts'
import { needleKinds } from './needle-kind.ts'
import type { Section } from './section.ts'

/**
 * Says of nearly every value that none of a slot’s needles stands in it, without looking at each of its
 * characters.
 *
 * Rules with keywords look into all values of an event, and next to none has one; other rules look into
 * texts of thousands of characters for a few words. Of each needle the pieces of four characters that
 * begin at `step` places in a row are entered into a table, at those where logs have the fewest of them; a
 * value is then looked at in every `step`th place only, since a needle of `step + 3` characters or more
 * that stands in it covers one of these pieces.
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
  const plain = piecesOf(texts)
  return (
    plain &&
    new Filter(
      plain,
      once(() => piecesOf(texts.map(longestPlain))),
      hasRegex,
    )
  )
}

/** The pieces of texts, and in which places a value has to be looked at for one of them. */
interface Pieces {
  /** By the hash of a piece, in so many places that it is shifted down by `shift`, whether it is one. */
  readonly table: Uint8Array
  /** The same by another hash: long values meet many marks by chance, but seldom both. */
  readonly second: Uint8Array
  readonly shift: number
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

function piecesOf(texts: readonly Uint16Array[]): Pieces | undefined {
  let shortest = longestStep + 3
  for (const { length } of texts) if (length < shortest) shortest = length
  if (shortest < 4) return undefined
  const step = shortest - 3
  const bits = Math.ceil(Math.log2(texts.length * step)) + sparseness
  const shift = 32 - Math.min(Math.max(bits, fewestBits), mostBits)
  const table = new Uint8Array(1 << (32 - shift))
  const second = new Uint8Array(1 << (32 - shift))
  const costs = new Int32Array(mostPlaces)
  for (const text of texts) {
    const first = rarestRun(text, step, costs)
    for (let at = first; at < first + step; at++) {
      const [a, b, c, d] = [text[at]!, text[at + 1]!, text[at + 2]!, text[at + 3]!]
      // A value with such characters where the piece would be is never passed over.
      if ((a | b | c | d) >= 128) continue
      const whole = a | (b << 8) | (c << 16) | (d << 24)
      table[hashOf(whole | lowerCase, shift)] = 1
      second[otherHashOf(whole | lowerCase, shift)] = 1
    }
  }
  return { table, second, shift, step }
}

/** Where `step` places in a row are whose pieces stand in the fewest values; `costs` is overwritten. */
function rarestRun(text: Uint16Array, step: number, costs: Int32Array): number {
  const places = Math.min(text.length - 3, mostPlaces)
  if (places <= step) return 0
  for (let at = 0; at < places; at++) {
    costs[at] = costOf(text[at]!, text[at + 1]!, text[at + 2]!, text[at + 3]!)
  }
  let best = 0
  let lowest = Number.POSITIVE_INFINITY
  for (let at = 0; at + step <= places; at++) {
    let cost = 0
    for (let i = at; i < at + step; i++) cost += costs[i]!
    if (cost >= lowest) continue
    best = at
    lowest = cost
  }
  return best
}

/** How many places of a needle are compared. */
const mostPlaces = 48

/** What a piece that is not looked up, or is in most values, or has a sign, or has none, costs. */
function costOf(a: number, b: number, c: number, d: number): number {
  if ((a | b | c | d) >= 128) return 1
  if (commonPieces().has(a | (b << 8) | (c << 16) | (d << 24) | lowerCase)) return 100
  return isWordUnit(a) && isWordUnit(b) && isWordUnit(c) && isWordUnit(d) ? 2 : 1
}

function isWordUnit(unit: number): boolean {
  const small = unit | 0x20
  return (small >= 0x61 && small <= 0x7a) || (unit >= 0x30 && unit <= 0x39)
}

/** What is of no use to tell values apart, each piece as one number. */
const commonPieces: () => ReadonlySet<number> = once(() => {
  const pieces = new Set<number>()
  for (const text of [...commonTexts, ...commonKeys]) {
    for (let at = 0; at + 4 <= text.length; at++) {
      const [a, b, c, d] = [0, 1, 2, 3].map(i => text.charCodeAt(at + i)) as [
        number,
        number,
        number,
        number,
      ]
      if ((a | b | c | d) < 128) pieces.add(a | (b << 8) | (c << 16) | (d << 24) | lowerCase)
    }
  }
  return pieces
})

/** Words in the keys of most events, which stand in the span of their bytes too. */
const commonKeys: readonly string[] = [
  ...['eventreceivedtime', 'eventrecordid', 'eventtype', 'eventdata', 'eventid', 'message'],
  ...['processguid', 'processid', 'threadid', 'sourcename', 'hostname', 'channel', 'keywords'],
  ...['privilegelist', 'scriptblocktext', 'commandline', 'originalfilename', 'targetusername'],
  ...['contextinfo', 'calltrace', 'payload', 'timecreated', 'provider', 'computer', 'version'],
]

const longestStep = 8
/** A table has about 64 places for a piece, but no more than the processor's nearer caches hold. */
const sparseness = 6
const fewestBits = 12
const mostBits = 16

/** Four characters in one number, lower-case; capitals and small letters differ in this bit alone. */
const lowerCase = 0x20202020
const notAscii = 0x80808080 | 0
const notAscii16 = 0xff80ff80 | 0

// HOT: for every text of every event that a rule with keywords may see (section-matcher.bench.ts).
class Filter implements ValueFilter {
  readonly #plain: Pieces
  /** Made when it is first of use: EVTX has none. */
  readonly #unescaped: () => Pieces | undefined

  /** Some expressions take a `ſ` for an `s`, so they are only passed over where there is none. */
  readonly #hasRegex: boolean

  constructor(plain: Pieces, unescaped: () => Pieces | undefined, hasRegex: boolean) {
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
      case valueKinds.json: {
        const pieces = this.#unescaped()
        return pieces === undefined || mayHoldPlain(pieces, event.view, start, end)
      }
      default:
        return true
    }
  }

  mayHoldInSpan({ view, spanStart = 0, spanEnd = 0 }: RawEvent): boolean {
    if (spanEnd <= spanStart) return true
    const pieces = this.#unescaped()
    return pieces === undefined || mayHoldPlain(pieces, view, spanStart, spanEnd)
  }
}

function mayHold16(
  { table, second, shift, step }: Pieces,
  view: DataView,
  start: number,
  end: number,
): boolean {
  for (let at = start, last = end - 8; at <= last; at += step * 2) {
    const front = view.getInt32(at, true)
    const back = view.getInt32(at + 4, true)
    if (((front | back) & notAscii16) !== 0) return true
    const low = (front & 0x7f) | ((front >>> 8) & 0x7f00)
    const high = (back & 0x7f) | ((back >>> 8) & 0x7f00)
    const piece = low | (high << 16) | lowerCase
    if (table[hashOf(piece, shift)] !== 0 && second[otherHashOf(piece, shift)] !== 0) return true
  }
  return false
}

function mayHold8(
  { table, second, shift, step }: Pieces,
  view: DataView,
  start: number,
  end: number,
): boolean {
  for (let at = start, last = end - 4; at <= last; at += step) {
    const piece = view.getInt32(at, true)
    if ((piece & notAscii) !== 0) return true
    const small = piece | lowerCase
    if (table[hashOf(small, shift)] !== 0 && second[otherHashOf(small, shift)] !== 0) return true
  }
  return false
}

/**
 * The same for pieces of ASCII in bytes that mean nothing else: other bytes are part of no needle. Whole events go
 * through this, so two places are looked at in one step; that they have a mark is rare enough to look again.
 */
function mayHoldPlain(pieces: Pieces, view: DataView, start: number, end: number): boolean {
  const { table, shift, step } = pieces
  const last = end - 4
  let at = start
  for (const two = step * 2, lastPair = last - step; at <= lastPair; at += two) {
    const front = view.getInt32(at, true) | lowerCase
    const back = view.getInt32(at + step, true) | lowerCase
    if ((table[hashOf(front, shift)]! | table[hashOf(back, shift)]!) === 0) continue
    if (isPiece(pieces, front) || isPiece(pieces, back)) return true
  }
  return at <= last && isPiece(pieces, view.getInt32(at, true) | lowerCase)
}

function isPiece({ table, second, shift }: Pieces, piece: number): boolean {
  return table[hashOf(piece, shift)] !== 0 && second[otherHashOf(piece, shift)] !== 0
}

function hashOf(piece: number, shift: number): number {
  return Math.imul(piece, 0x9e3779b1) >>> shift
}

function otherHashOf(piece: number, shift: number): number {
  return Math.imul(piece, 0x85ebca6b) >>> shift
}
