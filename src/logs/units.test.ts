import { expect, test } from 'vitest'
import { findObjectStart } from './units.ts'

function startIn(text: string): string | undefined {
  const bytes = new TextEncoder().encode(text)
  const at = findObjectStart(bytes)
  return at === undefined ? undefined : new TextDecoder().decode(bytes.subarray(at))
}

test.each([
  ['tail of a line}\n{"a":1}\n{"b":2}', '{"a":1}\n{"b":2}'],
  ['tail}\r\n{"a":1}', '{"a":1}'],
  // Behind a comma both belong to one array, and an indented brace may be inside of anything.
  ['{"a":1},\n{"b":2}', undefined],
  ['}\n  {"b":2}', undefined],
  ['}\n\n{"b":2}', undefined],
  ['no line', undefined],
])('JSON is cut only between an object and the next line’s: %j', (text, expected) => {
  expect(startIn(text)).toBe(expected)
})
