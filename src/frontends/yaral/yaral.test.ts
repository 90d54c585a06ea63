import { expect, test } from 'vitest'
import { describeGolden } from '../../../test/support/golden.ts'
import { printDiagnostic } from '../../../test/support/print-diagnostic.ts'
import { optional } from '../../base/index.ts'
import { printLogic, type Rule, testsOf } from '../../ir/index.ts'
import { parseYaral } from './parse-yaral.ts'

/** What a rule says about itself, if it says more than its name. */
function printMetadata(rule: Rule): readonly string[] {
  const { id, title, description, level, date, authors, references, falsePositives } = rule
  const tags = rule.tags.map(({ text, tactic }) => (tactic ? `${text} of ${tactic}` : text))
  const related = rule.related.map(({ id: other, type }) => `${type} ${other}`)
  const said = {
    ...optional('id', id),
    ...optional('description', description),
    ...optional('level', level),
    ...optional('date', date),
    ...(authors.length > 0 ? { authors } : {}),
    ...(references.length > 0 ? { references } : {}),
    ...(falsePositives.length > 0 ? { falsePositives } : {}),
    ...(tags.length > 0 ? { tags } : {}),
    ...(related.length > 0 ? { related } : {}),
    ...(Object.keys(rule.custom).length > 0 ? { custom: rule.custom } : {}),
  }
  return title === 'R' && Object.keys(said).length === 0 ? [] : [title, JSON.stringify(said)]
}

describeGolden(new URL('./yaral.golden.txt', import.meta.url), input => {
  const { value, diagnostics } = parseYaral(input)
  return [
    ...value.rules.flatMap(({ value: rule, diagnostics: own }) => [
      ...printMetadata(rule),
      printLogic(rule.logic),
      ...own.map(printDiagnostic),
    ]),
    ...diagnostics.map(printDiagnostic),
  ].join('\n')
})

const events = (conditions: string): string =>
  `// first\nrule r {\n  events:\n    ${conditions}\n  condition:\n    $e\n}\n`

test.each([
  ['$e.a = "x"', [['$e.a', '"x"']]],
  ['"x" = $e.a.b', [['$e.a.b', '"x"']]],
  ['strings.contains(strings.to_lower($e.a), `x`)', [['strings.to_lower($e.a)', '`x`']]],
  ['$e.a = $h\n    $h = /x.y/', [['$h', '/x.y/']]],
  [
    're.regex($e.a, `b|c`)',
    [
      ['$e.a', '`b|c`'],
      ['$e.a', '`b|c`'],
    ],
  ],
])('the places of tests in %j are in the file', (conditions, places) => {
  const text = events(conditions)
  const stages = parseYaral(text).value.rules[0]?.value.logic.stages ?? []
  const tests = stages.flatMap(s => (s.kind === 'filter' ? testsOf(s.expression) : []))
  expect(
    tests.map(({ span, fieldSpan }) => [
      fieldSpan && text.slice(fieldSpan.start, fieldSpan.end),
      text.slice(span.start, span.end),
    ]),
  ).toEqual(places)
})

test('the body of a rule among several begins with the comments before it', () => {
  const text = 'rule a { events: $e.x = 1 condition: $e }\n\n// b\nrule b { condition: $e }\n'
  expect(parseYaral(text).value.rules.map(({ value }) => value.body)).toEqual([
    'rule a { events: $e.x = 1 condition: $e }',
    '// b\nrule b { condition: $e }',
  ])
})

test('line breaks of Windows change nothing but places', () => {
  const text = events('$e.a = "x"\n    // comment\n    $e.b = /y$/')
  const logicOf = (written: string): string =>
    parseYaral(written)
      .value.rules.map(({ value }) => printLogic(value.logic))
      .join()
  expect(logicOf(text.replaceAll('\n', '\r\n'))).toBe(logicOf(text))
})
