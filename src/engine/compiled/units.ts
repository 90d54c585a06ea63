import { foldCase } from '../fold-case.ts'

/**
 * One text at a time as UTF-16 units, as it is and with its case folded (by {@link foldCase}), in
 * arrays that are used again for the next text. Offsets mean the same in both.
 */
// HOT: filled for every value that no memo knows (section-matcher.bench.ts).
export class Units {
  raw: Uint16Array = new Uint16Array(4096)
  folded: Uint16Array = new Uint16Array(4096)
  length = 0
  /** It has a `ſ`, which some regular expressions take for an `s` and `foldCase` does not. */
  hasLongS = false
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })

  /** Takes UTF-16, little-endian, at any address. */
  setUtf16(bytes: Uint8Array, start: number, end: number): void {
    const length = (end - start) >> 1
    this.#reserve(length)
    const { raw, folded } = this
    let seen = 0
    for (let i = 0, at = start; i < length; i++, at += 2) {
      const unit = bytes[at]! | (bytes[at + 1]! << 8)
      raw[i] = unit
      seen |= unit
      folded[i] = unit - 65 < 26 && unit >= 65 ? unit + 32 : unit
    }
    this.length = length
    this.#finish(seen)
  }

  /** Takes ASCII; `false` when there is another byte among it, and then what it holds is undefined. */
  setAscii(bytes: Uint8Array, start: number, end: number): boolean {
    const length = end - start
    this.#reserve(length)
    const { raw, folded } = this
    let seen = 0
    for (let i = 0, at = start; i < length; i++, at++) {
      const unit = bytes[at]!
      raw[i] = unit
      seen |= unit
      folded[i] = unit - 65 < 26 && unit >= 65 ? unit + 32 : unit
    }
    this.length = length
    this.hasLongS = false
    return seen < 128
  }

  /** Takes ASCII with the escapes of `valueKinds.escaped`. */
  setEscaped(bytes: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start)
    const { raw, folded } = this
    let length = 0
    for (let at = start; at < end; at++) {
      let unit = bytes[at]!
      if (unit === 0x5c) unit = meaningOf(bytes[++at]!)
      raw[length] = unit
      folded[length++] = unit - 65 < 26 && unit >= 65 ? unit + 32 : unit
    }
    this.length = length
    this.hasLongS = false
  }

  /** Takes what stands between the quotes of a string of JSON, in UTF-8. */
  setJson(bytes: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start)
    const { raw, folded } = this
    let length = 0
    let seen = 0
    for (let at = start; at < end; ) {
      let unit = bytes[at++]!
      if (unit === 0x5c) {
        const letter = bytes[at++]!
        if (letter === 0x75) {
          unit = hexUnit(bytes, at)
          at += 4
        } else unit = meaningOf(letter)
      } else if (unit >= 0x80) {
        const size = sequenceSize(bytes, at - 1, end)
        if (size === 0) {
          this.setText(
            JSON.parse(`"${this.#decoder.decode(bytes.subarray(start, end))}"`) as string,
          )
          return
        }
        unit = codePoint(bytes, at - 1, size)
        at += size - 1
        if (unit > 0xffff) {
          raw[length++] = 0xd7c0 + (unit >>> 10)
          unit = 0xdc00 | (unit & 0x3ff)
        }
      }
      raw[length] = unit
      seen |= unit
      folded[length++] = unit - 65 < 26 && unit >= 65 ? unit + 32 : unit
    }
    this.length = length
    this.#finish(seen)
  }

  setText(text: string): void {
    const { length } = text
    this.#reserve(length)
    const { raw, folded } = this
    let seen = 0
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i)
      raw[i] = unit
      seen |= unit
      folded[i] = unit - 65 < 26 && unit >= 65 ? unit + 32 : unit
    }
    this.length = length
    this.#finish(seen)
  }

  /** The text from `start` to `end`. */
  text(start: number = 0, end: number = this.length): string {
    let text = ''
    for (let at = start; at < end; at += 4096) {
      const part = this.raw.subarray(at, Math.min(end, at + 4096))
      // `apply` takes whatever has a length and indexes; its type knows arrays only.
      text += String.fromCharCode.apply(null, part as unknown as number[])
    }
    return text
  }

  #reserve(length: number): void {
    if (length <= this.raw.length) {
      // A single long text must not keep its memory for good.
      if (this.raw.length <= roomKept || length > roomKept) return
    }
    const size = Math.max(4096, length)
    this.raw = new Uint16Array(size)
    this.folded = new Uint16Array(size)
  }

  /** Folds what is not ASCII; `seen` has every bit that any unit has. */
  #finish(seen: number): void {
    this.hasLongS = false
    if (seen < 128) return
    const { raw, folded, length } = this
    for (let i = 0; i < length; i++) {
      const unit = raw[i]!
      if (unit < 128) continue
      if ((unit & 0xf800) === 0xd800) {
        this.#foldAll()
        return
      }
      if (unit === longS) this.hasLongS = true
      folded[i] = (foldPages[unit >>> 8] ?? foldPage(unit >>> 8))[unit & 255]!
    }
  }

  /** Characters beyond U+FFFF have cases too, so the whole text is folded as one. */
  #foldAll(): void {
    const text = this.text()
    const lower = foldCase(text)
    for (let i = 0; i < this.length; i++) this.folded[i] = lower.charCodeAt(i)
    this.hasLongS = text.includes('ſ')
  }
}

/** What the letter behind a backslash stands for. */
function meaningOf(letter: number): number {
  switch (letter) {
    case 0x62:
      return 8
    case 0x66:
      return 12
    case 0x6e:
      return 10
    case 0x72:
      return 13
    case 0x74:
      return 9
    default:
      return letter
  }
}

/** The number that four hexadecimal digits write. */
function hexUnit(bytes: Uint8Array, at: number): number {
  let unit = 0
  for (let i = at; i < at + 4; i++) {
    const digit = bytes[i]!
    unit = (unit << 4) | (digit <= 0x39 ? digit - 0x30 : (digit | 0x20) - 0x57)
  }
  return unit
}

/** How many bytes a character has that is no ASCII; 0 when they are no UTF-8. */
function sequenceSize(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at]!
  const size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  if (first < 0xc2 || first > 0xf4 || at + size > end) return 0
  for (let i = at + 1; i < at + size; i++) if ((bytes[i]! & 0xc0) !== 0x80) return 0
  const second = bytes[at + 1]!
  // Longer than need be, surrogates, and past the last character.
  const isOut =
    (first === 0xe0 && second < 0xa0) ||
    (first === 0xed && second >= 0xa0) ||
    (first === 0xf0 && second < 0x90) ||
    (first === 0xf4 && second >= 0x90)
  return isOut ? 0 : size
}

function codePoint(bytes: Uint8Array, at: number, size: number): number {
  let code = bytes[at]! & (0xff >>> (size + 1))
  for (let i = at + 1; i < at + size; i++) code = (code << 6) | (bytes[i]! & 0x3f)
  return code
}

const roomKept = 1 << 20
const longS = 0x17f

/** The folded form of every unit that is a character by itself, 256 at a time, as they are needed. */
const foldPages: (Uint16Array | undefined)[] = []

function foldPage(number: number): Uint16Array {
  const page = Uint16Array.from({ length: 256 }, (_, low) => {
    const unit = (number << 8) | low
    return (unit & 0xf800) === 0xd800 ? unit : foldCase(String.fromCharCode(unit)).charCodeAt(0)
  })
  foldPages[number] = page
  return page
}
