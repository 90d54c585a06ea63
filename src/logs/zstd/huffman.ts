import { BackwardBits } from './bits.ts'
import { damaged } from './damaged.ts'
import { readTable } from './fse.ts'

/** For every value of the next `log` bits the symbol that they begin with, and how many it takes. */
export interface HuffmanTable {
  readonly log: number
  readonly symbols: Uint8Array
  readonly bits: Uint8Array
}

const longestCode = 11

/** Reads the weights of symbols (RFC 8878, 4.2.1), and gives the table and the index behind them. */
export function readHuffman(
  bytes: Uint8Array,
  start: number,
): { readonly table: HuffmanTable; readonly end: number } {
  const head = bytes[start] ?? 0
  const from = start + 1
  if (head < 128) {
    const end = from + head
    if (end > bytes.length) throw damaged('a code ends too soon')
    return { table: toTable(readWeights(bytes.subarray(from, end))), end }
  }
  const count = head - 127
  const end = from + ((count + 1) >> 1)
  if (end > bytes.length) throw damaged('a code ends too soon')
  const weights = Array.from({ length: count }, (_, i) => {
    const byte = bytes[from + (i >> 1)] ?? 0
    return i % 2 === 0 ? byte >> 4 : byte & 15
  })
  return { table: toTable(weights), end }
}

/** Two states take turns, until the bits do not suffice for the next of one. */
function readWeights(bytes: Uint8Array): readonly number[] {
  const { table, end } = readTable(bytes, 0, { log: 6, symbol: 255 })
  const input = new BackwardBits(bytes, end, bytes.length)
  const states = [input.read(table.log), input.read(table.log)]
  const weights: number[] = []
  for (let turn = 0; ; turn ^= 1) {
    const state = states[turn] ?? 0
    weights.push(table.symbols[state] ?? 0)
    if (weights.length > 254) throw damaged('a code has too many symbols')
    states[turn] = (table.bases[state] ?? 0) + input.read(table.bits[state] ?? 0)
    if (input.left < 0) {
      weights.push(table.symbols[states[turn ^ 1] ?? 0] ?? 0)
      return weights
    }
  }
}

/** The weight of the last symbol is what the others leave. */
function toTable(stated: readonly number[]): HuffmanTable {
  const sum = stated.reduce((total, weight) => total + (weight === 0 ? 0 : 2 ** (weight - 1)), 0)
  if (sum === 0) throw damaged('a code has no symbols')
  const log = Math.floor(Math.log2(sum)) + 1
  const rest = Math.log2(2 ** log - sum)
  if (log > longestCode || !Number.isInteger(rest)) throw damaged('a code does not add up')
  const weights = [...stated, rest + 1]
  const symbols = new Uint8Array(1 << log)
  const bits = new Uint8Array(1 << log)
  let at = 0
  for (let weight = 1; weight <= log; weight++) {
    for (const [symbol, own] of weights.entries()) {
      if (own !== weight) continue
      const end = at + 2 ** (weight - 1)
      symbols.fill(symbol, at, end)
      bits.fill(log + 1 - weight, at, end)
      at = end
    }
  }
  return { log, symbols, bits }
}

// HOT: runs for every literal that was packed.
/** Reads the symbols from `start` to `end` of the bytes into `into`, as many as it has room for. */
export function readSymbols(
  { log, symbols, bits }: HuffmanTable,
  bytes: Uint8Array,
  [start, end]: readonly [number, number],
  into: Uint8Array,
): void {
  const input = new BackwardBits(bytes, start, end)
  let left = input.left
  const mask = (1 << log) - 1
  let i = 0
  // Far from the beginning three bytes hold any code; close to it bits may be missing.
  for (; i < into.length && left >= log; i++) {
    const position = left - log
    const at = start + (position >> 3)
    const three = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16)
    const code = (three >>> (position & 7)) & mask
    into[i] = symbols[code] ?? 0
    left -= bits[code] ?? 0
  }
  input.left = left
  for (; i < into.length; i++) {
    const code = input.peek(log)
    into[i] = symbols[code] ?? 0
    input.left -= bits[code] ?? 0
  }
  if (input.left !== 0) throw damaged('its literals do not end where they should')
}
