import { describe } from 'vitest'
import { describeGolden } from '../../../../test/support/golden.ts'
import { printExpression } from '../../../ir/index.ts'
import { readPythonRule } from './read-python-rule.ts'

describe('rules in Python', () => {
  describeGolden(new URL('rules.golden.txt', import.meta.url), code => {
    const { expression, unread, notes } = readPythonRule(code, {
      entry: 'rule',
      typeOf: () => undefined,
      findFile: () => undefined,
    })
    const parts = unread.map(
      ({ start, end }) => `imperative: ${code.slice(start, end).split('\n')[0]}`,
    )
    const printed = expression === undefined ? '(no rule)' : printExpression(expression)
    return [printed, ...parts, ...notes.map(({ message }) => `note: ${message}`)].join('\n')
  })
})
