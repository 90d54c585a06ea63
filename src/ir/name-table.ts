/**
 * Numbers for texts that come up again and again, such as the names of fields: within one table equal
 * texts have equal numbers, counted from 0. It only grows, so `limit` bounds it against hostile logs.
 */
export interface NameTable {
  /** The number of a text; a new one if the text is new. Past the limit the text’s number is -1. */
  idOf(text: string): number
  /** The number of a text that is known, else -1. */
  find(text: string): number
  textOf(id: number): string
  readonly size: number
}

export const defaultNameLimit = 1_000_000

export function nameTable(limit: number = defaultNameLimit): NameTable {
  const ids = new Map<string, number>()
  const texts: string[] = []
  return {
    idOf(text) {
      const known = ids.get(text)
      if (known !== undefined) return known
      if (texts.length >= limit) return -1
      ids.set(text, texts.length)
      return texts.push(text) - 1
    },
    find: text => ids.get(text) ?? -1,
    textOf: id => texts[id] ?? '',
    get size() {
      return texts.length
    },
  }
}
