import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readHtml } from '../../../test/support/read-html.ts'
import { type Mark, markedBodyHtml } from './marked-body.ts'
import { type BodyToken, yamlTokens } from './yaml-tokens.ts'

const mark = (predicate: number, start: number, end: number): Mark => ({
  predicate,
  start,
  end,
  isNegated: false,
})

/** Which predicates cover each character of the HTML’s text: the slow obvious reading of its spans. */
function coverage(html: string): readonly string[] {
  const covered: string[] = []
  const open: (string | undefined)[] = []
  for (const [piece] of html.matchAll(/<[^>]*>|&[a-z#0-9]+;|[^<&]/gsu)) {
    if (piece.startsWith('</')) open.pop()
    else if (piece.startsWith('<')) open.push(/data-p="(\d+)"/.exec(piece)?.[1])
    else {
      const inside = [...new Set(open.flatMap(p => p ?? []))].sort().join(' ')
      for (let unit = 0; unit < (piece.startsWith('&') ? 1 : piece.length); unit++)
        covered.push(inside)
    }
  }
  return covered
}

const arbitraryText = fc.string({
  unit: fc.constantFrom('a', 'ß', '<', '&', '"', "'", '\n', ' ', '#', ':', '-', '😀'),
  maxLength: 60,
})

const arbitraryBody = arbitraryText.chain(body =>
  fc.record({
    body: fc.constant(body),
    marks: fc.array(
      fc.tuple(fc.nat(body.length), fc.nat(body.length), fc.nat(9), fc.boolean()).map(
        ([a, b, predicate, isNegated]): Mark => ({
          predicate,
          start: Math.min(a, b),
          end: Math.max(a, b),
          isNegated,
        }),
      ),
      { maxLength: 8 },
    ),
  }),
)

describe('the body with its marks', () => {
  test('has the text of the body, whatever the marks, and its elements nest', () => {
    fc.assert(
      fc.property(arbitraryBody, fc.boolean(), ({ body, marks }, hasTokens) => {
        const tokens = hasTokens ? yamlTokens(body) : []
        const { text, problems } = readHtml(markedBodyHtml(body, marks, tokens, 1))
        expect(problems).toEqual([])
        expect(text).toBe(body)
      }),
    )
  })

  test('covers with each predicate what its spans cover', () => {
    fc.assert(
      fc.property(arbitraryBody, ({ body, marks }) => {
        const html = markedBodyHtml(body, marks, yamlTokens(body), 1)
        const expected = Array.from({ length: body.length }, (_, at) => {
          const over = marks.filter(({ start, end }) => start <= at && at < end)
          return [...new Set(over.map(({ predicate }) => String(predicate)))].sort().join(' ')
        })
        expect(coverage(html)).toEqual(expected)
      }),
    )
  })

  test('has the id of each predicate once', () => {
    fc.assert(
      fc.property(arbitraryBody, ({ body, marks }) => {
        const { tags } = readHtml(markedBodyHtml(body, marks, [], 1))
        const ids = tags.flatMap(({ attributes }) => attributes.id ?? []).sort()
        const drawn = marks.filter(({ start, end }) => start < end)
        expect(ids).toEqual([...new Set(drawn.map(m => `p${m.predicate}`))].sort())
      }),
    )
  })

  test('numbers every line', () => {
    const { tags } = readHtml(markedBodyHtml('a\n\nb: c\n', [mark(0, 0, 6)], [], 7))
    expect(tags.flatMap(({ attributes }) => attributes['data-n'] ?? [])).toEqual([
      '7',
      '8',
      '9',
      '10',
    ])
  })

  test('links the beginning of a mark to its row', () => {
    const tokens: readonly BodyToken[] = [{ kind: 'key', start: 0, end: 1 }]
    expect(markedBodyHtml('a: b', [mark(3, 0, 4)], tokens, 1)).toBe(
      '<i data-n="1"></i><span class="mark" id="p3" data-p="3"><a class="key" href="#r3">a</a>: b</span>',
    )
  })

  test('splits a mark that crosses the end of another', () => {
    expect(markedBodyHtml('abc', [mark(0, 0, 2), mark(1, 1, 3)], [], 1)).toBe(
      '<i data-n="1"></i><span class="mark" id="p0" data-p="0"><a href="#r0">a</a>' +
        '<span class="mark" id="p1" data-p="1"><a href="#r1">b</a></span></span>' +
        '<span class="mark" data-p="1">c</span>',
    )
  })
})
