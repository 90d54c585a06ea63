import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitCommandLine } from './split-command-line.ts'

test.each([
  ['', []],
  ['a', ['a']],
  [' a \t b ', ['a', 'b']],
  ['"C:\\Program Files\\x.exe" /c', ['C:\\Program Files\\x.exe', '/c']],
  ['C:\\a\\ b', ['C:\\a\\', 'b']],
  ['"C:\\a\\\\" b', ['C:\\a\\', 'b']],
  ['a\\"b c', ['a"b', 'c']],
  ['a\\\\\\"b c', ['a\\"b', 'c']],
  ['"a""b" c', ['a"b c']],
  ['"a"b" c"', ['ab c']],
  ['"" x', ['', 'x']],
  ['"open', ['open']],
])('%s is %j', (line, args) => {
  expect(splitCommandLine(line)).toEqual(args)
})

test('arguments that are quoted as Windows wants it come back', () => {
  const quote = (text: string): string =>
    `"${text.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\*)$/, '$1$1')}"`
  const argument = fc.string({ unit: fc.constantFrom('a', ' ', '\\', '"', '\t') })
  fc.assert(
    fc.property(fc.array(argument), args => {
      expect(splitCommandLine(args.map(quote).join(' '))).toEqual(args)
    }),
  )
})
