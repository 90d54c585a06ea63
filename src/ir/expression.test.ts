import { expect, test } from 'vitest'
import { makeTest } from '../../test/support/make-test.ts'
import { readExpression } from '../../test/support/read-expression.ts'
import { and, not, opaquesOf, or, testsOf } from './expression.ts'

const a = makeTest('equals', 'A', 'a')
const b = makeTest('equals', 'B', 'b')
const c = makeTest('equals', 'C', 'c')

test('a conjunction of one is that one', () => {
  expect(and([a])).toBe(a)
  expect(or([a])).toBe(a)
})

test('conjunctions in a conjunction are flattened, disjunctions are not', () => {
  expect(and([and([a, b]), or([b, c])])).toEqual({
    kind: 'and',
    operands: [a, b, { kind: 'or', operands: [b, c] }],
  })
})

test('disjunctions in a disjunction are flattened, conjunctions are not', () => {
  expect(or([or([a, b]), and([b, c])])).toEqual({
    kind: 'or',
    operands: [a, b, { kind: 'and', operands: [b, c] }],
  })
})

test('true in a conjunction and false in a disjunction vanish', () => {
  expect(and([and([]), a])).toBe(a)
  expect(or([or([]), a])).toBe(a)
})

test('the negation of a negation is what was negated', () => {
  expect(not(not(a))).toBe(a)
  expect(not(a)).toEqual({ kind: 'not', operand: a })
})

test('tests and opaque parts are found at every depth, in the order of the source', () => {
  const expression = readExpression(
    '(or (not (and (equals A "a") (opaque "x" sigma/near))) (equals B "b") (opaque "y" sigma/near))',
  )
  expect(testsOf(expression).map(t => t.field)).toEqual(['A', 'B'])
  expect(opaquesOf(expression).map(o => o.text)).toEqual(['x', 'y'])
})
