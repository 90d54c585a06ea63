import { printText } from './value.ts'

/**
 * Remembers the texts of values of UTF-16 by their bytes: providers, channels, computers and paths of programs
 * come again and again, and a text is dearer to make than to find. Each place holds the last value that belongs
 * there, so it never grows.
 */
// HOT: asked for every text of every match (raw-decoder.bench.ts).
export class TextMemo {
  readonly #texts: string[] = []
  /** By place: how many bytes the value has; 0 while there is none. */
  readonly #lengths = new Uint8Array(places)
  readonly #bytes = new Uint8Array(places * longest)
  readonly #view = new DataView(this.#bytes.buffer)

  /** The text that stands from `start` to `end`; `view` is of `bytes`. */
  textOf(bytes: Uint8Array, view: DataView, start: number, end: number): string {
    const length = end - start
    if (length < shortest || length > longest) return printText(bytes, start, end)
    let hash = length
    const last = end - 4
    for (let at = start; at <= last; at += 4) {
      hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1)
      hash ^= hash >>> 15
    }
    const place = (hash ^ (hash >>> 10)) & (places - 1)
    const own = place * longest
    if (this.#lengths[place] === length && this.#isEqual(view, start, last, own)) {
      return this.#texts[place]!
    }
    const text = printText(bytes, start, end)
    this.#lengths[place] = length
    for (let i = 0; i < length; i++) this.#bytes[own + i] = bytes[start + i]!
    this.#texts[place] = text
    return text
  }

  #isEqual(view: DataView, start: number, last: number, own: number): boolean {
    const known = this.#view
    const shift = own - start
    for (let at = start; at < last; at += 4) {
      if (view.getInt32(at, true) !== known.getInt32(at + shift, true)) return false
    }
    // The last four bytes, some of which may have been compared.
    return view.getInt32(last, true) === known.getInt32(last + shift, true)
  }
}

/** A power of two. */
const places = 1024
const shortest = 8
const longest = 192
