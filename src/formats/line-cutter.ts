/** A line of a text log. */
export interface Line {
  /** Without its end; good until the next line is asked for. Empty when the line is too long. */
  readonly bytes: Uint8Array
  /** Of its first byte in the log. */
  readonly offset: number
  /** From 1. */
  readonly number: number
  /** How the line ends, if it is kept; empty for the last one of a log that ends without. */
  readonly end: '' | '\n' | '\r\n'
  /** Longer than the limit, so that its bytes were not kept. */
  readonly isTooLong: boolean
}

/** Cuts a log that arrives in pieces into lines. */
export interface LineCutter {
  /** Take all lines before the next call; the bytes may be overwritten then. */
  push(bytes: Uint8Array): Generator<Line, void>
  /** The last line, if it has no end. */
  finish(): Generator<Line, void>
}

const newline = 0x0a
const carriageReturn = 0x0d
const byteOrderMark: readonly number[] = [0xef, 0xbb, 0xbf]

/** Cuts lines of up to `limit` bytes; longer ones are passed over and said to be so. */
export function lineCutter(limit: number): LineCutter {
  return new Cutter(limit)
}

class Cutter implements LineCutter {
  readonly #limit: number
  /** The beginning of a line whose end has not arrived: the first `#length` bytes. */
  #kept = new Uint8Array(4096)
  #length = 0
  /** How long the line is so far, kept or not. */
  #seen = 0
  #offset = 0
  #number = 1

  constructor(limit: number) {
    this.#limit = limit
  }

  *push(bytes: Uint8Array): Generator<Line, void> {
    let at = 0
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, at)) {
      if (this.#seen === 0) yield this.#line(bytes.subarray(at, end), end - at, '\n')
      else {
        this.#keep(bytes.subarray(at, end))
        yield this.#keptLine('\n')
      }
      at = end + 1
    }
    if (at < bytes.length) this.#keep(bytes.subarray(at))
  }

  *finish(): Generator<Line, void> {
    if (this.#seen > 0) yield this.#keptLine('')
  }

  #keep(bytes: Uint8Array): void {
    this.#seen += bytes.length
    if (this.#seen > this.#limit + 1) return
    if (this.#seen > this.#kept.length) {
      const larger = new Uint8Array(Math.max(this.#kept.length * 2, this.#seen))
      larger.set(this.#kept.subarray(0, this.#length))
      this.#kept = larger
    }
    this.#kept.set(bytes, this.#length)
    this.#length = this.#seen
  }

  #keptLine(end: '' | '\n'): Line {
    const line = this.#line(this.#kept.subarray(0, this.#length), this.#seen, end)
    this.#length = 0
    this.#seen = 0
    return line
  }

  /** `length` is that of the whole line, of which `bytes` may have less. */
  #line(bytes: Uint8Array, length: number, end: '' | '\n'): Line {
    const hasReturn = end === '\n' && length === bytes.length && bytes.at(-1) === carriageReturn
    const kept = hasReturn ? bytes.subarray(0, -1) : bytes
    const offset = this.#offset
    const isTooLong = length !== bytes.length || kept.length > this.#limit
    const line: Line = {
      bytes: isTooLong ? empty : offset === 0 ? withoutMark(kept) : kept,
      offset,
      number: this.#number,
      end: hasReturn && !isTooLong ? '\r\n' : end,
      isTooLong,
    }
    this.#offset += length + end.length
    this.#number++
    return line
  }
}

const empty = new Uint8Array(0)

function withoutMark(bytes: Uint8Array): Uint8Array {
  return byteOrderMark.every((byte, index) => bytes[index] === byte) ? bytes.subarray(3) : bytes
}
