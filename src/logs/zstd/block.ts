import { BackwardBits } from './bits.ts'
import { damaged } from './damaged.ts'
import { type FseTable, readTable, runTable, toTable } from './fse.ts'
import { type History, largestBlock } from './history.ts'
import { type HuffmanTable, readHuffman, readSymbols } from './huffman.ts'

/** What one kind of number is coded with: lengths of literals, offsets, or lengths of matches. */
interface Kind {
  readonly largest: { readonly log: number; readonly symbol: number }
  readonly predefined: FseTable
}

const literalLengths: Kind = {
  largest: { log: 9, symbol: 35 },
  predefined: toTable(
    [
      ...[4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2],
      ...[2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1],
    ],
    6,
  ),
}

const offsets: Kind = {
  largest: { log: 8, symbol: 31 },
  predefined: toTable(
    [1, 1, 1, 1, 1, 1, 2, 2, 2, ...Array<number>(15).fill(1), -1, -1, -1, -1, -1],
    5,
  ),
}

const matchLengths: Kind = {
  largest: { log: 9, symbol: 52 },
  predefined: toTable(
    [1, 4, 3, 2, 2, 2, 2, 2, 2, ...Array<number>(37).fill(1), ...Array<number>(7).fill(-1)],
    6,
  ),
}

/** For each code the bits that follow it, and the number that they are added to. */
function toLengths(first: number, widths: readonly number[]): readonly [Uint8Array, Uint32Array] {
  const bases = new Uint32Array(widths.length)
  let base = first
  for (const [code, width] of widths.entries()) {
    bases[code] = base
    base += 2 ** width
  }
  return [Uint8Array.from(widths), bases]
}

const noBits = (count: number): number[] => Array<number>(count).fill(0)

