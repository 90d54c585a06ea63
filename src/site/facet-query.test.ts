import { expect, test } from 'vitest'
import { toggleTerm } from './facet-query.ts'

test.each([
  ['', 'level', 'high', 'level:high'],
  ['frp', 'level', 'high', 'frp level:high'],
  ['frp level:high', 'level', 'high', 'frp'],
  ['LEVEL:High frp', 'level', 'high', 'frp'],
  ['frp', 'author', 'Florian Roth', 'frp author:"Florian Roth"'],
  ['author:"Florian Roth" x', 'author', 'Florian Roth', 'x'],
  ['"level:high frp" x', 'level', 'high', '"level:high frp" x level:high'],
  ['level:highest', 'level', 'high', 'level:highest level:high'],
  ['-level:high', 'level', 'high', '-level:high level:high'],
  ['a "never closed', 'level', 'high', 'a "never closed level:high'],
])('%j with %s:%s turned round is %j', (query, field, value, expected) => {
  expect(toggleTerm(query, field, value)).toBe(expected)
})
