/**
 * A template in a form that does not depend on where it stands: tokens, names and texts in one run of
 * numbers, without the offsets and sizes that differ from chunk to chunk. Two definitions with the same
 * run expand alike, whatever they are filled with.
 */
// HOT: over every definition of every chunk, some ten of them (raw-decoder.bench.ts).
export class TemplateText {
  units: Uint16Array = new Uint16Array(4096)
  length = 0

  /**
   * Reads the definition whose content stands from `start` to `end`; `false` when it has anything that
   * this does not know, or that is broken.
   */
  read(bytes: Uint8Array, view: DataView, start: number, end: number): boolean {
    this.length = 0
    if (end > bytes.length) return false
    let at = start
    let depth = 0
    let isInAttributes = false
    while (at < end) {
      const token = bytes[at]!
      const plain = token >= 0x41 && token <= 0x49 ? token & ~0x40 : token
      switch (plain) {
        case 0x00:
          return depth === 0 && !isInAttributes
        case 0x0f:
          at += 4
          this.#add(token)
          break
        case 0x01: {
          if (isInAttributes || at + 11 > end) return false
          this.#add(token)
          this.#add(view.getUint16(at + 1, true))
          at = this.#readName(bytes, view, at + 7, end)
          if (at < 0) return false
          if ((token & 0x40) !== 0) at += 4
          isInAttributes = true
          break
        }
        case 0x06:
          if (!isInAttributes) return false
          this.#add(token)
          at = this.#readName(bytes, view, at + 1, end)
          if (at < 0) return false
          break
        case 0x02:
        case 0x03:
          if (!isInAttributes) return false
          isInAttributes = false
          if (plain === 0x02) depth++
          this.#add(token)
          at++
          break
        case 0x04:
          if (isInAttributes || --depth < 0) return false
          this.#add(token)
          at++
          break
        case 0x05:
          if (at + 4 > end || bytes[at + 1] !== 1) return false
          this.#add(token)
          at = this.#readText(view, at + 2, end)
          if (at < 0) return false
          break
        case 0x07:
          if (at + 3 > end) return false
          this.#add(token)
          at = this.#readText(view, at + 1, end)
          if (at < 0) return false
          break
        case 0x08:
          if (at + 3 > end) return false
          this.#add(token)
          this.#add(view.getUint16(at + 1, true))
          at += 3
          break
        case 0x09:
          this.#add(token)
          at = this.#readName(bytes, view, at + 1, end)
          if (at < 0) return false
          break
        case 0x0d:
        case 0x0e:
          if (at + 4 > end) return false
          this.#add(token)
          this.#add(view.getUint16(at + 1, true))
          at += 4
          break
        default:
          return false
      }
    }
    return at === end && depth === 0 && !isInAttributes
  }

  /** Reads a name whose offset stands at `at`; gives where what follows begins, or -1. */
  #readName(bytes: Uint8Array, view: DataView, at: number, end: number): number {
    if (at + 4 > end) return -1
    const offset = view.getUint32(at, true)
    const next = at + 4
    const isHere = offset === next
    if (offset + 8 > bytes.length || (isHere && next + 8 > end)) return -1
    const length = view.getUint16(offset + 6, true)
    const textEnd = offset + 8 + length * 2
    if (textEnd > bytes.length || (isHere && textEnd + 2 > end)) return -1
    this.#add(length)
    for (let i = offset + 8; i < textEnd; i += 2) this.#add(view.getUint16(i, true))
    return isHere ? textEnd + 2 : next
  }

  /** Reads a text whose length stands at `at`; gives where what follows begins, or -1. */
  #readText(view: DataView, at: number, end: number): number {
    if (at + 2 > end) return -1
    const length = view.getUint16(at, true)
    const textEnd = at + 2 + length * 2
    if (textEnd > end) return -1
    this.#add(length)
    for (let i = at + 2; i < textEnd; i += 2) this.#add(view.getUint16(i, true))
    return textEnd
  }

  #add(unit: number): void {
    if (this.length === this.units.length) {
      const longer = new Uint16Array(this.units.length * 2)
      longer.set(this.units)
      this.units = longer
    }
    this.units[this.length++] = unit
  }

  hash(): number {
    let hash = this.length
    for (let i = 0; i < this.length; i++) hash = Math.imul(hash ^ this.units[i]!, 0x01000193)
    return hash
  }

  equals(units: Uint16Array): boolean {
    if (units.length !== this.length) return false
    for (let i = 0; i < units.length; i++) if (units[i] !== this.units[i]) return false
    return true
  }
}
