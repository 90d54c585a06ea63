import { describe, expect, test } from 'vitest'
import { describeGolden } from '../../../test/support/golden.ts'
import { printDiagnostic } from '../../../test/support/print-diagnostic.ts'
import { parseTinyKusto } from '../../../test/support/tiny-kusto.ts'
import { printLogic, type Rule, testsOf } from '../../ir/index.ts'
import { parseDuration } from './duration.ts'
import { parseSentinel } from './parse-sentinel.ts'

function printRule({ id, title, status, level, ...rule }: Rule): string {
  const { product, category, service } = rule.logSource
  const words = [title, id, status, level, ...rule.authors, ...rule.references, rule.description]
  return [
    words.filter(word => word !== undefined).join(' | '),
    rule.tags.map(({ text }) => text).join(', '),
    [product, category, service].map(word => word ?? '-').join('/'),
    `fields: ${rule.fields.join(', ')}`,
    JSON.stringify(rule.custom),
    printLogic(rule.logic),
  ].join('\n')
}

describeGolden(new URL('./sentinel.golden.txt', import.meta.url), input => {
  const { value, diagnostics } = parseSentinel(input, parseTinyKusto)
  return [
    ...diagnostics.map(printDiagnostic),
    ...value.rules.flatMap(({ value: rule, diagnostics: own }) => [
      printRule(rule),
      ...own.map(printDiagnostic),
    ]),
  ].join('\n')
})

describe('the places of tests are in the file', () => {
  test.each([
    ['a literal block', 'query: |\n  T\n  | where a=1\n    and b=2\nname: x\n'],
    ['a folded block', 'query: >\n  T\n  a=1\n\n  b=2\nname: x\n'],
    ['quotation marks', "query: 'T it''s a=1\n  b=2'\nname: x\n"],
  ])('in %s', (_, text) => {
    const [rule] = parseSentinel(text, parseTinyKusto).value.rules
    const filters = rule?.value.logic.stages.flatMap(s => (s.kind === 'filter' ? s : [])) ?? []
    const tests = filters.flatMap(({ expression }) => testsOf(expression))
    expect(tests.map(({ span }) => text.slice(span.start, span.end))).toEqual(['a=1', 'b=2'])
  })
})

test.each([
  ['1d', 86_400],
  ['20m', 1200],
  ['1d12h', 129_600],
  ['PT5H', 18_000],
  ['P14D', 1_209_600],
  ['P1DT2H', 93_600],
  ['', undefined],
  ['1w', undefined],
  ['soon', undefined],
  [undefined, undefined],
])('%s is as many seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds)
})
