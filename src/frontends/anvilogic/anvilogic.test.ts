import { expect, test } from 'vitest'
import { describeGolden } from '../../../test/support/golden.ts'
import { printDiagnostic } from '../../../test/support/print-diagnostic.ts'
import type { Parsed } from '../../base/index.ts'
import { and, type Logic, printLogic, type Rule, testsOf } from '../../ir/index.ts'
import { parseAnvilogic } from './parse-anvilogic.ts'

/** As little of SQL as tells that places come through: `from table`, `a = 'b'`. */
function parseSql(text: string): Parsed<Logic> {
  const whole = { start: 0, end: text.length }
  const [, table = ''] = /from (\w+)/.exec(text) ?? []
  const tests = [...text.matchAll(/(\w+) = '(\w+)'/g)].map(
    ({ 0: { length }, 1: field = '', 2: value = '', index }) =>
      ({
        kind: 'test',
        field,
        operator: 'equals',
        value,
        cased: true,
        transforms: [],
        list: 0,
        span: { start: index, end: index + length },
      }) as const,
  )
  return {
    value: {
      stages: [
        { kind: 'source', names: [table], logSource: {}, span: whole },
        { kind: 'filter', condition: text, parts: [], expression: and(tests), span: whole },
      ],
    },
    diagnostics: [],
  }
}

function printRule({ id, title, language, ...rule }: Rule): string {
  const { product, category, service } = rule.logSource
  const words = [title, id, language, ...rule.references, rule.description]
  const tags = rule.tags.map(({ text, tactic }) => (tactic ? `${text} (${tactic})` : text))
  return [
    words.filter(word => word !== undefined).join(' | '),
    tags.join(', '),
    [product, category, service].map(word => word ?? '-').join('/'),
    JSON.stringify(rule.custom),
    printLogic(rule.logic),
  ].join('\n')
}

describeGolden(new URL('./anvilogic.golden.txt', import.meta.url), input => {
  const { value, diagnostics } = parseAnvilogic(input, { parseSql })
  return [
    ...diagnostics.map(printDiagnostic),
    ...value.rules.flatMap(({ value: rule, diagnostics: own }) => [
      printRule(rule),
      ...own.map(printDiagnostic),
    ]),
  ].join('\n')
})

test('the places of tests are in the file, over folded lines and quotation marks', () => {
  const text =
    "logic_format: snowflake\nlogic: 'select * from t where a = ''x''\n  and b = ''y'''\n"
  const [rule] = parseAnvilogic(text, { parseSql }).value.rules
  const filters = rule?.value.logic.stages.flatMap(s => (s.kind === 'filter' ? s : [])) ?? []
  const tests = filters.flatMap(({ expression }) => testsOf(expression))
  const written = tests.map(({ span }) => text.slice(span.start, span.end))
  expect(written).toEqual(["a = ''x''", "b = ''y''"])
})
