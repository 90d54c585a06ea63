import { expect, test } from 'vitest'
import { describeGolden } from '../../../test/support/golden.ts'
import { printDiagnostic } from '../../../test/support/print-diagnostic.ts'
import { printLogic, type Rule, testsOf } from '../../ir/index.ts'
import { parseMql } from '../mql/index.ts'
import { parseSublime } from './parse-sublime.ts'

function printRule({ title, id, status, level, description, ...rule }: Rule): string {
  const words = [title, id, status, level, description, ...rule.authors, ...rule.references]
  const { product, service } = rule.logSource
  return [
    [...words, ...rule.falsePositives].filter(word => word !== undefined).join(' | '),
    rule.tags.map(({ text }) => text).join(', '),
    `${product}/${service} ${JSON.stringify(rule.custom)}`,
    printLogic(rule.logic),
  ].join('\n')
}

describeGolden(new URL('./sublime.golden.txt', import.meta.url), input => {
  const { value, diagnostics } = parseSublime(input, parseMql)
  return [
    ...value.rules.flatMap(({ value: rule, diagnostics: own }) => [
      printRule(rule),
      ...own.map(printDiagnostic),
    ]),
    ...diagnostics.map(printDiagnostic),
  ].join('\n')
})

test('the places of tests are in the file', () => {
  const text = 'name: a\ntype: rule\nsource: |\n  type.inbound\n    and subject.subject == "x"\n'
  const stages = parseSublime(text, parseMql).value.rules[0]?.value.logic.stages ?? []
  const tests = stages.flatMap(s => (s.kind === 'filter' ? testsOf(s.expression) : []))
  expect(
    tests.map(({ fieldSpan, span }) => [
      fieldSpan && text.slice(fieldSpan.start, fieldSpan.end),
      text.slice(span.start, span.end),
    ]),
  ).toEqual([
    ['type.inbound', 'type.inbound'],
    ['subject.subject', '"x"'],
  ])
})
