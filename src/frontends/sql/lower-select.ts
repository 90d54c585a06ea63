import { and, type FilterStage, type JoinStage, type Stage } from '../../ir/index.ts'
import { lowerCondition } from './lower-condition.ts'
import { isGrouped as hasGroups, lowerGrouping } from './lower-group.ts'
import { columnsOf, isClosed, lowerItems } from './lower-items.ts'
import {
  type FindTable,
  joinStage,
  type LoweredSource,
  lowerSources,
  maxTables,
  type SqlResult,
} from './lower-source.ts'
import { lowerWindows } from './lower-window.ts'
import type { SqlLowering } from './lowering.ts'
import { withoutNeedlessNulls } from './outer-join.ts'
import { Places, splitOn } from './places.ts'
import { type SqlColumn, SqlScope } from './scope.ts'
import { conjunctsOf, type QueryLookup, toConjunct } from './split-condition.ts'
import type { SqlExpression, SqlItem, SqlQuery, SqlSelect } from './syntax.ts'

export interface SelectContext {
  readonly lowering: SqlLowering
  readonly findTable: FindTable
  /** The names of the query around this one. */
  readonly outer: SqlScope | undefined
  lowerQuery(query: SqlQuery, outer: SqlScope | undefined): SqlResult
}

/**
 * The stages of a `SELECT` in the order in which it is carried out: its tables, `WHERE`, groups and
 * `HAVING`, `QUALIFY`, and last its items.
 */
export function lowerSelect(select: SqlSelect, context: SelectContext): SqlResult {
  const { lowering } = context
  const before = { scope: lowering.scope, names: lowering.names, defined: lowering.defined }
  lowering.defined = new Set()
  const sources = lowerSources(select.from, lowering, context.findTable, (query, before) =>
    context.lowerQuery(
      query,
      before.length === 0 ? context.outer : new SqlScope(before, context.outer),
    ),
  )
  lowering.scope = new SqlScope(
    sources.map(({ table }) => table),
    context.outer,
  )
  lowering.scope.setItems(select.items)
  lowering.names = namesOf(select.items, lowering)
  const rows = lowerRows(select, sources, context)
  const isOnGroups = sources[0]?.isGrouped ?? false
  const stages: Stage[] = [...rows.stages]
  let keys: ReadonlyMap<string, SqlColumn> | undefined
  if (hasGroups(select)) {
    const grouping = lowerGrouping(select, lookBackOf(stages), lowering)
    stages.push(...grouping.before, grouping.stage)
    keys = grouping.keys
  }
  if (select.having !== undefined) stages.push(...lowerThreshold(select.having, lowering))
  const windows = lowerWindows(select, lookBackOf(stages), lowering)
  stages.push(...windows)
  if (select.qualify !== undefined) stages.push(...lowerThreshold(select.qualify, lowering))
  stages.push(...lowerItems(select, keys !== undefined, lowering))
  const result: SqlResult = {
    stages,
    columns: columnsOf(select, sources, keys, lowering),
    isClosed: isClosed(select, sources),
    isGrouped: keys !== undefined || isOnGroups,
    correlations: rows.correlations,
  }
  lowering.scope = before.scope
  lowering.names = before.names
  lowering.defined = before.defined
  return result
}

/** The names of computed items, by their text. */
function namesOf(items: readonly SqlItem[], lowering: SqlLowering): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const { alias, value } of items) {
    if (alias === undefined || value.kind === 'name') continue
    const text = lowering.print(value)
    if (!names.has(text)) names.set(text, alias.text)
  }
  return names
}

