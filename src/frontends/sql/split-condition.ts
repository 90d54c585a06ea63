import { namesIn } from './lower-operand.ts'
import type { SqlLowering } from './lowering.ts'
import { queriesIn } from './parts.ts'
import type { SqlExpression, SqlQuery } from './syntax.ts'
import { findTimeBound, type TimeBound } from './time-bound.ts'

/** A part of a `WHERE` or `ON` that must hold by itself. */
export type Conjunct =
  | { readonly kind: 'test'; readonly expression: SqlExpression; readonly tables: TablesOf }
  | { readonly kind: 'time'; readonly expression: SqlExpression; readonly bound: TimeBound }
  | { readonly kind: 'query'; readonly expression: SqlExpression; readonly lookup: QueryLookup }

/** Which tables a condition is about. */
export interface TablesOf {
  readonly tables: ReadonlySet<number>
  /** The table of some name is not certain. */
  readonly isUncertain: boolean
  /** A name is one of the query around. */
  readonly isOuter: boolean
}

/** `a IN (SELECT …)`, `NOT EXISTS (SELECT …)`. */
export interface QueryLookup {
  readonly isNegated: boolean
  readonly operand: SqlExpression | undefined
  readonly query: SqlQuery
}

/** What stands between the `AND`s of a condition, its brackets followed. */
export function conjunctsOf(expression: SqlExpression | undefined): readonly SqlExpression[] {
  if (expression === undefined) return []
  return expression.kind === 'and' ? expression.operands.flatMap(conjunctsOf) : [expression]
}

/** What kind of condition a conjunct is. */
export function toConjunct(expression: SqlExpression, lowering: SqlLowering): Conjunct {
  const bound = findTimeBound(expression, lowering)
  if (bound !== undefined) return { kind: 'time', expression, bound }
  const lookup = findLookup(expression, false)
  if (lookup !== undefined) return { kind: 'query', expression, lookup }
  return { kind: 'test', expression, tables: tablesOf(expression, lowering) }
}

function findLookup(expression: SqlExpression, isNegated: boolean): QueryLookup | undefined {
  switch (expression.kind) {
    case 'not':
      return findLookup(expression.operand, !isNegated)
    case 'exists':
      return { isNegated, operand: undefined, query: expression.query }
    case 'in': {
      if (!('kind' in expression.values)) return undefined
      return {
        isNegated: expression.isNegated !== isNegated,
        operand: expression.operand,
        query: expression.values,
      }
    }
    default:
      return undefined
  }
}

/** The tables whose columns an expression names. */
export function tablesOf(expression: SqlExpression, lowering: SqlLowering): TablesOf {
  const tables = new Set<number>()
  let isUncertain = queriesIn(expression).length > 0
  let isOuter = false
  const followed = new Set<SqlExpression>()
  const visit = (inner: SqlExpression): void => {
    for (const name of namesIn(inner, lowering)) {
      const value = lowering.scope.findAlias(name)
      if (value !== undefined) {
        if (!followed.has(value)) visit(value)
        followed.add(value)
        continue
      }
      const found = lowering.scope.resolve(name)
      if (found.isOuter) isOuter = true
      else if (found.table === undefined) isUncertain = true
      else tables.add(found.table)
    }
  }
  visit(expression)
  return { tables, isUncertain, isOuter }
}
