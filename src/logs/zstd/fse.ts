import { ForwardBits } from './bits.ts'
import { damaged } from './damaged.ts'

/** A table of finite state entropy: what each state stands for, and how the next one is found. */
export interface FseTable {
  /** How many bits a first state has. */
  readonly log: number
  readonly symbols: Uint8Array
  /** How many bits are read for the next state, and what they are added to. */
  readonly bits: Uint8Array
  readonly bases: Uint16Array
}

/** A table with one symbol, which takes no bits. */
export function runTable(symbol: number): FseTable {
  return {
    log: 0,
    symbols: Uint8Array.of(symbol),
    bits: Uint8Array.of(0),
    bases: Uint16Array.of(0),
  }
}

/**
 * Reads the probabilities of symbols (RFC 8878, 4.1.1), and gives the table and the index behind them.
 */
export function readTable(
  bytes: Uint8Array,
  start: number,
  largest: { readonly log: number; readonly symbol: number },
): { readonly table: FseTable; readonly end: number } {
  const input = new ForwardBits(bytes, start)
  const log = input.read(4) + 5
  if (log > largest.log) throw damaged('a table is too large')
  const shares: number[] = []
  let left = 1 << log
  while (left > 0) {
    if (shares.length > largest.symbol) throw damaged('a table has too many symbols')
    const width = 32 - Math.clz32(left + 1)
    const low = (1 << (width - 1)) - 1
    // Small values are written with a bit less, as far as that leaves no doubt.
    const threshold = (1 << width) - 2 - left
    let value = input.peek(width)
    if ((value & low) < threshold) {
      value &= low
      input.pass(width - 1)
    } else {
      if (value > low) value -= threshold
      input.pass(width)
    }
    const share = value - 1
    left -= Math.abs(share)
    shares.push(share)
    if (share !== 0) continue
    for (let repeat = 3; repeat === 3; ) {
      repeat = input.read(2)
      for (let i = 0; i < repeat; i++) shares.push(0)
    }
  }
  if (left < 0 || shares.length > largest.symbol + 1) throw damaged('a table does not add up')
  return { table: toTable(shares, log), end: input.end }
}

/**
 * The table of symbols with these shares of its 2^log states (RFC 8878, 4.1.1); -1 is less than one, and
 * gets a state at the end.
 */
export function toTable(shares: readonly number[], log: number): FseTable {
  const size = 1 << log
  const symbols = new Uint8Array(size)
  const next = new Uint16Array(shares.length)
  let high = size
  for (const [symbol, share] of shares.entries()) {
    if (share !== -1) continue
    symbols[--high] = symbol
    next[symbol] = 1
  }
  const step = (size >> 1) + (size >> 3) + 3
  let at = 0
  for (const [symbol, share] of shares.entries()) {
    if (share <= 0) continue
    next[symbol] = share
    for (let i = 0; i < share; i++) {
      symbols[at] = symbol
      do at = (at + step) & (size - 1)
      while (at >= high)
    }
  }
  const bits = new Uint8Array(size)
  const bases = new Uint16Array(size)
  for (let state = 0; state < size; state++) {
    const symbol = symbols[state] ?? 0
    const count = next[symbol] ?? 0
    next[symbol] = count + 1
    const width = log - (31 - Math.clz32(count))
    bits[state] = width
    bases[state] = (count << width) - size
  }
  return { log, symbols, bits, bases }
}
