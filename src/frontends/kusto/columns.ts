/** What a name stands for at one place of a pipeline. */
export interface Meaning {
  /** The name of the event’s field, or of what an earlier operator made. */
  readonly field: string
  readonly isDerived: boolean
  /** What is compared is the value in lower or upper case. */
  readonly fold: 'lower' | 'upper' | undefined
  /** What is compared is the last part of a path. */
  readonly isFileName: boolean
  /** The value went through a function that gives null for what it cannot read, such as `toint()`. */
  readonly isConverted: boolean
}

export function derivedMeaning(field: string): Meaning {
  return { field, isDerived: true, fold: undefined, isFileName: false, isConverted: false }
}

export function fieldMeaning(field: string): Meaning {
  return { ...derivedMeaning(field), isDerived: false }
}

/**
 * The columns of the table at one place of a pipeline. At its beginning every name is a field of the
 * event; operators make names of their own, rename, and group.
 */
export class KustoColumns {
  private known: Map<string, Meaning>
  /** `project` and `summarize` leave no columns but their own. */
  private isClosed: boolean
  /** Columns of unknown names were added, so that one that was not spoken of may be any. */
  private isWidened: boolean
  /** Fields that the query has spoken of. */
  private readonly seen: Set<string>

  constructor(from?: KustoColumns) {
    this.known = new Map(from?.known)
    this.seen = new Set(from?.seen)
    this.isClosed = from?.isClosed ?? false
    this.isWidened = from?.isWidened ?? false
  }

  /** Whether an operator has given the name a meaning. */
  isKnown(name: string): boolean {
    return this.known.has(name)
  }

  find(name: string): Meaning {
    const known = this.known.get(name)
    if (known !== undefined) return known
    if (this.isClosed || (this.isWidened && !this.seen.has(name))) return derivedMeaning(name)
    this.seen.add(name)
    return fieldMeaning(name)
  }

  /**
   * An operator makes a column. Other names for what had the name until then have values that the logic has no name for.
   */
  define(name: string): void {
    for (const [other, { field }] of this.known) {
      const isHidden = field === name || /^[.[]/.test(field.slice(name.length))
      if (isHidden && field.startsWith(name)) this.known.set(other, derivedMeaning(other))
    }
    this.known.set(name, derivedMeaning(name))
  }

  /** A column has the values of another. */
  alias(name: string, meaning: Meaning): void {
    this.known.set(name, meaning)
  }

  rename(from: string, to: string): void {
    const meaning = this.find(from)
    this.known.delete(from)
    this.known.set(to, meaning)
  }

  /** An operator adds columns that the query does not name. */
  widen(): void {
    this.isWidened = true
    this.isClosed = false
  }

  /** An operator leaves these columns and no others. */
  close(columns: ReadonlyMap<string, Meaning>): void {
    this.known = new Map(columns)
    this.isClosed = true
    this.isWidened = false
  }

  /** A join adds the columns of another table, of which those of one name get another. */
  adopt(other: KustoColumns): void {
    for (const [name, meaning] of other.known)
      if (!this.known.has(name)) this.known.set(name, meaning)
    if (this.isClosed && !other.isClosed) this.isClosed = false
    this.isWidened ||= other.isWidened
  }

  /** The columns behind a union: what any table has made stays made. */
  static union(tables: readonly KustoColumns[]): KustoColumns {
    const joined = new KustoColumns()
    for (const table of tables) {
      for (const [name, meaning] of table.known) {
        const others = tables.map(other => other.find(name))
        const isSame = others.every(other => isEqual(other, meaning))
        joined.known.set(name, isSame ? meaning : derivedMeaning(name))
      }
      for (const name of table.seen) joined.seen.add(name)
      joined.isWidened ||= table.isWidened
    }
    joined.isClosed = tables.length > 0 && tables.every(table => table.isClosed)
    return joined
  }
}

function isEqual(a: Meaning, b: Meaning): boolean {
  return (
    a.field === b.field &&
    a.isDerived === b.isDerived &&
    a.fold === b.fold &&
    a.isFileName === b.isFileName &&
    a.isConverted === b.isConverted
  )
}
