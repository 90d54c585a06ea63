import { describe, expect, test } from 'vitest'
import { parseSigma } from '../../frontends/sigma/index.ts'
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

test('rules that share an id are reported, the first apart', () => {
  const rule = ruleOf('selection: { Image: a }\ncondition: selection')
  const other = { ...rule, title: 'other', body: `${rule.body} ` }
  const found = lintRules([rule, other]).filter(f => f.diagnostic.code === 'lint/duplicate-id')
  expect(found.map(f => f.index)).toEqual([1])
})

test('two values of one field are no contradiction, since a field may have several', () => {
  const rule = ruleOf('a: { Image: x }\nb: { Image: y }\ncondition: a and b')
  expect(lintRules([rule])).toEqual([])
})

test('a selection that a condition which cannot be read may use is not called unused', () => {
  const text =
    'title: t\nlogsource: { product: windows }\ndetection:\n  a: { A: 1 }\n  condition: a and ('
  const rules = parseSigma(text).value.rules.map(parsed => parsed.value)
  expect(lintRules(rules).map(f => f.diagnostic.code)).not.toContain('lint/unused-selection')
})
