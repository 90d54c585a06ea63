import type { YaralComparisonOperator, YaralExpression } from './syntax.ts'
import { conjunctsOf, maxEvents, partsOf, type YaralVariables } from './variables.ts'

/** The section “condition”, taken apart: which events there must be, and what else must hold. */
export interface YaralTrigger {
  /** Events that must occur, or must not; those in neither set may. */
  readonly required: ReadonlySet<string>
  readonly absent: ReadonlySet<string>
  /** What must hold of counts and outcomes besides. */
  readonly rest: readonly YaralExpression[]
}

export function triggerOf(
  condition: YaralExpression | undefined,
  variables: YaralVariables,
): YaralTrigger {
  const required = new Set<string>()
  const absent = new Set<string>()
  const rest: YaralExpression[] = []
  if (variables.events.length > maxEvents) return { required, absent, rest }
  for (const conjunct of condition === undefined ? [] : conjunctsOf(condition)) {
    const wish = findWish(conjunct, variables)
    if (wish === undefined) {
      rest.push(conjunct)
      continue
    }
    for (const event of wish.events) (wish.isAbsent ? absent : required).add(event)
    if (wish.isMore) rest.push(conjunct)
  }
  const named = new Set(rest.flatMap(namesIn))
  for (const event of variables.events) {
    // An event that the condition does not name at all must occur: what joins it says so.
    if (!absent.has(event) && !named.has(event)) required.add(event)
  }
  const [only] = variables.events
  if (variables.events.length === 1 && only !== undefined && !absent.has(only)) required.add(only)
  return { required, absent, rest }
}

interface Wish {
  readonly events: readonly string[]
  readonly isAbsent: boolean
  /** It asks for more than that the event occurs. */
  readonly isMore: boolean
}

function findWish(conjunct: YaralExpression, variables: YaralVariables): Wish | undefined {
  switch (conjunct.kind) {
    case 'field': {
      const events = eventsBehind(conjunct.variable ?? '', variables)
      const isEvent = conjunct.path.length === 0 && events.length > 0
      return isEvent ? { events, isAbsent: false, isMore: false } : undefined
    }
    case 'not': {
      const wish = findWish(conjunct.operand, variables)
      const isPlain = wish !== undefined && !wish.isMore && wish.events.length === 1
      return isPlain ? { ...wish, isAbsent: !wish.isAbsent } : undefined
    }
    case 'comparison': {
      const count = findCount(conjunct)
      if (count === undefined) return undefined
      const events = eventsBehind(count.variable, variables)
      const isEvent = variables.events.includes(count.variable)
      if (events.length === 0) return undefined
      const { least, most } = boundsOf(count.operator, count.value)
      if (most < 1) return isEvent ? { events, isAbsent: true, isMore: false } : undefined
      if (least < 1) return undefined
      const isMore = least > 1 || most !== Number.POSITIVE_INFINITY
      return { events, isAbsent: false, isMore }
    }
    default:
      return undefined
  }
}

/** The event that a variable is, or those that a placeholder is a value of. */
function eventsBehind(
  variable: string,
  { events, placeholders }: YaralVariables,
): readonly string[] {
  if (events.includes(variable)) return [variable]
  return [...(placeholders.get(variable)?.keys() ?? [])]
}

const turned = { '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const

/** `#e > 5`, or `5 < #e`. */
function findCount({ left, right, operator }: Extract<YaralExpression, { kind: 'comparison' }>):
  | {
      readonly variable: string
      readonly operator: YaralComparisonOperator
      readonly value: number
    }
  | undefined {
  if (left.kind === 'count' && right.kind === 'number') {
    return { variable: left.variable, operator, value: Number(right.text) }
  }
  if (right.kind === 'count' && left.kind === 'number') {
    return { variable: right.variable, operator: turned[operator], value: Number(left.text) }
  }
  return undefined
}

/** The least and the greatest count that a comparison allows; 0 and no end where it says nothing. */
function boundsOf(
  operator: YaralComparisonOperator,
  value: number,
): { readonly least: number; readonly most: number } {
  const endless = Number.POSITIVE_INFINITY
  switch (operator) {
    case '=':
      return { least: value, most: value }
    case '!=':
      return { least: value === 0 ? 1 : 0, most: endless }
    case '<':
      return { least: 0, most: value - 1 }
    case '<=':
      return { least: 0, most: value }
    case '>':
      return { least: value + 1, most: endless }
    case '>=':
      return { least: value, most: endless }
  }
}

/** The variables and counts that an expression names. */
function namesIn(expression: YaralExpression): readonly string[] {
  if (expression.kind === 'count') return [expression.variable]
  if (expression.kind === 'field') {
    return expression.variable === undefined ? [] : [expression.variable]
  }
  return partsOf(expression).flatMap(namesIn)
}

/** A condition on the group, in which an event by itself asks for at least one: `$e` is `#e >= 1`. */
export function withCounts(
  expression: YaralExpression,
  events: readonly string[],
): YaralExpression {
  const inner = (part: YaralExpression): YaralExpression => withCounts(part, events)
  switch (expression.kind) {
    case 'field': {
      const { variable = '', path, span } = expression
      if (path.length > 0 || !events.includes(variable)) return expression
      return {
        kind: 'comparison',
        operator: '>=',
        left: { kind: 'count', variable, span },
        right: { kind: 'number', text: '1', span },
        span,
      }
    }
    case 'and':
    case 'or':
      return { ...expression, operands: expression.operands.map(inner) }
    case 'not':
    case 'nocase':
      return { ...expression, operand: inner(expression.operand) }
    case 'number_of':
      return { ...expression, items: expression.items.map(inner) }
    default:
      return expression
  }
}
