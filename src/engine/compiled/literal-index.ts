import { foldCase } from '../fold-case.ts'
import { toLists } from './lists.ts'
import type { Needle } from './needle.ts'
import { needleKinds } from './needle-kind.ts'
import { textHash } from './text-hash.ts'

/**
 * Finds which of many thousand texts stand in a value, in one pass over the value.
 *
 * Texts that a value has to equal are found by a hash of the whole. Of every other text one piece of up
 * to four units, the rarest that it has, is entered into a table; a value is read unit by unit, and a
 * bitmap of the table, small enough for a processor’s nearest cache, says of nearly every place that
 * nothing begins there. Where it does not, the text is compared. Unlike an automaton the table takes no
 * time to build and grows with the number of texts alone.
 */
export interface LiteralIndex {
  /** By needle: its slot, its kind, flags, and the test that decides, or -1. */
  readonly needleSlots: Int32Array
  readonly needleKinds: Uint8Array
  readonly needleCased: Uint8Array
  readonly needleTests: Int32Array
  /** By needle: its text is `texts` from `textStarts[n]` to `textStarts[n + 1]`. */
  readonly textStarts: Int32Array
  readonly texts: Uint16Array
  /** By needle: where in its text the piece stands that is in the table. */
  readonly pieceOffsets: Int32Array
  /** By slot: bit `q` says that there are pieces of `q` units. */
  readonly pieceSizes: Uint8Array
  readonly bitmap: Int32Array
  /** Needles by the hash of their piece. */
  readonly bucketStarts: Int32Array
  readonly bucketNeedles: Int32Array
  /** Needles by the hash of their text, each at its hash or behind it; -1 where there is none. */
  readonly equals: Int32Array
  readonly equalHashes: Int32Array
  /** By slot: the needles of the kind `always`, and those of the kind `guard`. */
  readonly alwaysStarts: Int32Array
  readonly alwaysNeedles: Int32Array
  readonly guardStarts: Int32Array
  readonly guardNeedles: Int32Array
}

const multiplier = 0x9e3779b1

/** The hash of a piece of `size` units, whose low bytes `piece` holds. */
function pieceHash(piece: number, slot: number, size: number): number {
  const hash = Math.imul(piece ^ pieceSeed(slot, size), multiplier)
  return hash ^ (hash >>> 15)
}

/** What keeps the pieces of slots and sizes apart. */
export function pieceSeed(slot: number, size: number): number {
  return Math.imul(slot * 8 + size, 0x85ebca6b)
}

/** Whether needles of a kind are found by a piece of them. */
export function isFoundByPiece(kind: number): boolean {
  return kind !== needleKinds.equals && kind !== needleKinds.always
}

