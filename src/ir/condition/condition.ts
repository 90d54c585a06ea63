import type { DiagnosticCode, Span } from '../../base/index.ts'
import { and, type Expression, not, or } from '../expression.ts'

/**
 * A condition of a language in which it can be null, as ES|QL, Kusto and SQL have it, as two
 * expressions of the logic: when it is true, and when it is false. When neither holds it is null.
 */
export interface Condition {
  readonly isTrue: Expression
  readonly isFalse: Expression
  /**
   * What must be present so that the condition is not null, where nothing else matters: it is then
   * false exactly when these hold and it is not true.
   */
  readonly guards?: readonly Expression[]
}

export const always: Condition = { isTrue: and([]), isFalse: or([]), guards: [] }
export const never: Condition = { isTrue: or([]), isFalse: and([]), guards: [] }
/** Null for every event. */
export const isNull: Condition = { isTrue: or([]), isFalse: or([]) }

/** A condition that could not be read; nothing is known of it, nor of its negation. */
export function opaqueCondition(text: string, reason: DiagnosticCode, span: Span): Condition {
  const piece = text.slice(span.start, span.end)
  const opaque: Expression = { kind: 'opaque', text: piece, reason, span }
  return { isTrue: opaque, isFalse: opaque }
}

/** Guards that this module’s callers have made, as opposed to tests that an author wrote. */
export type Guards = ReadonlySet<Expression>

/** Connects conditions, and leaves out guards that something beside them makes needless. */
export class Connectives {
  private readonly guards: Guards

  constructor(guards: Guards) {
    this.guards = guards
  }

  /** A condition that is null when one of the guards does not hold. */
  strict(isTrue: Expression, guards: readonly Expression[]): Condition {
    return { isTrue, isFalse: this.conjunction([...guards, not(isTrue)]), guards }
  }

  /** A condition that is never null. */
  total(isTrue: Expression): Condition {
    return { isTrue, isFalse: not(isTrue), guards: [] }
  }

  not({ isTrue, isFalse }: Condition): Condition {
    return { isTrue: isFalse, isFalse: isTrue }
  }

  all(conditions: readonly Condition[]): Condition {
    const isTrue = this.conjunction(conditions.map(condition => condition.isTrue))
    const guards = sharedGuards(conditions)
    if (guards !== undefined) return this.strict(isTrue, guards)
    return { isTrue, isFalse: disjunction(conditions.map(condition => condition.isFalse)) }
  }

  any(conditions: readonly Condition[]): Condition {
    const isTrue = disjunction(conditions.map(condition => condition.isTrue))
    const guards = sharedGuards(conditions)
    if (guards !== undefined) return this.strict(isTrue, guards)
    return { isTrue, isFalse: this.conjunction(conditions.map(condition => condition.isFalse)) }
  }

  /** What either says, of which never both say something. */
  either(a: Condition, b: Condition): Condition {
    return {
      isTrue: disjunction([a.isTrue, b.isTrue]),
      isFalse: disjunction([a.isFalse, b.isFalse]),
    }
  }

  /** A conjunction without constants, and without guards that another operand implies. */
  conjunction(operands: readonly Expression[]): Expression {
    const flat = operands.flatMap(e => (e.kind === 'and' ? e.operands : [e]))
    if (flat.some(isFalse)) return or([])
    const present = new Set<string>()
    for (const operand of flat) {
      const field = this.guards.has(operand) ? undefined : presentField(operand)
      if (field !== undefined) present.add(field)
    }
    return and(
      flat.filter(operand => {
        if (!this.guards.has(operand)) return true
        const field = presentField(operand)
        if (field === undefined) return true
        if (present.has(field)) return false
        present.add(field)
        return true
      }),
    )
  }
}

function disjunction(operands: readonly Expression[]): Expression {
  const flat = operands.flatMap(e => (e.kind === 'or' ? e.operands : [e]))
  return flat.some(isTrue) ? and([]) : or(flat)
}

/** The guards of all conditions, if all have the same. */
function sharedGuards(conditions: readonly Condition[]): readonly Expression[] | undefined {
  const [first] = conditions
  if (first?.guards === undefined) return undefined
  const key = guardKey(first.guards)
  const isShared = conditions.every(
    ({ guards }) => guards !== undefined && guardKey(guards) === key,
  )
  return isShared && key !== '' ? first.guards : undefined
}

function guardKey(guards: readonly Expression[]): string {
  return [...new Set(guards.map(presentField))].sort().join('\n')
}

function isTrue(expression: Expression): boolean {
  return expression.kind === 'and' && expression.operands.length === 0
}

function isFalse(expression: Expression): boolean {
  return expression.kind === 'or' && expression.operands.length === 0
}

/** The field that an event surely has when the expression holds. */
function presentField(expression: Expression): string | undefined {
  if (expression.kind === 'test') {
    const { operator, field } = expression
    if (operator === 'null' || (operator === 'exists' && !expression.value)) return undefined
    return field
  }
  if (expression.kind === 'not' && expression.operand.kind === 'test') {
    return expression.operand.operator === 'null' ? expression.operand.field : undefined
  }
  if (expression.kind === 'or') {
    const fields = new Set(expression.operands.map(presentField))
    const [only] = fields
    return fields.size === 1 ? only : undefined
  }
  return undefined
}
