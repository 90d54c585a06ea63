import { expect, test } from 'vitest'
import { noSpan } from '../base/index.ts'
import { anyOne, anyRun, literal, type Pattern } from './pattern.ts'
import { printExpression } from './print.ts'
import { toTextTest } from './text-test.ts'

const base = {
  kind: 'test',
  field: 'A',
  cased: false,
  transforms: [],
  list: 0,
  span: noSpan,
} as const

test.each<readonly [Pattern, string]>([
  [[], '(equals A "")'],
  [[literal('x')], '(equals A "x")'],
  [[anyRun], '(exists A true)'],
  [[anyOne], '(wildcard A "?")'],
  [[anyRun, literal('x')], '(ends_with A "x")'],
  [[literal('x'), anyRun], '(starts_with A "x")'],
  [[anyRun, literal('x'), anyRun], '(contains A "x")'],
  [[anyRun, anyOne, anyRun], '(wildcard A "*?*")'],
  [[literal('x'), anyRun, literal('y')], '(wildcard A "x*y")'],
])('%j has a plainest operator', (pattern, printed) => {
  expect(printExpression(toTextTest(pattern, base))).toBe(printed)
})
