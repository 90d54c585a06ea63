/** Numbers one after the other in one block of memory that grows as needed. */
export interface NumberColumn {
  readonly length: number
  push(value: number): void
  /** The number at an index below the length. */
  at(index: number): number
}

type Block = Uint8Array | Uint16Array | Uint32Array | Float64Array

function numberColumn<B extends Block>(make: (length: number) => B): NumberColumn {
  let block = make(1024)
  let length = 0
  return {
    get length() {
      return length
    },
    push(value) {
      if (length === block.length) {
        const larger = make(length * 2)
        larger.set(block)
        block = larger
      }
      block[length++] = value
    },
    at: index => block[index] ?? 0,
  }
}

export const bytes = (): NumberColumn => numberColumn(length => new Uint8Array(length))
export const shorts = (): NumberColumn => numberColumn(length => new Uint16Array(length))
export const words = (): NumberColumn => numberColumn(length => new Uint32Array(length))
export const doubles = (): NumberColumn => numberColumn(length => new Float64Array(length))

/** Texts by number, each kept once. */
export interface TextTable {
  readonly size: number
  idOf(text: string): number
  /** The text of a number that `idOf` gave. */
  text(id: number): string
}

export function textTable(): TextTable {
  const ids = new Map<string, number>()
  const texts: string[] = []
  return {
    get size() {
      return texts.length
    },
    idOf(text) {
      const known = ids.get(text)
      if (known !== undefined) return known
      const id = texts.length
      ids.set(text, id)
      texts.push(text)
      return id
    },
    text: id => texts[id] ?? '',
  }
}
