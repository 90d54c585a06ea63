import { withoutAlias } from './lower-operand.ts'
import type { SqlLowering } from './lowering.ts'
import type { SqlCall, SqlExpression } from './syntax.ts'

/** A value that an expression chooses among several: the first whose condition holds. */
export interface SqlChoice {
  readonly options: readonly SqlOption[]
}

export interface SqlOption {
  /** `not_null`: the value itself is there. Absent: nothing else was chosen. */
  readonly when: SqlExpression | 'not_null' | undefined
  readonly value: SqlExpression
}

/** Options of one choice that are followed, at the most. */
const maxOptions = 64

/** Functions and casts that go through a choice: `LOWER(COALESCE(a, b))`. */
const passing: ReadonlySet<string> = new Set(['lower', 'upper', 'to_varchar', 'to_variant'])

/** What `COALESCE`, `IFF`, `CASE` and their kin choose; `undefined` for other expressions. */
export function findChoice(
  expression: SqlExpression,
  lowering: SqlLowering,
): SqlChoice | undefined {
  const value = withoutAlias(expression, lowering)
  const choice = ownChoice(value) ?? wrappedChoice(value, lowering)
  return choice !== undefined && choice.options.length <= maxOptions ? choice : undefined
}

function ownChoice(expression: SqlExpression): SqlChoice | undefined {
  if (expression.kind === 'call') return calledChoice(expression)
  if (expression.kind !== 'case') return undefined
  const { operand, branches, otherwise } = expression
  const options = branches.map(({ when, value }): SqlOption => {
    if (operand === undefined) return { when, value }
    // `CASE a WHEN b` compares the two.
    return { when: equality(operand, when), value }
  })
  const last: SqlExpression = otherwise ?? { kind: 'null', span: expression.span }
  return { options: [...options, { when: undefined, value: last }] }
}

function equality(left: SqlExpression, right: SqlExpression): SqlExpression {
  const { span } = right
  return { kind: 'comparison', operator: '=', left, quantifier: undefined, right, span }
}

function calledChoice(call: SqlCall): SqlChoice | undefined {
  const values = call.arguments.flatMap(({ value }) => value ?? [])
  if (call.name.length > 1 || call.over !== undefined) return undefined
  const [first, second, third] = values
  switch (call.name[0]?.text.toLowerCase()) {
    case 'coalesce':
    case 'ifnull':
    case 'nvl': {
      // “Returns the first non-NULL expression among its arguments.”
      const options = values.map((value, i): SqlOption => {
        return { when: i === values.length - 1 ? undefined : 'not_null', value }
      })
      return values.length === 0 ? undefined : { options }
    }
    case 'iff':
    case 'if':
    case 'iif': {
      if (first === undefined || second === undefined || values.length > 3) return undefined
      const last: SqlExpression = third ?? { kind: 'null', span: call.span }
      return {
        options: [
          { when: first, value: second },
          { when: undefined, value: last },
        ],
      }
    }
    case 'zeroifnull': {
      if (first === undefined || values.length !== 1) return undefined
      const zero: SqlExpression = { kind: 'number', text: '0', span: call.span }
      return {
        options: [
          { when: 'not_null', value: first },
          { when: undefined, value: zero },
        ],
      }
    }
    case 'nullif': {
      // “Returns NULL if expr1 is equal to expr2, otherwise returns expr1.”
      if (first === undefined || second === undefined || values.length !== 2) return undefined
      const nothing: SqlExpression = { kind: 'null', span: call.span }
      return {
        options: [
          { when: equality(first, second), value: nothing },
          { when: undefined, value: first },
        ],
      }
    }
    case 'nvl2': {
      if (first === undefined || second === undefined || third === undefined) return undefined
      const when: SqlExpression = {
        kind: 'is',
        isNegated: true,
        operand: first,
        test: 'null',
        other: undefined,
        span: first.span,
      }
      return {
        options: [
          { when, value: second },
          { when: undefined, value: third },
        ],
      }
    }
    default:
      return undefined
  }
}

/** `LOWER(COALESCE(a, b))` chooses `LOWER(a)` or `LOWER(b)`. */
function wrappedChoice(expression: SqlExpression, lowering: SqlLowering): SqlChoice | undefined {
  if (expression.kind === 'cast') {
    const inner = findChoice(expression.operand, lowering)
    return inner && mapped(inner, operand => ({ ...expression, operand }))
  }
  if (expression.kind !== 'call' || expression.arguments.length !== 1) return undefined
  const [argument] = expression.arguments
  const name = expression.name[0]?.text.toLowerCase() ?? ''
  if (argument?.value === undefined || !passing.has(name)) return undefined
  const inner = findChoice(argument.value, lowering)
  return (
    inner && mapped(inner, value => ({ ...expression, arguments: [{ name: undefined, value }] }))
  )
}

function mapped({ options }: SqlChoice, wrap: (value: SqlExpression) => SqlExpression): SqlChoice {
  return { options: options.map(({ when, value }) => ({ when, value: wrap(value) })) }
}
