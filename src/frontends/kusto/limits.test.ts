import { expect, test } from 'vitest'
import { loadKustoLanguage } from '../../../test/support/kusto-language.ts'
import { testsOf } from '../../ir/index.ts'
import { createKustoReader } from './create-kusto-reader.ts'
import { findExcess } from './limits.ts'

const parseKusto = createKustoReader(loadKustoLanguage())

function codesOf(text: string): readonly string[] {
  return [...new Set(parseKusto(text).diagnostics.map(({ code }) => code))]
}

test.each([
  ['brackets', `T | where ${'('.repeat(5_000)}a == 1${')'.repeat(5_000)}`],
  ['functions', `T | where ${'not('.repeat(5_000)}a == 1${')'.repeat(5_000)}`],
  ['brackets without an end', `T | where ${'('.repeat(5_000)}a == 1`],
  ['lists', `print dynamic(${'['.repeat(5_000)}`],
  ['queries in queries', `T | where a in ${'(T | where a in '.repeat(2_000)}`],
  ['signs', `T | where a == ${'- '.repeat(20_000)}1`],
  ['functions of the query’s own', 'let f = () {'.repeat(2_000)],
])('%s nest up to a limit', (_, text) => {
  expect(codesOf(text)).toEqual(['kusto/nesting-limit'])
})

test.each([
  ['paths', `T | where a${'.b'.repeat(5_000)} == 1`],
  ['places in lists', `T | where a${'[0]'.repeat(5_000)} == 1`],
  ['sums', `T | where a ${'+ 1 '.repeat(5_000)} == 1`],
])('%s nest without brackets, and up to a limit, too', (_, text) => {
  expect(codesOf(text)).toContain('kusto/nesting-limit')
})

test('chains are as long as they like', () => {
  const conditions = Array.from({ length: 5_000 }, (_, i) => `a == ${i}`)
  const { value, diagnostics } = parseKusto(`T | where ${conditions.join(' or ')}`)
  const [, filter] = value.stages
  expect(diagnostics).toEqual([])
  expect(filter?.kind === 'filter' && testsOf(filter.expression).length).toBe(5_000)
  expect(parseKusto(`T ${'| where a == 1 '.repeat(2_000)}`).value.stages).toHaveLength(2_001)
})

test('a query of a megabyte is not read', () => {
  expect(codesOf(`T | where a == "${'x'.repeat(1_000_000)}"`)).toEqual(['kusto/size-limit'])
  expect(parseKusto('a '.repeat(500_000)).value.stages.map(({ kind }) => kind)).toEqual(['opaque'])
})

test('brackets in texts and comments do not nest', () => {
  const brackets = '('.repeat(200)
  expect(
    findExcess(`T // ${brackets}\n| where a == "${brackets}" and b == @'${brackets}'`),
  ).toBeUndefined()
  expect(findExcess(`T | where a == \`\`\`\n${brackets}\`\`\``)).toBeUndefined()
  expect(findExcess(`T | where a == "\\"${brackets}"`)).toBeUndefined()
})

test('names that stand for ever more are followed up to a limit', () => {
  const lets = Array.from({ length: 30 }, (_, i) => `let a${i + 1} = union a${i}, a${i};`)
  expect(codesOf(`let a0 = T | where x == 1;\n${lets.join('\n')}\na30`)).toEqual([
    'kusto/expansion-limit',
  ])
})

test('names that stand for ever longer chains of names are followed up to a limit', () => {
  const lets = Array.from({ length: 500 }, (_, i) => `let a${i + 1} = a${i};`)
  expect(codesOf(`let a0 = 5;\n${lets.join('\n')}\nT | where x == a500`)).toEqual([
    'kusto/expansion-limit',
  ])
})

test('a function that calls itself by name calls what had the name before', () => {
  const { value } = parseKusto('let f = () { f() | where a == 1 };\nf()')
  expect(value.stages.map(({ kind }) => kind)).toEqual(['source', 'filter'])
})

test('choices inside of choices do not multiply without end', () => {
  const nested = `${'iff(a == 1, b, '.repeat(60)}c${')'.repeat(60)}`
  const { value } = parseKusto(`T | where ${nested} == "x" and ${nested} has "y"`)
  expect(JSON.stringify(value).length).toBeLessThan(1_000_000)
})
