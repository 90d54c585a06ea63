import { expect, test } from 'vitest'
import { diagnostic, limitDiagnostics, maxDiagnostics } from './diagnostic.ts'

const at = (start: number, code: 'kuery/syntax' | 'kuery/nested-object') =>
  diagnostic(code, { start, end: start }, 'x')

test('diagnostics come in the order of the text', () => {
  const places = limitDiagnostics([at(5, 'kuery/syntax'), at(1, 'kuery/nested-object')])
  expect(places.map(({ span }) => span.start)).toEqual([1, 5])
})

test('past the limit errors are the last to be left out', () => {
  const notes = Array.from({ length: maxDiagnostics }, (_, i) => at(i, 'kuery/nested-object'))
  const limited = limitDiagnostics([...notes, at(1000, 'kuery/syntax')])
  expect(limited.length).toBe(maxDiagnostics)
  expect(limited.at(-1)?.code).toBe('kuery/syntax')
})
