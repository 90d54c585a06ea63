import { describe, expect, test } from 'vitest'
import { withoutSpans } from '../../../test/support/without-spans.ts'
import type { Expression, FilterStage, Logic } from '../../ir/index.ts'
import { printLogic, testsOf } from '../../ir/index.ts'
import { type Macro, parseMacroCall } from './macro.ts'
import { parseSpl } from './parse-spl.ts'

const macros: readonly Macro[] = [
  { name: 'shells', arguments: [], definition: '(name IN ("sh", "bash") OR original=SH.EXE)' },
  { name: 'listening', arguments: ['port'], definition: 'state=listen port=$port$ `shells`' },
  {
    name: 'known_bad',
    arguments: ['field'],
    definition: 'lookup bad $field$ OUTPUT why | search why=*',
  },
  { name: 'a', arguments: [], definition: '`b`' },
  { name: 'b', arguments: [], definition: '`c` x=1' },
  { name: 'c', arguments: [], definition: '`a`' },
]

const findMacro = (name: string, arity: number): Macro | undefined =>
  macros.find(macro => macro.name === name && macro.arguments.length === arity)

function parse(text: string): Logic {
  return parseSpl(text, { findMacro }).value
}

function filterOf(text: string): FilterStage {
  const found = parse(text).stages.find(stage => stage.kind === 'filter')
  if (found?.kind !== 'filter') throw new Error('no filter')
  return found
}

/** What of a test an indicator is made of. */
function meanings(expression: Expression): unknown {
  return testsOf(expression).map(({ part: _, list: __, ...test }) =>
    withoutSpans({ ...test, fieldSpan: 0 }),
  )
}

describe('a search with macros is the search with their definitions', () => {
  test.each([
    ['`shells` user=a', '(name IN ("sh", "bash") OR original=SH.EXE) user=a'],
    ['user=a NOT `shells`', 'user=a NOT (name IN ("sh", "bash") OR original=SH.EXE)'],
    ['`listening(80)`', 'state=listen port=80 (name IN ("sh", "bash") OR original=SH.EXE)'],
    [
      '`listening("80")` | head 1',
      'state=listen port=80 (name IN ("sh", "bash") OR original=SH.EXE) | head 1',
    ],
    ['x=1 | `known_bad(query)`', 'x=1 | lookup bad query OUTPUT why | search why=*'],
  ])('%s', (called, written) => {
    expect(printLogic(parse(called))).toBe(printLogic(parse(written)))
    expect(meanings(filterOf(called).expression)).toEqual(meanings(filterOf(written).expression))
  })
})

test('what a macro says has the place of its call', () => {
  const text = 'user=a `shells` b=1'
  const places = testsOf(filterOf(text).expression).map(({ span }) =>
    text.slice(span.start, span.end),
  )
  expect(places).toEqual(['a', '`shells`', '`shells`', '`shells`', '1'])
})

test('the condition stands as it is written, with what each macro says in a part', () => {
  const { condition, parts, expression } = filterOf('user=a `listening(80)` b=1')
  expect(condition).toBe('user=a `listening(80)` b=1')
  expect(parts.map(({ name }) => name)).toEqual(['`listening(80)`'])
  expect(testsOf(expression).map(({ part }) => part)).toEqual([
    undefined,
    ...Array.from({ length: 5 }, () => '`listening(80)`'),
    undefined,
  ])
})

test('a command of a definition stands as it is there', () => {
  const filters = parse('x=1 | `known_bad(query)`').stages.filter(stage => stage.kind === 'filter')
  expect(filters.map(stage => stage.kind === 'filter' && stage.condition)).toEqual([
    'x=1',
    'search why=*',
  ])
})

test('the place for local tuning is named', () => {
  const { stages } = parse('x=1 | `my_rule_filter`')
  const last = stages.at(-1)
  expect(last?.kind === 'filter' && [last.condition, last.parts.map(({ name }) => name)]).toEqual([
    '`my_rule_filter`',
    ['local tuning'],
  ])
})

test('macros that call one another in a circle are told once', () => {
  const { diagnostics } = parseSpl('`a`', { findMacro })
  expect(diagnostics.map(({ code }) => code)).toEqual(['spl/macro-recursion', 'spl/unknown-macro'])
})

test('definitions that double at each level end at a limit', () => {
  const doubling = Array.from(
    { length: 40 },
    (_, i): Macro => ({
      name: `d${i}`,
      arguments: [],
      definition: `\`d${i + 1}\` \`d${i + 1}\``,
    }),
  )
  const { diagnostics } = parseSpl('`d0`', {
    findMacro: name => doubling.find(m => m.name === name),
  })
  expect(diagnostics.map(({ code }) => code)).toContain('spl/macro-limit')
})

test.each([
  ['a', 'a', []],
  ['a()', 'a', []],
  ['a(b, "c, d")', 'a', ['b', 'c, d']],
  ['a(b(c, d), e)', 'a', ['b(c, d)', 'e']],
  ['a(b', 'a', ['b']],
])('%s is a call', (text, name, given) => {
  expect(parseMacroCall(text)).toEqual({ name, arguments: given })
})

test.each(['', 'a b', '(a)', 'a|b'])('“%s” is none', text => {
  expect(parseMacroCall(text)).toBeUndefined()
})
