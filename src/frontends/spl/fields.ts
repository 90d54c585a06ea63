/** What a name stands for at one place of a search. */
export interface SplField {
  /** The name of the event’s field, or of what an earlier command made. */
  readonly field: string
  readonly isDerived: boolean
  /** Computed of groups of events, or of such a value. */
  readonly isAggregate: boolean
  /** What an earlier command has dropped has no value any more. */
  readonly isDropped: boolean
  /** A lookup gave the value: its name, and the field that was looked up. */
  readonly lookup?: SplLookedUp
}

export interface SplLookedUp {
  readonly table: string
  readonly field: string
  readonly isDerived: boolean
}

/** `Processes.*` renamed to `*`. */
interface WildcardRename {
  readonly from: NamePattern
  readonly to: NamePattern
}

/** A name with one or more stars, cut at them. */
type NamePattern = readonly string[]

/** Steps that all tables of a search may take together; past them nothing is known of any field. */
export interface FieldBudget {
  steps: number
}

/** Patterns that a table keeps, and renames that it follows, at the most. */
const maxPatterns = 200

/**
 * The fields at one place of a search. At its beginning every name is a field of the event; commands make
 * names of their own, rename, and group.
 */
export class SplFieldTable {
  private known: Map<string, SplField>
  private renames: WildcardRename[]
  /** `stats`, `table` and `fields` leave no names but their own. */
  private isClosed: boolean
  /** Names that are left where it is closed, with stars. */
  private kept: readonly NamePattern[]
  /** Names that are left of a closed table are aggregates, whichever they are. */
  private isAggregated: boolean
  /** Fields of unknown names were added. */
  private isWidened: boolean
  private isDerived: boolean
  private seen: Set<string>
  private readonly budget: FieldBudget

  constructor(budget: FieldBudget, from?: SplFieldTable) {
    this.budget = budget
    this.spend((from?.known.size ?? 0) + (from?.seen.size ?? 0))
    this.known = new Map(from?.known)
    this.renames = [...(from?.renames ?? [])]
    this.isClosed = from?.isClosed ?? false
    this.kept = from?.kept ?? []
    this.isAggregated = from?.isAggregated ?? false
    this.isWidened = from?.isWidened ?? false
    this.isDerived = from?.isDerived ?? false
    this.seen = new Set(from?.seen)
  }

  /** Says how many steps come; whether there are any left. */
  private spend(steps: number): boolean {
    this.budget.steps -= steps
    return this.budget.steps >= 0
  }

  find(name: string): SplField {
    if (!this.spend(1 + this.renames.length + this.kept.length)) {
      return { field: name, isDerived: true, isAggregate: true, isDropped: false }
    }
    const known = this.known.get(name)
    if (known !== undefined) return known
    const field = this.originOf(name)
    const isLeft = !this.isClosed || this.kept.some(pattern => matchName(pattern, name))
    const isDerived =
      !isLeft || this.isDerived || this.isAggregated || (this.isWidened && !this.seen.has(field))
    if (!isDerived) this.seen.add(field)
    const isAggregate = this.isAggregated && isLeft
    return { field: isDerived ? name : field, isDerived, isAggregate, isDropped: !isLeft }
  }

  /** The names that are known, where no others are left; else `undefined`. */
  get names(): readonly string[] | undefined {
    const isListed = this.kept.every(([start = '']) => start.startsWith('_'))
    if (!this.isClosed || !isListed) return undefined
    return [...this.known].flatMap(([name, { isDropped }]) => (isDropped ? [] : [name]))
  }

  /** A command makes a field. */
  define(name: string, more: Partial<SplField> = {}): void {
    const { known } = this
    known.delete(name)
    known.set(name, { field: name, isDerived: true, isAggregate: false, isDropped: false, ...more })
  }

  /** A name for what another stands for. */
  alias(from: string, to: string): void {
    const meaning = this.find(from)
    this.known.set(to, meaning)
  }

  /** `rename a as b`, with stars in both or in neither. */
  rename(from: string, to: string): void {
    if (!from.includes('*')) {
      const meaning = this.find(from)
      this.known.set(from, { ...meaning, field: from, isDerived: true, isDropped: true })
      this.known.set(to, meaning)
      return
    }
    if (!this.spend(this.known.size) || this.renames.length >= maxPatterns) {
      this.deriveAll()
      return
    }
    const pattern = { from: from.split('*'), to: to.split('*') }
    const moved = new Map<string, SplField>()
    for (const [name, meaning] of this.known) {
      const stars = matchName(pattern.from, name)
      moved.set(stars === undefined ? name : fillName(pattern.to, stars), meaning)
    }
    this.known = moved
    this.renames.push(pattern)
    this.kept = this.kept.map(kept => {
      const stars = matchName(pattern.from, kept.join('*'))
      return stars === undefined ? kept : fillName(pattern.to, stars).split('*')
    })
  }

