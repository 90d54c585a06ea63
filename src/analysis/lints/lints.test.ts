import { describe, expect, test } from 'vitest'
import { applyFilters, parseSigma } from '../../frontends/sigma/index.ts'
import type { Rule } from '../../ir/index.ts'
import { runLint } from './lint.ts'
import { lintRules, lints } from './lint-rules.ts'

/** A rule whose detection, or log source, is the example. */
function ruleOf(example: string): Rule {
  const isLogSource = example.startsWith('logsource:')
  const logSource = isLogSource
    ? example
    : 'logsource: { product: windows, category: process_creation }'
  const detection = isLogSource ? 'selection: { Image: a }\ncondition: selection' : example
  const indented = detection.replaceAll(/^/gm, '  ')
  const text = `title: t\nid: 0b4cd8b7-2ff2-4e7e-8a53-f6f1b1c3a4d5\n${logSource}\ndetection:\n${indented}\n`
  const [parsed] = parseSigma(text).value.rules
  if (parsed === undefined) throw new Error('the example is no rule')
  expect(parsed.diagnostics).toEqual([])
  return parsed.value
}

describe.each(lints.map(lint => [lint.code, lint] as const))('%s', (_, lint) => {
  test('reports its bad example', () => {
    expect(runLint(lint, ruleOf(lint.example.bad)).map(d => d.code)).toEqual([lint.code])
  })

  test('is silent about its good example', () => {
    expect(runLint(lint, ruleOf(lint.example.good))).toEqual([])
  })
})

/** What the lints find in rules of files of their own. */
function codesOf(...rules: readonly Rule[]): readonly string[] {
  const found = lintRules(rules.map((rule, i) => ({ rule, path: `${i}.yml` })))
  return found.map(f => `${f.index} ${f.diagnostic.code}`)
}

function rulesOf(text: string): readonly Rule[] {
  return parseSigma(text).value.rules.map(parsed => parsed.value)
}

describe('rules that share an id', () => {
  const rule = ruleOf('selection: { Image: a }\ncondition: selection')

  test('are reported, the first apart, even where one is a copy of the other', () => {
    expect(codesOf(rule, rule)).toEqual(['1 lint/duplicate-id'])
  })

  test('whatever the case of its letters', () => {
    expect(codesOf(rule, { ...rule, id: rule.id?.toUpperCase() })).toEqual(['1 lint/duplicate-id'])
  })

  test('in one file, too, unless they come from one “action: global”', () => {
    const detection = 'detection: { a: { Image: b }, condition: a }'
    const source = 'logsource: { product: windows, category: process_creation }'
    const inFile = (text: string): readonly string[] =>
      lintRules(rulesOf(text).map(rule => ({ rule, path: 'a.yml' }))).map(f => f.diagnostic.code)
    const one = `title: t\nid: x\n${source}\n${detection}\n`
    expect(inFile(`${one}---\n${one}`)).toEqual(['lint/duplicate-id'])
    const shared = `action: global\ntitle: t\nid: x\n${detection}\n---\n${source}\n---\n${source}`
    expect(inFile(shared)).toEqual([])
  })
})

describe('what proves nothing is not reported:', () => {
  test.each([
    [
      'two values of one field, which may have several',
      'a: { Image: x }\nb: { Image: y }\ncondition: a and b',
    ],
    ['null and a value of one field', 'a: { Image: null }\nb: { Image: y }\ncondition: a and b'],
    [
      'null beside “exists”, which holds for null',
      'a: { Image: null }\nb: { Image|exists: true }\ncondition: a and b',
    ],
    [
      'one end of an order and the other',
      'a: { ProcessId|lt: 5 }\nb: { ProcessId|gt: 9 }\ncondition: a and b',
    ],
    [
      'one value, and a list with it denied as a whole',
      'a: { Image: x }\nb: { Image|contains|all: [x, y] }\ncondition: a and not b',
    ],
    [
      'the same value, cased and not',
      'a: { Image: x }\nb: { Image|cased: x }\ncondition: a and not b',
    ],
    [
      'a selection, or not all of several',
      'a: { Image: x }\nb: { User: y }\ncondition: a or not (a and b) and b',
    ],
    [
      'a selection whose name begins with an underscore',
      'a: { Image: x }\n_b: { User: y }\ncondition: 1 of them',
    ],
  ])('%s', (_, detection) => {
    expect(codesOf(ruleOf(detection))).toEqual([])
  })
})

describe('a condition that can never hold:', () => {
  test.each([
    [
      'a field that is there and not',
      'a: { Image: x }\nb: { Image|exists: false }\ncondition: a and b',
    ],
    [
      'a list and its negation',
      'a: { Image: [x, y] }\nb: { Image: [y, x] }\ncondition: a and not b',
    ],
    [
      'a value, and none of a list with it',
      'a: { Image: x }\nb: { Image: [x, y] }\ncondition: a and not b',
    ],
    [
      'a group and its exclusion',
      'a: { Image: x }\nb: { User: y }\ncondition: a and b and not (a and b)',
    ],
    [
      'in every branch',
      'a: { Image: x }\nb: { User: y }\ncondition: (a and not a) or (b and not b)',
    ],
  ])('%s', (_, detection) => {
    expect(codesOf(ruleOf(detection))).toEqual(['0 lint/never-true'])
  })
})

describe('what could not be read may be anything:', () => {
  const head = 'title: t\nlogsource: { product: windows, category: process_creation }\ndetection:\n'

  test('no selection is unused under a condition that is wrong', () => {
    const [rule] = rulesOf(`${head}  a: { Image: x }\n  condition: a and (`)
    expect(rule && codesOf(rule)).toEqual([])
  })

  test('nor one that “near” names', () => {
    const [rule] = rulesOf(`${head}  a: { Image: x }\n  b: { User: y }\n  condition: a | near b`)
    expect(rule && codesOf(rule)).toEqual([])
  })

  test('and “all” does not stand on one value when another one is wrong', () => {
    const [rule] = rulesOf(`${head}  a: { Image|re|all: ['x', '('] }\n  condition: a`)
    expect(rule && codesOf(rule)).toEqual([])
  })
})

test('a filter rule that applies to a rule is not linted in the rule’s file', () => {
  const detection = 'detection: { a: { Image: b }, condition: a }'
  const logSource = 'logsource: { product: windows, category: process_creation }'
  const filter = 'filter: { rules: [n], a: { User: c }, b: { User: d }, condition: not a }'
  const { value } = parseSigma(
    `title: t\nname: n\n${logSource}\n${detection}\n---\ntitle: f\n${logSource}\n${filter}`,
  )
  const filters = value.filters.flatMap(f => (f.value === undefined ? [] : [f.value]))
  const [rule] = applyFilters(
    value.rules.map(r => r.value),
    filters,
  ).value
  expect(rule?.logic.stages.map(stage => stage.kind)).toEqual(['source', 'filter', 'filter'])
  expect(rule && codesOf(rule)).toEqual([])
})
