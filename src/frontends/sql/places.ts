import type { LoweredSource } from './lower-source.ts'
import type { SqlLowering } from './lowering.ts'
import { fieldName } from './scope.ts'
import { type Conjunct, conjunctsOf, type QueryLookup, toConjunct } from './split-condition.ts'
import type { SqlExpression } from './syntax.ts'
import type { TimeBound } from './time-bound.ts'

/** Where the conditions on the rows of a `FROM` belong. */
export class Places {
  /** Conditions that are carried out when everything is joined. */
  readonly rest: SqlExpression[] = []
  readonly lookups: { readonly lookup: QueryLookup; readonly expression: SqlExpression }[] = []
  readonly correlations: string[] = []
  readonly lookBacks: Map<number, number> = new Map()
  /** Equalities of a table’s columns with those of tables before it, as text. */
  private readonly equalities = new Map<number, string[]>()
  private readonly byTable = new Map<number, SqlExpression[]>()
  private readonly sources: readonly LoweredSource[]

  constructor(sources: readonly LoweredSource[]) {
    this.sources = sources
  }

  of(table: number): readonly SqlExpression[] {
    return this.byTable.get(table) ?? []
  }

  /** The equalities by which a table is joined although they stand in `WHERE`. */
  keysOf(table: number): readonly string[] {
    return this.equalities.get(table) ?? []
  }

  /** A condition of `WHERE`, or of the `ON` of an inner join. */
  add(conjunct: Conjunct, lowering: SqlLowering): void {
    const { expression } = conjunct
    if (conjunct.kind === 'query') {
      this.lookups.push({ lookup: conjunct.lookup, expression })
      return
    }
    if (conjunct.kind === 'time') {
      const table = this.tableOfBound(conjunct.bound, lowering)
      const { seconds } = conjunct.bound
      if (this.setLookBack(table, seconds, conjunct.bound, lowering)) return
      this.put(this.canFilter(table) ? table : undefined, expression)
      return
    }
    const { tables, isUncertain, isOuter } = conjunct.tables
    const [only] = tables
    const joined = isUncertain || isOuter ? undefined : this.joinedBy(expression, tables)
    if (joined !== undefined) {
      const keys = this.equalities.get(joined) ?? []
      keys.push(lowering.print(expression))
      this.equalities.set(joined, keys)
    } else if (isOuter) this.correlations.push(lowering.print(expression))
    else if (tables.size === 0 && !isUncertain) this.put(0, expression)
    else if (tables.size !== 1 || isUncertain || only === undefined) this.put(undefined, expression)
    else this.put(this.canFilter(only) ? only : undefined, expression)
  }

  put(table: number | undefined, expression: SqlExpression): void {
    if (table === undefined) {
      this.rest.push(expression)
      return
    }
    const own = this.byTable.get(table) ?? []
    own.push(expression)
    this.byTable.set(table, own)
  }

  /**
   * How far back the search looks in the log of a table; `false` if the table is none of a log, so
   * that its rows have to be asked.
   */
  private setLookBack(
    table: number,
    seconds: number | undefined,
    { column }: TimeBound,
    lowering: SqlLowering,
  ): boolean {
    const source = this.sources[table]
    if (source?.stages[0]?.kind !== 'source' || source.isGrouped) return false
    const isComputed =
      column !== undefined && lowering.scope.seenFrom(table).resolve(column).isDerived
    if (isComputed) return false
    if (seconds === undefined) return true
    const before = this.lookBacks.get(table)
    this.lookBacks.set(table, before === undefined ? seconds : Math.min(before, seconds))
    return true
  }

  /**
   * The later of two tables that an equality of their columns joins, where nothing else does or the join
   * leaves out what has no partner.
   */
  private joinedBy(expression: SqlExpression, tables: ReadonlySet<number>): number | undefined {
    if (expression.kind !== 'comparison' || expression.operator !== '=') return undefined
    if (expression.quantifier !== undefined || tables.size !== 2) return undefined
    const later = Math.max(...tables)
    const { how } = this.sources[later] ?? {}
    const isFilled = this.sources.some(
      (one, i) =>
        one.how === 'full' || one.how === 'right' || (one.how === 'left' && tables.has(i)),
    )
    return !isFilled && (how === 'cross' || how === 'inner') ? later : undefined
  }

  private tableOfBound(bound: TimeBound, lowering: SqlLowering): number {
    if (bound.table !== undefined) {
      const named = this.sources.findIndex(({ table }) => table.names.includes(bound.table ?? ''))
      if (named >= 0) return named
    }
    const resolved = bound.column === undefined ? undefined : lowering.scope.resolve(bound.column)
    return resolved?.table ?? 0
  }

  /**
   * Whether the rows of a table can be asked before it is joined: not where the join makes rows that
   * it does not have.
   */
  private canFilter(table: number): boolean {
    const own = this.sources[table]
    const isFilled = this.sources.some(
      ({ how }, i) => how === 'full' || (how === 'right' && i > table),
    )
    if (own === undefined || isFilled || own.how === 'left' || own.how === 'derive') return false
    return true
  }
}

/** The conditions of an `ON`: what is about one table filters it, the others are keys. */
export function splitOn(
  { how, join }: LoweredSource,
  index: number,
  places: Places,
  lowering: SqlLowering,
): readonly string[] {
  if (join === undefined) return []
  const keys: string[] = []
  if (join.isNatural) keys.push('NATURAL')
  for (const { parts } of join.using) keys.push(fieldName(parts))
  for (const expression of conjunctsOf(join.on)) {
    const conjunct = toConjunct(expression, lowering)
    const isOwn =
      conjunct.kind === 'test' &&
      !conjunct.tables.isUncertain &&
      conjunct.tables.tables.size === 1 &&
      conjunct.tables.tables.has(index)
    if (isOwn && (how === 'left' || how === 'inner')) places.put(index, expression)
    else if (how === 'inner' && isAboutOne(conjunct)) places.add(conjunct, lowering)
    else keys.push(lowering.print(expression))
  }
  return keys
}

function isAboutOne(conjunct: Conjunct): boolean {
  if (conjunct.kind !== 'test') return true
  return conjunct.tables.tables.size <= 1 && !conjunct.tables.isUncertain
}
