import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { yamlTokens } from './yaml-tokens.ts'

const tokensOf = (text: string): readonly string[] =>
  yamlTokens(text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`)

describe('the tokens of YAML', () => {
  test.each([
    ['a: b', ['key a']],
    [
      "Image|endswith: '\\frpc.exe' # note",
      ['key Image|endswith', "string '\\frpc.exe'", 'comment # note'],
    ],
    ['- a: "x: y"', ['key a', 'string "x: y"']],
    ["- 'it''s'", ["string 'it''s'"]],
    ['"quoted key": 1', ['key "quoted key"']],
    ['# only', ['comment # only']],
    ['url: http://a#b', ['key url']],
    ["text: it's plain", ['key text']],
    ['a: [\'x\', "y"]', ['key a', "string 'x'", 'string "y"']],
    ['a: |\n  # no comment\n  b: c\nd: e', ['key a', 'key d']],
    ['- >-\n  b: c', []],
    ['a: "two\n  lines" # end\nb: c', ['key a', 'string "two\n  lines"', 'comment # end', 'key b']],
    ['a: "never closed\nb: c', ['key a', 'string "never closed', 'key b']],
    ['a: "\\"" # c', ['key a', 'string "\\""', 'comment # c']],
    ['a:\r\n  b: c\r\n', ['key a', 'key b']],
  ])('%j', (text, expected) => {
    expect(tokensOf(text)).toEqual(expected)
  })

  test('stand in order, apart, and in the text, whatever the text', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '"', "'", '\\', '#', ':', '-', ' ', '\n', '|', '>', '[', '\t'),
      maxLength: 80,
    })
    fc.assert(
      fc.property(text, body => {
        let end = 0
        for (const token of yamlTokens(body)) {
          expect(token.start).toBeGreaterThanOrEqual(end)
          expect(token.end).toBeGreaterThan(token.start)
          end = token.end
        }
        expect(end).toBeLessThanOrEqual(body.length)
      }),
    )
  })
})
