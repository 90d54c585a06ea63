/**
 * Numbers for texts that come up again and again, such as the names of fields: within one table equal
 * texts have equal numbers, counted from 0. It only grows, so it is bounded against hostile logs: by the
 * number of texts and by the characters of all of them.
 */
export interface NameTable {
  /** The number of a text; a new one if the text is new. Past a limit the text’s number is -1. */
  idOf(text: string): number
  /** The number of a text that is known, else -1. */
  find(text: string): number
  textOf(id: number): string
  /** A number for one more {@link RawEvent.layout}; -1 past a limit. */
  newLayout(): number
  readonly size: number
}

export const defaultNameLimit = 1_000_000

export const defaultNameCharacters = 64_000_000

/** Real logs have some hundred layouts. */
const layoutLimit = 65_536

export function nameTable(
  limit: number = defaultNameLimit,
  characters: number = defaultNameCharacters,
): NameTable {
  let charactersLeft = characters
  let layouts = 0
  const ids = new Map<string, number>()
  const texts: string[] = []
  return {
    idOf(text) {
      const known = ids.get(text)
      if (known !== undefined) return known
      if (texts.length >= limit || text.length > charactersLeft) return -1
      charactersLeft -= text.length
      ids.set(text, texts.length)
      return texts.push(text) - 1
    },
    find: text => ids.get(text) ?? -1,
    textOf: id => texts[id] ?? '',
    newLayout: () => (layouts < layoutLimit ? layouts++ : -1),
    get size() {
      return texts.length
    },
  }
}
