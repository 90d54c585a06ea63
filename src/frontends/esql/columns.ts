/** What a name stands for at one place of a pipeline. */
export interface EsqlColumnMeaning {
  /** The name of the event’s field, or of what an earlier command made. */
  readonly field: string
  readonly isDerived: boolean
}

/** The first parts of names in Elastic’s Common Schema and in what its integrations add. */
const eventRoots: ReadonlySet<string> = new Set(
  (
    'agent as client cloud code_signature container data_stream destination device dll dns ecs elf email error ' +
    'event faas file geo group hash host http interface kibana log message network observer orchestrator ' +
    'organization os package pe powershell process registry related rule server service source tls trace ' +
    'transaction url user user_agent vlan volume vulnerability winlog x509'
  ).split(' '),
)

/**
 * The columns of the table at one place of a pipeline. At its beginning every name is a field of the
 * event; commands make names of their own, rename, and group.
 */
export class EsqlColumnTable {
  private readonly known: Map<string, EsqlColumnMeaning>
  private readonly prefixes: string[]
  /** `STATS` leaves no columns but its own. */
  private isClosed = false
  /** Columns of unknown names were added by a lookup. */
  private isWidened = false
  /** Names that the query has spoken of. */
  private readonly seen: Set<string>
  /** Fields that have one value a row, after `MV_EXPAND`. */
  private readonly expanded: Set<string>

  constructor(from?: EsqlColumnTable) {
    this.known = new Map(from?.known)
    this.prefixes = [...(from?.prefixes ?? [])]
    this.seen = new Set(from?.seen)
    this.expanded = new Set(from?.expanded)
    this.isClosed = from?.isClosed ?? false
    this.isWidened = from?.isWidened ?? false
  }

  /** Whether `STATS` has dropped the column of that name. */
  isDropped(name: string): boolean {
    return this.isClosed && !this.known.has(name) && !this.isPrefixed(name)
  }

  find(name: string): EsqlColumnMeaning {
    const known = this.known.get(name)
    if (known !== undefined) return known
    const isDerived =
      this.isClosed || this.isPrefixed(name) || (this.isWidened && !this.isEventField(name))
    if (!isDerived) this.seen.add(name)
    return { field: name, isDerived }
  }

  /** A command makes a column. */
  define(name: string): void {
    this.known.set(name, { field: name, isDerived: true })
  }

  /** A command makes columns whose names begin so. */
  definePrefix(prefix: string): void {
    this.prefixes.push(prefix)
  }

  rename(from: string, to: string): void {
    const meaning = this.find(from)
    this.known.delete(from)
    this.known.set(to, meaning)
  }

  expand(name: string): void {
    this.expanded.add(this.find(name).field)
  }

  isExpanded(field: string): boolean {
    return this.expanded.has(field)
  }

  /** A lookup adds columns that the query does not name. */
  widen(): void {
    this.isWidened = true
  }

  /** `STATS` leaves its keys, each with what it means, and its results. */
  group(keys: ReadonlyMap<string, EsqlColumnMeaning>, results: readonly string[]): void {
    this.known.clear()
    this.prefixes.length = 0
    for (const [name, meaning] of keys) this.known.set(name, meaning)
    for (const name of results) this.define(name)
    this.isClosed = true
    this.isWidened = false
  }

  /** The columns behind a fork: what any branch has made stays made. */
  join(branches: readonly EsqlColumnTable[]): void {
    for (const branch of branches) {
      for (const [name, meaning] of branch.known) {
        const own = this.known.get(name)
        const isSame = own === undefined ? meaning.field === name : own.field === meaning.field
        const isDerived = meaning.isDerived || !isSame || own?.isDerived === true
        this.known.set(name, isDerived ? { field: name, isDerived } : meaning)
      }
      this.prefixes.push(...branch.prefixes)
      this.isWidened ||= branch.isWidened
    }
    this.isClosed = branches.length > 0 && branches.every(branch => branch.isClosed)
  }

  private isPrefixed(name: string): boolean {
    return this.prefixes.some(prefix => name.startsWith(prefix))
  }

  private isEventField(name: string): boolean {
    if (this.seen.has(name) || name.startsWith('@')) return true
    return name.includes('.') && eventRoots.has(name.slice(0, name.indexOf('.')))
  }
}
