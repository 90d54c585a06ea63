import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeEvent } from '../../../test/support/make-test.ts'
import { type SplRow, searchHolds, valueOfSpl } from '../../../test/support/reference-spl.ts'
import { noSpan } from '../../base/index.ts'
import { evaluate, plainView } from '../../engine/index.ts'
import type { Expression, Scalar } from '../../ir/index.ts'
import { parseSpl } from './parse-spl.ts'
import { printSpl } from './print.ts'
import type { SplCommand, SplCondition, SplExpression, SplSearchValue } from './syntax.ts'

/** Conditions over two texts (`s`, `t`) and two numbers (`m`, `n`). */
const span = noSpan
const texts = ['', 'a', 'A', 'ab', 'b', 'aB']

const optional = <T extends Scalar>(...values: readonly T[]) =>
  fc.option(fc.constantFrom<Scalar>(...values), { nil: undefined })

const row = fc
  .record({
    s: optional(...texts, null),
    t: optional(...texts, null),
    m: optional(0, 1, 2, null),
    n: optional(0, 1, 2, null),
  })
  .map(
    (fields): SplRow =>
      Object.fromEntries(
        Object.entries(fields).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value]],
        ),
      ),
  )

/** The condition of the last filter of a search with this command. */
function filterOf(command: SplCommand): Expression {
  const source: SplCommand = { kind: 'search', isImplied: true, expression: undefined, span }
  const text = `x=1 ${printSpl({ commands: [source, command], span })}`
  const filter = parseSpl(text).value.stages.at(-1)
  if (filter?.kind !== 'filter') throw new Error(`no filter: ${text}`)
  return filter.expression
}

const word = (raw: string, isQuoted = false): SplSearchValue => ({ raw, isQuoted, span })
const searchText = fc
  .string({ unit: fc.constantFrom('a', 'A', 'b', '*', '?'), minLength: 1, maxLength: 3 })
  .map(raw => word(raw, true))
const searchField = fc.constantFrom('s', 't').map(name => word(name))

const { search } = fc.letrec<{ search: SplCondition }>(tie => {
  const operands = fc.array(tie('search'), { minLength: 2, maxLength: 3 })
  return {
    search: fc.oneof(
      { maxDepth: 4 },
      fc.tuple(searchField, fc.constantFrom('=' as const, '!=' as const), searchText).map(
        ([field, operator, value]): SplCondition => ({
          kind: 'comparison',
          field,
          operator,
          value,
          span,
        }),
      ),
      fc
        .tuple(
          fc.constantFrom('m', 'n'),
          fc.constantFrom('=' as const, '!=' as const, '<' as const, '>=' as const),
          fc.constantFrom('0', '1', '2'),
        )
        .map(
          ([name, operator, digits]): SplCondition => ({
            kind: 'comparison',
            field: word(name),
            operator,
            value: word(digits),
            span,
          }),
        ),
      fc
        .tuple(searchField, fc.array(searchText, { minLength: 1, maxLength: 3 }))
        .map(([field, values]): SplCondition => ({ kind: 'in', field, values, span })),
      operands.map((operands): SplCondition => ({ kind: 'and', operands })),
      operands.map((operands): SplCondition => ({ kind: 'or', operands })),
      tie('search').map((operand): SplCondition => ({ kind: 'not', operand, span })),
    ),
  }
})

test('a condition of search holds of the results of which the documentation says it', () => {
  fc.assert(
    fc.property(search, fc.array(row, { minLength: 1, maxLength: 8 }), (condition, rows) => {
      const expression = filterOf({ kind: 'search', isImplied: false, expression: condition, span })
      for (const fields of rows) {
        const truth = evaluate(expression, plainView(makeEvent(fields)))
        expect(truth).toBe(searchHolds(condition, fields) ? 'match' : 'no_match')
      }
    }),
    { numRuns: 3000 },
  )
})

const field = (...names: readonly string[]) =>
  fc.constantFrom(...names).map((name): SplExpression => ({ kind: 'field', name, span }))
