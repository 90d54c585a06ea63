import { type RawEvent, valueKinds } from '../../ir/index.ts'

/**
 * The last long line among a slot's values, and the needles that stand in it. PowerShell writes the command
 * of its process into every one of its events, which may be thousands of characters: where it comes again
 * it is compared, and neither looked through for its end nor hashed.
 */
// HOT: asked at the beginning of every line of long values (section-matcher.bench.ts).
export class LastLine {
  #bytes = new Uint8Array(0)
  #view = new DataView(this.#bytes.buffer)
  #kind = 0
  /** How many bytes it has; 0 before there is one. */
  length = 0
  needles: Int32Array = new Int32Array(0)

  /** Whether the line that begins at `from` is the same, and has a line end before `end`. */
  isAt({ view, bytes }: RawEvent, kind: number, from: number, end: number): boolean {
    const { length } = this
    const to = from + length
    if (length === 0 || kind !== this.#kind || to + 2 > end) return false
    const own = this.#view
    const last = length - 8
    for (let i = 0; i < last; i += 8) {
      const front = view.getInt32(from + i, true) ^ own.getInt32(i, true)
      const back = view.getInt32(from + i + 4, true) ^ own.getInt32(i + 4, true)
      if ((front | back) !== 0) return false
    }
    const front = view.getInt32(from + last, true) ^ own.getInt32(last, true)
    const back = view.getInt32(from + last + 4, true) ^ own.getInt32(last + 4, true)
    if ((front | back) !== 0) return false
    return kind === valueKinds.utf16
      ? bytes[to] === newline && bytes[to + 1] === 0
      : bytes[to] === backslash && bytes[to + 1] === letterN
  }

  /** Remembers a line of at least {@link longLine} bytes, and the needles in it. */
  set({ bytes }: RawEvent, kind: number, start: number, end: number, needles: Int32Array): void {
    const length = end - start
    this.length = 0
    if (length > longestLine) return
    if (length > this.#bytes.length) {
      this.#bytes = new Uint8Array(Math.max(length, this.#bytes.length * 2))
      this.#view = new DataView(this.#bytes.buffer)
    }
    this.#bytes.set(bytes.subarray(start, end))
    this.#kind = kind
    this.needles = needles
    this.length = length
  }
}

/** Lines of so many bytes are remembered as the last one. */
export const longLine = 256
const longestLine = 65_536

const newline = 0x0a
const backslash = 0x5c
const letterN = 0x6e
