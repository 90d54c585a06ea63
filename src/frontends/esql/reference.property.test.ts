import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeEvent } from '../../../test/support/make-test.ts'
import { type EsqlRow, valueOfEsql } from '../../../test/support/reference-esql.ts'
import { noSpan } from '../../base/index.ts'
import { evaluate, plainView } from '../../engine/index.ts'
import type { Scalar } from '../../ir/index.ts'
import { parseEsql } from './parse-esql.ts'
import { printEsqlExpression } from './print-expression.ts'
import type { EsqlComparisonOperator, EsqlExpression, EsqlString } from './syntax.ts'

/** Conditions over two texts (`s`, `t`), two numbers (`m`, `n`) and two booleans (`b`, `c`). */
const span = noSpan
const texts = ['', 'a', 'A', 'ab', 'b', 'aB']

const field = (...names: readonly string[]) =>
  fc.constantFrom(...names).map((name): EsqlExpression => ({ kind: 'name', parts: [name], span }))
const string = fc
  .constantFrom(...texts)
  .map((value): EsqlString => ({ kind: 'string', value, span }))
const number = fc
  .constantFrom('0', '1', '2')
  .map((text): EsqlExpression => ({ kind: 'number', text, span }))
const missing = fc.constant<EsqlExpression>({ kind: 'null', span })
const pattern = fc
  .string({ unit: fc.constantFrom('a', 'A', 'b', '*', '?'), maxLength: 3 })
  .map((value): EsqlString => ({ kind: 'string', value, span }))

function call(name: string, args: readonly EsqlExpression[]): EsqlExpression {
  return { kind: 'call', name, arguments: args, span, nameSpan: span }
}

const textValue = fc.oneof(
  { weight: 4, arbitrary: field('s', 't') },
  field('s', 't').map(inner => call('TO_LOWER', [inner])),
  fc.tuple(field('s', 't'), fc.oneof(field('s', 't'), string)).map(args => call('COALESCE', args)),
)
const numberValue = fc.oneof(
  { weight: 4, arbitrary: field('m', 'n') },
  fc.tuple(field('m', 'n'), fc.oneof(field('m', 'n'), number)).map(args => call('COALESCE', args)),
)

function comparison(
  operators: readonly EsqlComparisonOperator[],
  left: fc.Arbitrary<EsqlExpression>,
  right: fc.Arbitrary<EsqlExpression>,
): fc.Arbitrary<EsqlExpression> {
  return fc
    .tuple(fc.constantFrom(...operators), left, right, fc.boolean())
    .map(([operator, a, b, isFlipped]) =>
      isFlipped
        ? { kind: 'comparison', operator, left: b, right: a, span }
        : { kind: 'comparison', operator, left: a, right: b, span },
    )
}

const { condition } = fc.letrec<{ condition: EsqlExpression }>(tie => {
  const inner = tie('condition')
  const operands = fc.array(inner, { minLength: 2, maxLength: 3 })
  const isNegated = fc.boolean()
  return {
    condition: fc.oneof(
      { maxDepth: 4 },
      comparison(['==', '!='], textValue, fc.oneof({ weight: 5, arbitrary: string }, missing)),
      comparison(['==', '!=', '<', '<=', '>', '>='], numberValue, number),
      comparison(['=='], field('s'), field('t')),
      field('b', 'c'),
      fc.tuple(isNegated, textValue, fc.array(string, { minLength: 1, maxLength: 3 })).map(
        ([isNegated, operand, values]): EsqlExpression => ({
          kind: 'in',
          isNegated,
          operand,
          values,
          span,
        }),
      ),
      fc.tuple(isNegated, field('s', 't'), fc.array(pattern, { minLength: 1, maxLength: 2 })).map(
        ([isNegated, operand, patterns]): EsqlExpression => ({
          kind: 'like',
          isNegated,
          operand,
          patterns,
          isList: patterns.length > 1,
          span,
        }),
      ),
      fc
        .tuple(fc.constantFrom('STARTS_WITH', 'ENDS_WITH', 'CONTAINS'), textValue, string)
        .filter(([, subject]) => subject.kind !== 'call' || subject.name !== 'COALESCE')
        .map(([name, subject, text]) => call(name, [subject, text])),
      fc
        .tuple(isNegated, fc.oneof(textValue, numberValue, inner))
        .map(
          ([isNegated, operand]): EsqlExpression => ({ kind: 'is_null', isNegated, operand, span }),
        ),
      operands.map((operands): EsqlExpression => ({ kind: 'and', operands, span })),
      operands.map((operands): EsqlExpression => ({ kind: 'or', operands, span })),
      inner.map((operand): EsqlExpression => ({ kind: 'not', operand, span })),
      fc.array(inner, { minLength: 2, maxLength: 3 }).map(args => call('CASE', args)),
    ),
  }
})

const optional = <T extends Scalar>(...values: readonly T[]) =>
  fc.option(fc.constantFrom<Scalar>(...values), { nil: undefined })

const row = fc
  .record({
    s: optional(...texts, null),
    t: optional(...texts, null),
    m: optional(0, 1, 2, null),
    n: optional(0, 1, 2, null),
    b: optional(true, false, null),
    c: optional(true, false, null),
  })
  .map(
    (fields): EsqlRow =>
      Object.fromEntries(
        Object.entries(fields).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value]],
        ),
      ),
  )

/** Conditions too deep to be followed are computed, and their truth is unknown. */
test('a condition holds for the rows for which the documentation says that it is true', () => {
  let decided = 0
  fc.assert(
    fc.property(condition, fc.array(row, { minLength: 1, maxLength: 8 }), (expression, rows) => {
      const { value } = parseEsql(`FROM a | WHERE ${printEsqlExpression(expression)}`)
      const filter = value.stages.find(stage => stage.kind === 'filter')
      if (filter?.kind !== 'filter') throw new Error('no filter')
      for (const fields of rows) {
        const truth = evaluate(filter.expression, plainView(makeEvent(fields)))
        if (truth === 'unknown') continue
        decided++
        expect(truth).toBe(valueOfEsql(expression, fields) === true ? 'match' : 'no_match')
      }
    }),
    { numRuns: 3000 },
  )
  expect(decided).toBeGreaterThan(6000)
})