/** `FROM` and `WHERE`. */
function lowerRows(
  select: SqlSelect,
  written: readonly LoweredSource[],
  context: SelectContext,
): { readonly stages: readonly Stage[]; readonly correlations: readonly string[] } {
  const { lowering } = context
  const conjuncts = conjunctsOf(select.where).map(one => toConjunct(one, lowering))
  const sources = withoutNeedlessNulls(written, conjuncts, lowering)
  const [main, ...others] = sources
  const places = new Places(sources)
  const joinKeys = others.map((source, i) => splitOn(source, i + 1, places, lowering))
  for (const conjunct of conjuncts) places.add(conjunct, lowering)
  const stages: Stage[] = [...withLookBack(main?.stages ?? [], places.lookBacks.get(0))]
  if (main?.kept !== undefined) stages.push(main.kept)
  const isOnGroups = main?.isGrouped ?? false
  const isSplit = others.some(({ how }) => how !== 'derive')
  if (isSplit) {
    stages.push(...lowerFilter(places.of(0), undefined, isOnGroups, lowering.scope, lowering))
  }
  others.forEach((source, i) => {
    const own = withLookBack(source.stages, places.lookBacks.get(i + 1))
    if (source.how === 'derive') {
      stages.push(...own)
      return
    }
    const scope = lowering.scope.seenFrom(i + 1)
    const filters = lowerFilter(places.of(i + 1), undefined, source.isGrouped, scope, lowering)
    const lateral = source.isLateral ? source.correlations : []
    const keys = [...(joinKeys[i] ?? []), ...places.keysOf(i + 1), ...lateral]
    const how = source.how === 'cross' && keys.length > 0 ? 'inner' : source.how
    stages.push(joinStage({ ...source, how, stages: own }, filters, keys))
  })
  if (sources.length >= maxTables) {
    const span = { start: select.from[0]?.span.start ?? 0, end: select.from.at(-1)?.span.end ?? 0 }
    const text = lowering.slice(span)
    stages.push({ kind: 'opaque', text, reason: 'sql/too-large', span })
  }
  const rest = isSplit ? places.rest : [...places.of(0), ...places.rest]
  const whole = isSplit ? undefined : select.where
  stages.push(...lowerFilter(rest, whole, isOnGroups, lowering.scope, lowering))
  for (const lookup of places.lookups) stages.push(lowerLookup(lookup, context))
  const inner = sources.flatMap(source => (source.isLateral ? [] : source.correlations))
  return { stages, correlations: [...places.correlations, ...inner] }
}

/** The stages of a table whose log is searched so far back. */
function withLookBack(stages: readonly Stage[], lookBack: number | undefined): readonly Stage[] {
  const [first, ...rest] = stages
  if (lookBack === undefined || first?.kind !== 'source') return stages
  const least = first.lookBack === undefined ? lookBack : Math.min(first.lookBack, lookBack)
  return [{ ...first, lookBack: least }, ...rest]
}

function lookBackOf([first]: readonly Stage[]): number | undefined {
  return first?.kind === 'source' ? first.lookBack : undefined
}

/** Conditions that must all hold, as one stage; `whole` is the `WHERE` that they are. */
function lowerFilter(
  expressions: readonly SqlExpression[],
  whole: SqlExpression | undefined,
  isOnGroups: boolean,
  scope: SqlScope,
  lowering: SqlLowering,
): readonly Stage[] {
  const [first] = expressions
  if (first === undefined) return []
  const outer = lowering.scope
  lowering.scope = scope
  const conditions = expressions.map(expression => lowerCondition(expression, lowering))
  lowering.scope = outer
  const expression = lowering.connectives.conjunction(conditions.map(({ isTrue }) => isTrue))
  const last = expressions.at(-1) ?? first
  const span = whole?.span ?? {
    start: first.span.start,
    end: Math.max(first.span.end, last.span.end),
  }
  const derived = lowering.takeDerived()
  if (isOnGroups) return [...derived, { kind: 'threshold', expression, span }]
  const condition =
    whole === undefined
      ? expressions.map(({ span: own }) => lowering.slice(own)).join(' AND ')
      : lowering.slice(whole.span)
  const filter: FilterStage = { kind: 'filter', condition, parts: [], expression, span }
  return [...derived, filter]
}

/** `a IN (SELECT b …)`: rows that have a partner in the other query, or none under `NOT`. */
function lowerLookup(
  { lookup, expression }: { readonly lookup: QueryLookup; readonly expression: SqlExpression },
  context: SelectContext,
): JoinStage {
  const { lowering } = context
  const { isNegated, operand, query } = lookup
  const { body } = query
  const result = context.lowerQuery(query, lowering.scope)
  const item = body.kind === 'select' ? body.items[0] : undefined
  const member = item === undefined ? undefined : (item.alias?.text ?? lowering.print(item.value))
  const key =
    operand === undefined || member === undefined ? [] : [`${lowering.print(operand)} = ${member}`]
  return {
    kind: 'join',
    how: isNegated ? 'anti' : 'semi',
    sides: [{ stages: result.stages }],
    keys: [...key, ...result.correlations],
    span: expression.span,
  }
}

/** `HAVING`, `QUALIFY`: a condition on groups. */
function lowerThreshold(condition: SqlExpression, lowering: SqlLowering): readonly Stage[] {
  const conditions = conjunctsOf(condition).map(one => lowerCondition(one, lowering))
  const expression = and(conditions.map(({ isTrue }) => isTrue))
  const { span } = condition
  return [...lowering.takeDerived(), { kind: 'threshold', expression, span }]
}