const string = fc
  .constantFrom(...texts)
  .map((raw): SplExpression => ({ kind: 'string', raw, span }))
const number = fc
  .constantFrom('0', '1', '2')
  .map((text): SplExpression => ({ kind: 'number', text, span }))
const pattern = fc
  .string({ unit: fc.constantFrom('a', 'A', 'b', '%', '_'), maxLength: 3 })
  .map((raw): SplExpression => ({ kind: 'string', raw, span }))
const regex = fc
  .constantFrom('a', '^a', 'B$', 'a.?b', '[ab]')
  .map((raw): SplExpression => ({ kind: 'string', raw, span }))

function call(name: string, args: readonly SplExpression[]): SplExpression {
  return { kind: 'call', name, arguments: args, span }
}

const textValue = fc.oneof(
  { weight: 4, arbitrary: field('s', 't') },
  field('s', 't').map(inner => call('lower', [inner])),
  fc.tuple(field('s', 't'), fc.oneof(field('s', 't'), string)).map(args => call('coalesce', args)),
)

const { where } = fc.letrec<{ where: SplExpression }>(tie => {
  const inner = tie('where')
  const operands = fc.array(inner, { minLength: 2, maxLength: 3 })
  return {
    where: fc.oneof(
      { maxDepth: 4 },
      fc.tuple(fc.constantFrom('=' as const, '!=' as const), textValue, string).map(
        ([operator, left, right]): SplExpression => ({
          kind: 'comparison',
          operator,
          left,
          right,
          span,
        }),
      ),
      fc
        .tuple(
          fc.constantFrom('=' as const, '!=' as const, '<' as const, '>=' as const),
          field('m', 'n'),
          number,
        )
        .map(
          ([operator, left, right]): SplExpression => ({
            kind: 'comparison',
            operator,
            left,
            right,
            span,
          }),
        ),
      fc.tuple(field('s'), field('t')).map(
        ([left, right]): SplExpression => ({
          kind: 'comparison',
          operator: '=',
          left,
          right,
          span,
        }),
      ),
      fc
        .tuple(textValue, fc.array(string, { minLength: 1, maxLength: 3 }))
        .map(([operand, values]): SplExpression => ({ kind: 'in', operand, values, span })),
      fc
        .tuple(field('s', 't'), pattern)
        .map(([left, right]): SplExpression => ({ kind: 'like', left, right, span })),
      fc.tuple(field('s', 't'), regex).map(args => call('match', args)),
      fc
        .tuple(fc.constantFrom('isnull', 'isnotnull'), fc.oneof(textValue, field('m', 'n')))
        .map(([name, operand]) => call(name, [operand])),
      operands.map((operands): SplExpression => ({ kind: 'and', operands, span })),
      operands.map((operands): SplExpression => ({ kind: 'or', operands, span })),
      fc.tuple(inner, inner).map((operands): SplExpression => ({ kind: 'xor', operands, span })),
      inner.map((operand): SplExpression => ({ kind: 'not', operand, span })),
      fc.tuple(inner, inner, inner).map(args => call('if', args)),
      fc.tuple(inner, inner).map(args => call('case', args)),
    ),
  }
})

/** Conditions too deep to be followed are computed, and their truth is unknown. */
test('a condition of where holds of the results of which the documentation says it', () => {
  let decided = 0
  fc.assert(
    fc.property(where, fc.array(row, { minLength: 1, maxLength: 8 }), (condition, rows) => {
      const expression = filterOf({ kind: 'where', condition, span })
      for (const fields of rows) {
        const truth = evaluate(expression, plainView(makeEvent(fields)))
        if (truth === 'unknown') continue
        decided++
        expect(truth).toBe(valueOfSpl(condition, fields) === true ? 'match' : 'no_match')
      }
    }),
    { numRuns: 3000 },
  )
  expect(decided).toBeGreaterThan(6000)
})