export function buildLiteralIndex(
  needles: readonly (Needle & { readonly slot: number; readonly test: number })[],
  slotCount: number,
): LiteralIndex {
  const textStarts = new Int32Array(needles.length + 1)
  needles.forEach(({ text }, n) => {
    textStarts[n + 1] = (textStarts[n] ?? 0) + text.length
  })
  const texts = new Uint16Array(textStarts[needles.length] ?? 0)
  needles.forEach(({ text }, n) => {
    for (let i = 0; i < text.length; i++) texts[(textStarts[n] ?? 0) + i] = text.charCodeAt(i)
  })
  const counts = countPieces(needles)
  const pieceOffsets = new Int32Array(needles.length)
  const pieceSizes = new Uint8Array(slotCount)
  const inTable = needles.flatMap(({ kind, text, slot }, n) => {
    if (!isFoundByPiece(kind)) return []
    const size = Math.min(4, text.length)
    const folded = foldCase(text)
    const offset = rarestPiece(folded, size, counts)
    pieceOffsets[n] = offset
    pieceSizes[slot] = (pieceSizes[slot] ?? 0) | (1 << size)
    return [{ needle: n, hash: pieceHash(pieceAt(folded, offset, size), slot, size) }]
  })
  const bitmap = new Int32Array(powerOfTwo(inTable.length * 32, 1024) >>> 5)
  const buckets = powerOfTwo(inTable.length, 16)
  for (const { hash } of inTable) {
    const bit = hash & (bitmap.length * 32 - 1)
    bitmap[bit >>> 5] = (bitmap[bit >>> 5] ?? 0) | (1 << (bit & 31))
  }
  const byBucket = toLists(
    buckets,
    inTable.map(({ needle, hash }) => [hash & (buckets - 1), needle] as const),
  )
  const whole = needles.flatMap(({ kind }, n) => (kind === needleKinds.equals ? [n] : []))
  const equals = new Int32Array(powerOfTwo(whole.length * 2, 4)).fill(-1)
  const equalHashes = new Int32Array(equals.length)
  for (const n of whole) {
    const { text, slot } = needles[n] ?? { text: '', slot: 0 }
    const units = toUnits(foldCase(text))
    const hash = textHash(units, 0, units.length, slot)
    let at = hash & (equals.length - 1)
    while ((equals[at] ?? 0) >= 0) at = (at + 1) & (equals.length - 1)
    equals[at] = n
    equalHashes[at] = hash
  }
  const listed = (kind: number) =>
    toLists(
      slotCount,
      needles.flatMap((needle, n) => (needle.kind === kind ? [[needle.slot, n] as const] : [])),
    )
  const always = listed(needleKinds.always)
  const guards = listed(needleKinds.guard)
  return {
    needleSlots: Int32Array.from(needles, ({ slot }) => slot),
    needleKinds: Uint8Array.from(needles, ({ kind }) => kind),
    needleCased: Uint8Array.from(needles, ({ cased }) => (cased ? 1 : 0)),
    needleTests: Int32Array.from(needles, ({ test }) => test),
    textStarts,
    texts,
    pieceOffsets,
    pieceSizes,
    bitmap,
    bucketStarts: byBucket.starts,
    bucketNeedles: byBucket.items,
    equals,
    equalHashes,
    alwaysStarts: always.starts,
    alwaysNeedles: always.items,
    guardStarts: guards.starts,
    guardNeedles: guards.items,
  }
}

function toUnits(text: string): Uint16Array {
  const units = new Uint16Array(text.length)
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i)
  return units
}

/** The low bytes of `size` units, the first one lowest. */
function pieceAt(folded: string, offset: number, size: number): number {
  let piece = 0
  for (let i = 0; i < size; i++) piece |= unitByte(folded.charCodeAt(offset + i)) << (8 * i)
  return piece
}

/** One byte for a unit, itself if it is ASCII. */
export function unitByte(unit: number): number {
  return (unit ^ (unit >>> 8)) & 255
}

type PieceCounts = ReadonlyMap<number, number>

/** How often each piece of four units occurs in the texts, and in what logs are full of. */
function countPieces(needles: readonly Needle[]): PieceCounts {
  const counts = new Map<number, number>()
  const count = (text: string, weight: number): void => {
    for (let at = 0; at + 4 <= text.length; at++) {
      const piece = pieceAt(text, at, 4)
      counts.set(piece, (counts.get(piece) ?? 0) + weight)
    }
  }
  for (const { text } of needles) count(foldCase(text), 1)
  for (const text of commonTexts) count(text, 1000)
  return counts
}

/** What stands in most values of real logs, so that its pieces tell nothing. */
export const commonTexts: readonly string[] = [
  'c:\\windows\\system32\\',
  'c:\\windows\\syswow64\\',
  'c:\\program files (x86)\\microsoft',
  'c:\\users\\administrator\\appdata\\local\\temp\\',
  'microsoft® windows® operating system',
  'microsoft corporation',
  'hklm\\software\\microsoft\\windows\\currentversion\\',
  'hklm\\system\\currentcontrolset\\services\\',
  'nt authority\\system',
  '.exe".dll .ps1 .exe -',
  'powershell.exe -command ',
  'https://www.',
  '00000000',
]

function rarestPiece(folded: string, size: number, counts: PieceCounts): number {
  if (size < 4) return 0
  let best = 0
  let fewest = Number.POSITIVE_INFINITY
  for (let at = 0; at + 4 <= folded.length; at++) {
    const count = counts.get(pieceAt(folded, at, 4)) ?? 0
    if (count < fewest) {
      fewest = count
      best = at
    }
  }
  return best
}

function powerOfTwo(atLeast: number, smallest: number): number {
  let power = smallest
  while (power < atLeast) power *= 2
  return power
}
