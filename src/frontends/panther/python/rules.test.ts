import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describeGolden } from '../../../../test/support/golden.ts'
import { printExpression } from '../../../ir/index.ts'
import { readPythonRule } from './read-python-rule.ts'

const options = { entry: 'rule', typeOf: () => undefined, findFile: () => undefined }

describe('rules in Python', () => {
  describeGolden(new URL('rules.golden.txt', import.meta.url), code => {
    const { expression, unread, notes } = readPythonRule(code, options)
    const parts = unread.map(
      ({ start, end }) => `imperative: ${code.slice(start, end).split('\n')[0]}`,
    )
    const printed = expression === undefined ? '(no rule)' : printExpression(expression)
    return [printed, ...parts, ...notes.map(({ message }) => `note: ${message}`)].join('\n')
  })

  test('are read in full but for those that are no boolean of comparisons', () => {
    const text = readFileSync(new URL('rules.golden.txt', import.meta.url), 'utf8')
    const cases = text.split(/^=== /m).slice(1)
    const partly = cases.filter(each => {
      const code = each.slice(each.indexOf('\n') + 1, each.indexOf('\n==>'))
      const { expression, unread } = readPythonRule(code, options)
      return expression === undefined || unread.length > 0
    })
    expect(cases.length).toBeGreaterThanOrEqual(70)
    expect(partly.map(each => each.split('\n')[0])).toEqual([
      'two tests of one element cannot be said',
      'enrichment is imperative',
      'try is imperative',
      'state is imperative',
      'a loop that counts is imperative',
      'a call that changes something is imperative',
      'a rule without rule',
      'a function that calls itself',
    ])
  })

  test('never make the reader throw, whatever they are', () => {
    const words = fc.constantFrom(
      ...['def rule(event):', 'return ', 'event', '.get(', '"a"', "'", '"""', ')', '(', '[', ']'],
      ...['{', '}', ':', '\n', '\n    ', ' if ', ' else ', ' for ', ' in ', ' and ', ' not '],
      ...['==', '=', ',', 'lambda x: ', '\\', '#', 'f"{', '@', 'import re', 'class A:', 'try:'],
      ...['x', '1', '*', '-', ';', 'any(', ' is ', '\t'],
    )
    fc.assert(
      fc.property(fc.array(words, { maxLength: 40 }), parts => {
        const code = `def rule(event):\n    ${parts.join('')}`
        const { unread } = readPythonRule(code, options)
        for (const { start, end } of unread) expect(start <= end && end <= code.length).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })

  const chain = Array.from(
    { length: 40 },
    (_, i) => `def f${i}(e):\n    return f${i + 1}(e) and f${i + 1}(e)\n`,
  )
  const blocks = Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i + 4)}if event.get("a"):\n`)
  test.each([
    ['brackets', `    return ${'('.repeat(100_000)}`],
    ['lists', `    return ${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['negations', `    return ${'not '.repeat(100_000)}event.get("a")`],
    ['calls', `    return event${'.get("a", {})'.repeat(50_000)}`],
    ['a sum', `    return ${'"a" + '.repeat(100_000)}"a" == event.get("a")`],
    ['a long condition', `    return ${'event.get("a") == "b" or '.repeat(10_000)}True`],
    ['blocks', blocks.join('')],
    [
      'elif',
      `    if event.get("a"):\n        return True\n${'    elif event.get("b"):\n        return True\n'.repeat(20_000)}`,
    ],
    [
      'ifs that go on',
      `    x = 1\n${'    if event.get("b"):\n        x = 2\n'.repeat(200)}    return x == 2`,
    ],
    ['a literal', `    return event.get("a") == "${'QUFB'.repeat(500_000)}"`],
    ['a string that does not end', `    return event.get("""${'x'.repeat(500_000)}`],
    ['helpers that call helpers twice', `    return f0(event)\n${chain.join('')}`],
  ])('that are hostile are only read: %s', (_, body) => {
    const { expression } = readPythonRule(`def rule(event):\n${body}`, options)
    expect(expression).toBeDefined()
  })
})
