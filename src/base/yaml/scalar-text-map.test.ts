import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { findEntry } from './plain.ts'
import { scalarTextMap } from './scalar-text-map.ts'
import type { YamlScalar } from './yaml-node.ts'
import { parseYaml } from './yaml-tree.ts'

function scalarOf(file: string): YamlScalar {
  const root = parseYaml(file).value[0]?.root
  const node = root?.kind === 'map' ? findEntry(root, 'key') : undefined
  if (node?.kind !== 'scalar') throw new Error(`no scalar in ${file}`)
  return node
}

/** What is written in the file for a piece of the scalar’s text. */
function written(file: string, piece: string): string {
  const scalar = scalarOf(file)
  const start = scalar.text.indexOf(piece)
  expect(start).toBeGreaterThanOrEqual(0)
  const span = scalarTextMap(file, scalar)({ start, end: start + piece.length })
  return file.slice(span.start, span.end)
}

describe('places of a scalar’s text', () => {
  test.each<[string, string, string, string]>([
    ['plain text', 'key: one two', 'two', 'two'],
    ['quoted text', "key: 'one two'", 'two', 'two'],
    ['a doubled quotation mark', "key: 'it''s two'", "'s two", "''s two"],
    ['escapes', String.raw`key: "a\x41\u0042\\two"`, 'AB\\two', String.raw`\x41\u0042\\two`],
    ['text behind escapes', String.raw`key: "\t\n\"two"`, 'two', 'two'],
    ['a literal block', 'key: |\n  one\n    two\n  three\n', 'two\nthree', 'two\n  three'],
    ['a literal block of CRLF lines', 'key: |\r\n  one\r\n  two\r\n', 'two', 'two'],
    ['a block with a blank line', 'key: |\n  one\n\n  two\n', 'two', 'two'],
    ['a block with an indicator', 'key: |2-\n    one\n   two', ' two', ' two'],
    [
      'a folded block',
      'key: >-\n  one\n  two three\n  four',
      'two three four',
      'two three\n  four',
    ],
    ['a folded block with a blank line', 'key: >\n  one\n\n  two\n', 'two', 'two'],
    ['a folded block with a deeper line', 'key: >\n  one\n    two\n  three\n', 'three', 'three'],
    ['plain text over two lines', 'key: one\n  two\n  three', 'two three', 'two\n  three'],
    ['plain text with a blank line', 'key: one\n\n  two\n', 'two', 'two'],
    ['a line break beside an escaped one', 'key: "one\n\n  \\ntwo"', 'two', 'two'],
    ['quoted text over two lines', 'key: "one\n  two \\\n  three"', 'two three', 'two \\\n  three'],
  ])('are known in %s', (_, file, piece, expected) => {
    expect(written(file, piece)).toBe(expected)
  })

  test('are those of the anchor for an alias', () => {
    const file = 'first: &a |\n  one\n  two\nkey: *a\n'
    const scalar = scalarOf(file)
    expect(scalar.text).toBe('one\ntwo\n')
    const span = scalarTextMap(file, scalar)({ start: 4, end: 7 })
    expect(['two', '*a']).toContain(file.slice(span.start, span.end))
  })

  test('hold each character, however the text is written', () => {
    const line = fc.string({
      unit: fc.constantFrom('a', 'b', ' ', '"', "'", '\\', '|', '#'),
      maxLength: 12,
    })
    const texts = fc.array(line, { minLength: 1, maxLength: 5 }).map(lines => lines.join('\n'))
    const styles = fc.constantFrom(
      'BLOCK_LITERAL',
      'BLOCK_FOLDED',
      'QUOTE_DOUBLE',
      'QUOTE_SINGLE',
      'PLAIN',
    )
    const widths = fc.constantFrom(0, 20)
    fc.assert(
      fc.property(texts, styles, widths, (text, style, lineWidth) => {
        const file = stringify({ key: text }, { defaultStringType: style, lineWidth })
        const scalar = scalarOf(file)
        const map = scalarTextMap(file, scalar)
        for (const [at, character] of scalar.text.split('').entries()) {
          if (/[\s"'\\]/.test(character)) continue
          const span = map({ start: at, end: at + 1 })
          expect(file.slice(span.start, span.end)).toBe(character)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('are found in time that grows with the text', () => {
    const file = `key: 'a${' '.repeat(300_000)}b'`
    const scalar = scalarOf(file)
    expect(scalarTextMap(file, scalar)({ start: 300_001, end: 300_002 })).toEqual({
      start: 300_007,
      end: 300_008,
    })
  })
})
