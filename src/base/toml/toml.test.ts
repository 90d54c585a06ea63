import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseToml, type TomlPath } from './index.ts'

const cut = (text: string, path: TomlPath): string | undefined => {
  const span = parseToml(text).value.findSpan(path)
  return span && text.slice(span.start, span.end)
}

test.each<readonly [string, TomlPath, string]>([
  ['a = 1', ['a'], '1'],
  ['a = 1 # one\nb = 2', ['b'], '2'],
  ['a = "x # y"', ['a'], '"x # y"'],
  ["a = 'x'", ['a'], "'x'"],
  ['a = """\nx "y" \\""""""', ['a'], '"""\nx "y" \\""""""'],
  ["a = '''x''y''''", ['a'], "'''x''y''''"],
  ['[t]\na.b = true', ['t', 'a', 'b'], 'true'],
  ['[t."u v"]\n"w\\u0041" = 2020-01-02', ['t', 'u v', 'wA'], '2020-01-02'],
  ['a = [1, [2, "x"], { b = 3 }]', ['a', 1, 1], '"x"'],
  ['a = [1, [2, "x"], { b = 3 }]', ['a', 2, 'b'], '3'],
  ['a = [ # one\n  "x", # two\n]', ['a', 0], '"x"'],
  ['[[a]]\nb = 1\n[[a]]\nb = 2\n[[a.c]]\nd = 3\n[a.e]\nf = 4', ['a', 1, 'c', 0, 'd'], '3'],
  ['[[a]]\nb = 1\n[[a]]\nb = 2\n[[a.c]]\nd = 3\n[a.e]\nf = 4', ['a', 1, 'e', 'f'], '4'],
  ['[[a]]\nb = 1\n[[a]]\nb = 2', ['a', 0, 'b'], '1'],
  ['\ufeffa = 1', ['a'], '1'],
])('%j: the value at %j is %s', (text, path, written) => {
  expect(parseToml(text).diagnostics).toEqual([])
  expect(cut(text, path)).toBe(written)
})

test.each([
  ['a = "x\\\\y"', 'y', 'y'],
  ['a = "x\\u00e9y"', 'é', '\\u00e9'],
  ['a = "x\\U0001F600y"', 'y', 'y'],
  ['a = """\nx \\\n   y\nz"""', 'y\nz', 'y\nz'],
  ['a = "x\\"y"', '"', '\\"'],
  ["a = '''\nx\\y'''", 'x\\y', 'x\\y'],
  ["a = 'x\\y'", '\\y', '\\y'],
])('%j: “%s” in the value stands as “%s” in the file', (text, part, written) => {
  const { value } = parseToml(text)
  const { a } = value.root
  const start = String(a).indexOf(part)
  const span = value.findTextMap(['a'])?.({ start, end: start + part.length })
  expect(span && text.slice(span.start, span.end)).toBe(written)
})

test('every character of a string is where it is written', () => {
  const piece = fc.constantFrom(
    'a',
    '\\\\',
    '\\"',
    '\\n',
    '\\u0041',
    '\\U0001F600',
    '\\\n  ',
    'é',
    '"b',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
      const written = `${pieces.join('')}z`
      const text = `x = 1\na = """${written}"""`
      const { value, diagnostics } = parseToml(text)
      expect(diagnostics).toEqual([])
      const found = String(value.root.a)
      const map = value.findTextMap(['a'])
      for (let at = 0; at < found.length; at++) {
        const span = map?.({ start: at, end: at + 1 }) ?? { start: 0, end: 0 }
        const here = text.slice(span.start, span.end)
        const [character = ''] = [...found.slice(at)]
        if (here.startsWith('\\'))
          expect(parseToml(`b = "${here}"`).value.root.b).toContain(found[at])
        else expect(here).toBe(character)
      }
    }),
  )
})

test('an error has its place, and no value is left', () => {
  const text = 'a = 1\n[t]\nb = 1\nb = 2\n'
  const { value, diagnostics } = parseToml(text)
  expect(value.root).toEqual({})
  expect(diagnostics.map(({ code }) => code)).toEqual(['toml/syntax'])
  const [{ span } = { span: { start: 0 } }] = diagnostics
  expect(text.slice(0, span.start).split('\n').length).toBe(4)
})

test('any text is read or refused', () => {
  const piece = fc.constantFrom(
    'a',
    ' = ',
    '"',
    "'",
    '"""',
    "'''",
    '[',
    ']',
    '\n',
    '{',
    '}',
    ',',
    '1',
    '.',
    '\\',
  )
  fc.assert(
    fc.property(fc.string({ unit: piece, maxLength: 20 }), text => {
      const { value, diagnostics } = parseToml(text)
      expect(diagnostics.length).toBeLessThanOrEqual(1)
      for (const { span } of diagnostics) expect(span.end).toBeLessThanOrEqual(text.length)
      for (const key of Object.keys(value.root)) value.findSpan([key])
    }),
    { numRuns: 2000 },
  )
})