const [literalBits, literalBases] = toLengths(0, [
  ...noBits(16),
  ...[1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
])

const [matchBits, matchBases] = toLengths(3, [
  ...noBits(32),
  ...[1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
])

/** What a frame’s blocks have in common: the tables of the last one, and the last offsets. */
export class BlockReader {
  readonly #history: History
  #huffman: HuffmanTable | undefined
  #literalLengths: FseTable | undefined
  #offsets: FseTable | undefined
  #matchLengths: FseTable | undefined
  /** The last offsets, the latest first. */
  #first = 1
  #second = 4
  #third = 8

  constructor(history: History) {
    this.#history = history
  }

  /** Unpacks a compressed block (RFC 8878, 3.1.1.3) into the history. */
  read(bytes: Uint8Array): void {
    const { literals, end } = this.#readLiterals(bytes)
    this.#readSequences(bytes, end, literals)
  }

  #readLiterals(bytes: Uint8Array): { readonly literals: Uint8Array; readonly end: number } {
    const head = bytes[0] ?? 0
    const type = head & 3
    const format = (head >> 2) & 3
    if (type < 2) return readPlainLiterals(bytes, type, format)
    const headSize = format < 2 ? 3 : format + 2
    const sizeBits = [10, 10, 14, 18][format] ?? 0
    let numbers = 0
    for (let i = headSize - 1; i >= 0; i--) numbers = numbers * 256 + (bytes[i] ?? 0)
    const size = Math.floor(numbers / 16) % 2 ** sizeBits
    const packedSize = Math.floor(numbers / 2 ** (4 + sizeBits))
    const end = headSize + packedSize
    if (size > largestBlock || end > bytes.length) throw damaged('its literals are too long')
    let at = headSize
    if (type === 2) {
      const huffman = readHuffman(bytes.subarray(0, end), at)
      this.#huffman = huffman.table
      at = huffman.end
    }
    if (this.#huffman === undefined) throw damaged('its literals have no code')
    const literals = new Uint8Array(size)
    if (format === 0) readSymbols(this.#huffman, bytes, [at, end], literals)
    else readStreams(this.#huffman, bytes, [at, end], literals)
    return { literals, end }
  }

  #readSequences(bytes: Uint8Array, start: number, literals: Uint8Array): void {
    let at = start
    const first = bytes[at++]
    if (first === undefined) throw damaged('a block ends too soon')
    let count = first
    if (first === 255) {
      count = (bytes[at] ?? 0) + ((bytes[at + 1] ?? 0) << 8) + 0x7f00
      at += 2
    } else if (first >= 128) count = ((first - 128) << 8) + (bytes[at++] ?? 0)
    if (count === 0) {
      if (at !== bytes.length) throw damaged('a block goes on behind its end')
      this.#history.append(literals)
      return
    }
    const modes = bytes[at++] ?? 0
    if ((modes & 3) !== 0) throw damaged('a block is coded in an unknown way')
    const next = (kind: Kind, mode: number, last: FseTable | undefined): FseTable => {
      if (mode === 0) return kind.predefined
      if (mode === 1) {
        const symbol = bytes[at++] ?? 0
        if (symbol > kind.largest.symbol) throw damaged('a code means nothing')
        return runTable(symbol)
      }
      if (mode === 2) {
        const { table, end } = readTable(bytes, at, kind.largest)
        at = end
        return table
      }
      if (last === undefined) throw damaged('a block repeats a code that was not there')
      return last
    }
    this.#literalLengths = next(literalLengths, modes >> 6, this.#literalLengths)
    this.#offsets = next(offsets, (modes >> 4) & 3, this.#offsets)
    this.#matchLengths = next(matchLengths, (modes >> 2) & 3, this.#matchLengths)
    this.#copy(new BackwardBits(bytes, at, bytes.length), count, literals)
  }

  // HOT: runs for every repetition that was found in what was packed.
  #copy(input: BackwardBits, count: number, literals: Uint8Array): void {
    const history = this.#history
    const lengths = this.#literalLengths ?? literalLengths.predefined
    const places = this.#offsets ?? offsets.predefined
    const matches = this.#matchLengths ?? matchLengths.predefined
    let lengthState = input.read(lengths.log)
    let placeState = input.read(places.log)
    let matchState = input.read(matches.log)
    let at = 0
    for (let i = 0; i < count; i++) {
      const placeCode = places.symbols[placeState] ?? 0
      const place = 2 ** placeCode + input.read(placeCode)
      const matchCode = matches.symbols[matchState] ?? 0
      const match = (matchBases[matchCode] ?? 0) + input.read(matchBits[matchCode] ?? 0)
      const lengthCode = lengths.symbols[lengthState] ?? 0
      const length = (literalBases[lengthCode] ?? 0) + input.read(literalBits[lengthCode] ?? 0)
      if (i < count - 1) {
        lengthState = (lengths.bases[lengthState] ?? 0) + input.read(lengths.bits[lengthState] ?? 0)
        matchState = (matches.bases[matchState] ?? 0) + input.read(matches.bits[matchState] ?? 0)
        placeState = (places.bases[placeState] ?? 0) + input.read(places.bits[placeState] ?? 0)
      }
      if (input.left < 0 || at + length > literals.length) throw damaged('a block ends too soon')
      history.appendPart(literals, at, at + length)
      at += length
      history.repeat(this.#offsetOf(place, length), match)
    }
    if (input.left !== 0) throw damaged('a block does not end where it should')
    history.appendPart(literals, at, literals.length)
  }

  /** RFC 8878, 3.1.1.5: the values 1 to 3 stand for the last offsets, and others for themselves. */
  #offsetOf(value: number, literalLength: number): number {
    const which = value > 3 ? 0 : literalLength === 0 ? value + 1 : value
    if (which === 1) return this.#first
    let offset = value - 3
    if (which === 2) offset = this.#second
    else {
      if (which === 3) offset = this.#third
      else if (which === 4) offset = this.#first - 1
      this.#third = this.#second
    }
    this.#second = this.#first
    this.#first = offset
    return offset
  }
}

/** Literals as they are, or one of them many times. */
function readPlainLiterals(
  bytes: Uint8Array,
  type: number,
  format: number,
): { readonly literals: Uint8Array; readonly end: number } {
  const head = bytes[0] ?? 0
  const headSize = format === 1 ? 2 : format === 3 ? 3 : 1
  const more = ((bytes[1] ?? 0) << 4) | (format === 3 ? (bytes[2] ?? 0) << 12 : 0)
  const size = headSize === 1 ? head >> 3 : (head >> 4) | more
  const end = headSize + (type === 1 ? 1 : size)
  if (size > largestBlock || end > bytes.length) throw damaged('its literals are too long')
  const literals =
    type === 1
      ? new Uint8Array(size).fill(bytes[headSize] ?? 0)
      : bytes.subarray(headSize, headSize + size)
  return { literals, end }
}

/** Four streams, of which the sizes of three are said first. */
function readStreams(
  table: HuffmanTable,
  bytes: Uint8Array,
  [start, end]: readonly [number, number],
  into: Uint8Array,
): void {
  const share = (into.length + 3) >> 2
  let at = start + 6
  for (let stream = 0; stream < 4; stream++) {
    const place = start + stream * 2
    const size = (bytes[place] ?? 0) | ((bytes[place + 1] ?? 0) << 8)
    const streamEnd = stream === 3 ? end : at + size
    if (streamEnd > end || share * 3 > into.length) throw damaged('its literals are too long')
    const part = into.subarray(share * stream, stream === 3 ? into.length : share * (stream + 1))
    readSymbols(table, bytes, [at, streamEnd], part)
    at = streamEnd
  }
}
