import { expect, test } from 'vitest'
import { noSpan } from '../base/index.ts'
import { anyOne, anyRun, literal, type Pattern } from './pattern.ts'
import { printExpression } from './print.ts'
import { toTermTest } from './term-test.ts'

const base = {
  kind: 'test',
  field: 'A',
  cased: true,
  transforms: [],
  list: 0,
  span: noSpan,
} as const
const edge = (inner: string): string =>
  `(regex A ${JSON.stringify(`(?:^|[^\\p{L}\\p{N}])${inner}(?:$|[^\\p{L}\\p{N}])`)} :i :re2)`

test.each<readonly [Pattern, string]>([
  [[literal('gwmi')], '(has A "gwmi")'],
  [[literal('[WmiClass]')], '(has A "WmiClass")'],
  [[literal('  Get-ADDomain\n')], '(has A "Get-ADDomain")'],
  [[literal('get'), anyRun], '(has_prefix A "get")'],
  [[anyRun, literal('get')], '(has_suffix A "get")'],
  [[anyRun, literal('get'), anyRun], '(contains A "get")'],
  [[literal('a'), anyRun, literal('b')], edge('a[\\p{L}\\p{N}]*b')],
  [[literal('a.'), anyOne], edge('a\\.[\\p{L}\\p{N}]')],
])('%j is looked for as terms', (pattern, printed) => {
  const found = toTermTest(pattern, base)
  expect(found && printExpression(found)).toBe(printed)
})

test.each<Pattern>([[], [literal('--')], [anyRun]])('there is no term in it', (...pattern) => {
  expect(toTermTest(pattern, base)).toBeUndefined()
})