  /** `fields a, b*`, `table a b`: nothing else is left. */
  keep(names: readonly string[]): void {
    const wild = patternsOf(names)
    const left = new Map<string, SplField>()
    for (const name of names) if (!name.includes('*')) left.set(name, this.find(name))
    if (this.spend(this.known.size * wild.length)) {
      for (const [name, meaning] of this.known) {
        if (wild.some(pattern => matchName(pattern, name))) left.set(name, meaning)
      }
    }
    this.kept = this.isClosed && this.kept.length === 0 ? [] : wild
    this.known = left
    this.isClosed = true
  }

  /** `fields - a, b*` */
  drop(names: readonly string[]): void {
    for (const name of names) if (!name.includes('*')) this.forget(name)
    const wild = patternsOf(names)
    if (!this.spend(this.known.size * wild.length)) return
    for (const known of [...this.known.keys()]) {
      if (wild.some(pattern => matchName(pattern, known))) this.forget(known)
    }
  }

  private forget(name: string): void {
    const gone = { field: name, isDerived: true, isAggregate: false, isDropped: true }
    this.known.set(name, gone)
  }

  /** A command adds fields that the search does not name. */
  widen(): void {
    this.isWidened = true
  }

  /** A command changes the values of every field. */
  deriveAll(): void {
    this.isDerived = true
    if (!this.spend(this.known.size)) return
    for (const [name, meaning] of this.known) {
      this.known.set(name, { ...meaning, field: name, isDerived: true })
    }
  }

  /** Every row is a group of events from here on, whose fields are theirs together. */
  aggregateAll(): void {
    this.deriveAll()
    this.isAggregated = true
    if (!this.spend(this.known.size)) return
    for (const [name, meaning] of this.known) {
      this.known.set(name, { ...meaning, isAggregate: true })
    }
  }

  /** `stats … by`: the keys are left, each with what it means, and the results. */
  group(keys: readonly string[], results: readonly string[]): void {
    const left = new Map(keys.map(key => [key, this.find(key)] as const))
    this.known = left
    this.renames = []
    this.isClosed = true
    this.isWidened = false
    this.isDerived = false
    const wild = patternsOf(results)
    this.kept = wild
    this.isAggregated = wild.length > 0
    for (const name of results) {
      if (!name.includes('*') && !left.has(name)) this.define(name, { isAggregate: true })
    }
  }

  /** The fields behind searches that were put together: what any has made stays made. */
  join(others: readonly SplFieldTable[]): void {
    for (const other of others) {
      if (!this.spend(other.known.size)) return
      for (const [name, meaning] of other.known) {
        const own = this.known.get(name) ?? this.find(name)
        if (own.isDropped) this.known.set(name, meaning)
        else if (own.field !== meaning.field || own.isDerived !== meaning.isDerived) {
          this.define(name, { isAggregate: own.isAggregate || meaning.isAggregate })
        }
      }
      this.isWidened ||= other.isWidened
      this.isAggregated ||= other.isAggregated && other.kept.length > 0
      this.isClosed &&= other.isClosed
      this.kept = [...this.kept, ...other.kept].slice(0, maxPatterns)
    }
  }

  /** A join adds the fields of another search; keys stay what they are. */
  adopt(other: SplFieldTable, keys: readonly string[]): void {
    const own = new Set(keys)
    if (!this.spend(other.known.size)) return
    for (const [name, meaning] of other.known) {
      if (!own.has(name) && !meaning.isDropped) this.known.set(name, meaning)
    }
    if (!other.isClosed || other.kept.length > 0) this.widen()
  }

  /** The field that a name had before it was renamed. */
  private originOf(name: string): string {
    let origin = name
    for (const { from, to } of this.renames.toReversed()) {
      const stars = matchName(to, origin)
      if (stars !== undefined) origin = fillName(from, stars)
    }
    return origin
  }
}

/** The names with stars, as patterns; too many are one that every name follows. */
function patternsOf(names: readonly string[]): readonly NamePattern[] {
  const wild = names.filter(name => name.includes('*'))
  return wild.length > maxPatterns ? [['', '']] : wild.map(name => name.split('*'))
}

/** What stands at the stars of a pattern, or `undefined` if the name does not follow it. */
function matchName(pattern: NamePattern, name: string): readonly string[] | undefined {
  const [first = '', ...rest] = pattern
  if (!name.startsWith(first)) return undefined
  if (rest.length === 0) return name === first ? [] : undefined
  const last = rest.at(-1) ?? ''
  const stars: string[] = []
  let at = first.length
  for (const piece of rest.slice(0, -1)) {
    const found = name.indexOf(piece, at)
    if (found < 0) return undefined
    stars.push(name.slice(at, found))
    at = found + piece.length
  }
  const end = name.length - last.length
  if (end < at || !name.endsWith(last)) return undefined
  return [...stars, name.slice(at, end)]
}

/** A pattern with texts in the places of its stars. */
function fillName(pattern: NamePattern, stars: readonly string[]): string {
  return pattern.reduce((name, piece, i) => `${name}${stars[i - 1] ?? ''}${piece}`)
}
