import { describe, expect, test } from 'vitest'
import { describeGolden } from '../../../test/support/golden.ts'
import { printDiagnostic } from '../../../test/support/print-diagnostic.ts'
import { type Diagnostic, diagnostic, type Parsed, type Span } from '../../base/index.ts'
import { and, type Logic, printLogic, type Rule, type Test, testsOf } from '../../ir/index.ts'
import { lookupCalls, macroCalls } from './calls.ts'
import { parseSplunk } from './parse-splunk.ts'
import { readSplunkMacro } from './read-macro.ts'
import type { SplunkReaders } from './readers.ts'

/** As little of the search language as tells that places and macros come through: `a=b` and macros. */
const parseSpl: SplunkReaders['parseSpl'] = (text, { findMacro }) => {
  const diagnostics: Diagnostic[] = []
  const read = (part: string, spanOf: (at: number, length: number) => Span): Test[] =>
    [...part.matchAll(/(\w+)=(\w+)|`(\w+)(?:\((\w+)\))?`/g)].flatMap(match => {
      const [whole, field, value = '', name = '', argument] = match
      const span = spanOf(match.index, whole.length)
      if (field !== undefined) {
        return [
          {
            kind: 'test',
            field,
            operator: 'equals',
            value,
            cased: false,
            transforms: [],
            list: 0,
            span,
          },
        ]
      }
      const macro = findMacro(name, argument === undefined ? 0 : 1)
      if (macro === undefined) {
        diagnostics.push(diagnostic('yaml/syntax', span, `no macro ${name}`))
        return []
      }
      const [key] = macro.arguments
      return read(macro.definition.replaceAll(`$${key}$`, argument ?? ''), () => span)
    })
  const expression = and(read(text, (start, length) => ({ start, end: start + length })))
  const span = { start: 0, end: text.length }
  const value: Logic = {
    stages: [{ kind: 'filter', condition: text, parts: [], expression, span }],
  }
  return { value, diagnostics } satisfies Parsed<Logic>
}

const readers: SplunkReaders = {
  parseSpl,
  macros: [
    { name: 'sysmon', arguments: [], definition: 'sourcetype=sysmon' },
    { name: 'is', arguments: ['what'], definition: 'kind=$what$' },
  ],
  lookups: ['known_tools'],
}

function printRule({ id, title, status, level, date, ...rule }: Rule): string {
  const { product, category, service } = rule.logSource
  const words = [title, id, status, level, date, ...rule.authors, ...rule.references]
  return [
    [...words, ...rule.falsePositives].filter(word => word !== undefined).join(' | '),
    rule.tags.map(({ text }) => text).join(', '),
    [product, category, service].map(word => word ?? '-').join('/'),
    `fields: ${rule.fields.join(', ')}`,
    JSON.stringify(rule.custom),
    printLogic(rule.logic),
  ].join('\n')
}

describeGolden(new URL('./splunk.golden.txt', import.meta.url), input => {
  const { value, diagnostics } = parseSplunk(input, readers)
  return [
    ...diagnostics.map(printDiagnostic),
    ...value.rules.flatMap(({ value: rule, diagnostics: own }) => [
      printRule(rule),
      ...own.map(printDiagnostic),
    ]),
  ].join('\n')
})

describe('the places of tests are in the file', () => {
  const cutTests = (text: string): readonly string[] =>
    parseSplunk(text, readers).value.rules.flatMap(({ value }) =>
      value.logic.stages.flatMap(stage =>
        stage.kind === 'filter'
          ? testsOf(stage.expression).map(({ span }) => text.slice(span.start, span.end))
          : [],
      ),
    )

  test.each([
    ['plain text over lines', 'search: a=1 `sysmon`\n  b=2\n\n  c=3\nname: x\n'],
    ['a literal block', 'search: |-\n  a=1 `sysmon`\n    b=2\n  c=3\nname: x\n'],
    ['a folded block', 'search: >-\n  a=1 `sysmon`\n  b=2\n\n  c=3\nname: x\n'],
    ['single quotation marks', "search: 'a=1 `sysmon` it''s\n  b=2 c=3'\nname: x\n"],
    ['double quotation marks', 'search: "a=1 \\"x\\" `sysmon`\\n b=2 \\\n   c=3"\nname: x\n'],
  ])('in %s', (_, text) => {
    expect(cutTests(text)).toEqual(['a=1', '`sysmon`', 'b=2', 'c=3'])
  })
})

describe('a macro', () => {
  test('has names for its arguments, and its text as the file folds it', () => {
    const text = "name: m\narguments:\n- a\n- b\ndefinition: 'eval x=$a$\n  | eval y=$b$'\n"
    expect(readSplunkMacro(text)).toEqual({
      name: 'm',
      arguments: ['a', 'b'],
      definition: 'eval x=$a$ | eval y=$b$',
    })
    expect(readSplunkMacro('name: m\ndefinition: x\n')?.arguments).toEqual([])
  })

  test('without a name, a definition or a map is none', () => {
    for (const text of ['name: m\n', 'definition: x\n', '- a\n', '', 'name: [\n']) {
      expect(readSplunkMacro(text)).toBeUndefined()
    }
  })
})

test('calls of macros are found with and without arguments, each once', () => {
  const text = 'x `sysmon` | `drop_dm_object_name("A")` ` spaced ` `sysmon` ```a comment``` `un'
  expect(macroCalls(text)).toEqual(['sysmon', 'drop_dm_object_name', 'spaced'])
})

test('calls of lookups are found behind their commands and options', () => {
  const text = '| lookup update=true local=false a.csv x AS y | inputlookup append=t b | x lookup c'
  expect(lookupCalls(text).map(({ name, start }) => [name, text.indexOf(name, start)])).toEqual([
    ['a.csv', text.indexOf('a.csv')],
    ['b', text.indexOf(' b ') + 1],
  ])
})

test('many backticks and many lookups cost no more than their length', () => {
  const text = '| lookup a=b '.repeat(20_000) + '`'.repeat(50_000)
  expect(lookupCalls(text).length).toBeLessThanOrEqual(20_000)
  expect(macroCalls(text)).toEqual([])
})
