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
  return new Names(limit, characters)
}

// A class, so that all tables have the same functions: compilers build the one that they saw into callers.
class Names implements NameTable {
  readonly #limit: number
  #charactersLeft: number
  #layouts = 0
  readonly #ids = new Map<string, number>()
  readonly #texts: string[] = []

  constructor(limit: number, characters: number) {
    this.#limit = limit
    this.#charactersLeft = characters
  }

  idOf(text: string): number {
    const known = this.#ids.get(text)
    if (known !== undefined) return known
    if (this.#texts.length >= this.#limit || text.length > this.#charactersLeft) return -1
    this.#charactersLeft -= text.length
    this.#ids.set(text, this.#texts.length)
    return this.#texts.push(text) - 1
  }

  find(text: string): number {
    return this.#ids.get(text) ?? -1
  }

  textOf(id: number): string {
    return this.#texts[id] ?? ''
  }

  newLayout(): number {
    return this.#layouts < layoutLimit ? this.#layouts++ : -1
  }

  get size(): number {
    return this.#texts.length
  }
}
