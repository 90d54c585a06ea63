import { describe, expect, test } from 'vitest'
import { describeGolden } from '../../../test/support/golden.ts'
import { printDiagnostic } from '../../../test/support/print-diagnostic.ts'
import { printLogic, type Rule, testsOf } from '../../ir/index.ts'
import { parseEql } from '../eql/index.ts'
import { parseKuery } from '../kuery/index.ts'
import { parseLucene } from '../lucene/index.ts'
import { parseElastic } from './parse-elastic.ts'

const parsers = { eql: parseEql, kuery: parseKuery, lucene: parseLucene }

function printRule({ id, title, language, status, level, date, modified, ...rule }: Rule): string {
  const { product, category, service } = rule.logSource
  const words = [
    title,
    id,
    language,
    status,
    level,
    date,
    modified,
    ...rule.authors,
    ...rule.references,
    ...rule.falsePositives,
    rule.license,
  ]
  return [
    words.filter(word => word !== undefined).join(' | '),
    rule.tags.map(({ text, tactic }) => (tactic ? `${text} of ${tactic}` : text)).join(', '),
    [product, category, service].map(word => word ?? '-').join('/'),
    JSON.stringify(rule.custom),
    printLogic(rule.logic),
  ].join('\n')
}

describeGolden(new URL('./elastic.golden.txt', import.meta.url), input => {
  const { value, diagnostics } = parseElastic(input, parsers)
  return [
    ...diagnostics.map(printDiagnostic),
    ...value.rules.flatMap(({ value: rule, diagnostics: own }) => [
      printRule(rule),
      ...own.map(printDiagnostic),
    ]),
  ].join('\n')
})

describe('the places of tests are in the file', () => {
  const cutTests = (text: string): readonly (readonly [string, string])[] => {
    const [first] = parseElastic(text, parsers).value.rules
    return (first?.value.logic.stages ?? []).flatMap(stage =>
      stage.kind !== 'filter'
        ? []
        : testsOf(stage.expression).map(
            ({ span, fieldSpan }) =>
              [
                fieldSpan ? text.slice(fieldSpan.start, fieldSpan.end) : '',
                text.slice(span.start, span.end),
              ] as const,
          ),
    )
  }

  test.each([
    ["query = '''\nprocess.name: \"a\\\\b\"\n'''", [['process.name', '"a\\\\b"']]],
    ['query = "process.name: \\"a\\\\\\\\b\\""', [['process.name', '\\"a\\\\\\\\b\\"']]],
    [
      'query = """\na: 1 or \\\n    b: \\u0032"""',
      [
        ['a', '1'],
        ['b', '\\u0032'],
      ],
    ],
    ["query = 'a: 1'", [['a', '1']]],
  ])('%j', (query, places) => {
    expect(cutTests(`[rule]\ntype = "query"\n${query}\n`)).toEqual(places)
  })

  test('those of filters too', () => {
    const text =
      '[rule]\ntype = "query"\nquery = "a:1"\n[[rule.filters]]\n[rule.filters.query.term]\n"b.c" = "x"\n'
    expect(cutTests(text).at(-1)).toEqual(['', '"x"'])
  })
})

test('CRLF line breaks change nothing but places', () => {
  const text = "[rule]\ntype = 'query'\nquery = '''\na: 1 and\nb: 2\n'''\n"
  const logicOf = (written: string): string => {
    const [first] = parseElastic(written, parsers).value.rules
    return first === undefined ? '' : printLogic(first.value.logic)
  }
  expect(logicOf(text.replaceAll('\n', '\r\n'))).toBe(logicOf(text))
})
