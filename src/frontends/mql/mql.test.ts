import { expect, test } from 'vitest'
import { describeGolden } from '../../../test/support/golden.ts'
import { printDiagnostic } from '../../../test/support/print-diagnostic.ts'
import { printLogic, testsOf } from '../../ir/index.ts'
import { parseMql } from './parse-mql.ts'

describeGolden(new URL('./mql.golden.txt', import.meta.url), input => {
  const { value, diagnostics } = parseMql(input)
  return [printLogic(value), ...diagnostics.map(printDiagnostic)].join('\n')
})

test.each([
  ['subject.subject == "x"', [['subject.subject', '"x"']]],
  [
    "strings.icontains(subject.subject, 'a', 'b')",
    [
      ['subject.subject', "'a'"],
      ['subject.subject', "'b'"],
    ],
  ],
  ['5 < length(body.links)', [['length(body.links)', '5']]],
])('the places of tests in %j', (text, places) => {
  const tests = parseMql(text).value.stages.flatMap(s =>
    s.kind === 'filter' ? testsOf(s.expression) : [],
  )
  expect(
    tests.map(({ span, fieldSpan }) => [
      fieldSpan && text.slice(fieldSpan.start, fieldSpan.end),
      text.slice(span.start, span.end),
    ]),
  ).toEqual(places)
})

test('line breaks of Windows change nothing but places', () => {
  const text = 'type.inbound // comment\nand any(body.links,\n  .visible)\n'
  const logicOf = (written: string): string => printLogic(parseMql(written).value)
  expect(logicOf(text.replaceAll('\n', '\r\n'))).toBe(logicOf(text))
})
