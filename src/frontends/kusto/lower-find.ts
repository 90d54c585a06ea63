import {
  anyField,
  anyRun,
  type Expression,
  literal,
  type Pattern,
  type PatternToken,
  pattern,
  type Stage,
  toTermTest,
} from '../../ir/index.ts'
import { fieldMeaning } from './columns.ts'
import { lowerWhere } from './lower-where.ts'
import type { KustoLowering } from './lowering.ts'
import type { Scope } from './scope.ts'
import type { KustoExpression, KustoFind } from './syntax.ts'

/**
 * `find in (T, U) where …` is a filter over several tables. In `search "x" and name: "y"`, “all of the strings are
 * treated as terms”: a text alone is looked for in every column.
 */
export function lowerFind(
  operator: KustoFind,
  hasSource: boolean,
  isGrouped: boolean,
  scope: Scope,
  lowering: KustoLowering,
): readonly Stage[] {
  const { tables, condition, span } = operator
  const names = tables.map(table => lowering.textOf(table.span))
  const source: Stage = {
    kind: 'source',
    logSource: {},
    names: names.length > 0 ? names : ['*'],
    span,
  }
  const stages = hasSource ? [] : [source]
  const where = lowerWhere(
    operator.kind === 'search' ? withTerms(condition) : condition,
    span,
    isGrouped,
    scope,
    lowering,
  )
  const found = [...stages, ...where.map(stage => refine(stage, lowering))]
  const { projection } = operator
  if (projection === undefined) return found
  return [...found, { kind: 'shape', text: lowering.textOf(projection), span: projection }]
}

/** A text alone becomes a test of every column. */
function withTerms(condition: KustoExpression): KustoExpression {
  switch (condition.kind) {
    case 'string':
      return {
        kind: 'comparison',
        operator: ':',
        isNegated: false,
        left: { kind: 'star', span: condition.span },
        right: condition,
        span: condition.span,
      }
    case 'and':
    case 'or':
      return { ...condition, operands: condition.operands.map(withTerms) }
    case 'call':
      if (condition.name !== 'not') return condition
      return { ...condition, arguments: condition.arguments.map(withTerms) }
    default:
      return condition
  }
}

/** “`*` Wildcard … matches zero or more characters”: a term with stars is one of a piece of a term. */
function refine(stage: Stage, lowering: KustoLowering): Stage {
  if (stage.kind !== 'filter') return stage
  return { ...stage, expression: withWildcards(stage.expression, lowering) }
}

function withWildcards(expression: Expression, lowering: KustoLowering): Expression {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return {
        ...expression,
        operands: expression.operands.map(one => withWildcards(one, lowering)),
      }
    case 'not':
      return { ...expression, operand: withWildcards(expression.operand, lowering) }
    case 'test': {
      if (expression.operator !== 'has') return expression
      const { value } = expression
      if (typeof value !== 'string' || !value.includes('*')) return expression
      const operand = { ...fieldMeaning(anyField), field: expression.field, span: expression.span }
      const frame = lowering.frame(operand, expression.span, expression.list)
      return toTermTest(toPattern(value), frame) ?? expression
    }
    default:
      return expression
  }
}

function toPattern(text: string): Pattern {
  const tokens: PatternToken[] = []
  for (const [i, part] of text.split('*').entries()) {
    if (i > 0) tokens.push(anyRun)
    tokens.push(literal(part))
  }
  return pattern(tokens)
}
