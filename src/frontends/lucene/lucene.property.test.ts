import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withoutSpans } from '../../../test/support/without-spans.ts'
import { maxDiagnostics, noSpan } from '../../base/index.ts'
import {
  anyOne,
  anyRun,
  type Expression,
  literal,
  opaquesOf,
  pattern,
  testsOf,
} from '../../ir/index.ts'
import { parseLucene } from './parse-lucene.ts'
import { maxLuceneDepth, parseLuceneSyntax } from './parser.ts'
import { printLucene } from './print.ts'
import type { LuceneBound, LuceneClause, LuceneNode, LuceneQuery } from './syntax.ts'

const pieces = [
  'a',
  'process.name',
  ':',
  '(',
  ')',
  '[1 TO ',
  '{a',
  ' TO ',
  ']',
  '}',
  '"',
  '/',
  '\\',
  '\\u00e',
  '*',
  '?',
  '~',
  '~2',
  '^',
  '^1.5',
  '+',
  '-',
  '!',
  ' ',
  ' AND ',
  ' OR ',
  'NOT ',
  '&&',
  '||',
  'or',
  '>=5',
  'now-1d',
  '_exists_:',
  '10.0.0.1',
  '😀',
]

const anyQuery = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom(...pieces), maxLength: 30 }),
)

function expressionOf(text: string): Expression | undefined {
  const filter = parseLucene(text).value.stages.find(stage => stage.kind === 'filter')
  return filter?.kind === 'filter' ? filter.expression : undefined
}

test('any text gives logic whose places are inside it', () => {
  fc.assert(
    fc.property(anyQuery, text => {
      const { value, diagnostics } = parseLucene(text)
      const expression = expressionOf(text)
      const tests = expression === undefined ? [] : testsOf(expression)
      const spans = [
        ...diagnostics.map(({ span }) => span),
        ...value.stages.map(({ span }) => span),
        ...tests.flatMap(({ span, fieldSpan }) => [span, fieldSpan ?? span]),
        ...(expression === undefined ? [] : opaquesOf(expression)).map(({ span }) => span),
      ]
      for (const { start, end } of spans) {
        expect(start).toBeGreaterThanOrEqual(0)
        expect(end).toBeGreaterThanOrEqual(start)
        expect(end).toBeLessThanOrEqual(text.length)
      }
    }),
    { numRuns: 2000 },
  )
})

test('a query with a syntax error has an opaque part', () => {
  fc.assert(
    fc.property(anyQuery, text => {
      const { diagnostics } = parseLuceneSyntax(text)
      if (!diagnostics.some(({ severity }) => severity === 'error')) return
      const expression = expressionOf(text)
      expect(expression !== undefined && opaquesOf(expression).length > 0).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('what any text prints to is the same query', () => {
  fc.assert(
    fc.property(anyQuery, text => {
      const { value, diagnostics } = parseLuceneSyntax(text)
      if (diagnostics.some(({ severity }) => severity === 'error')) return
      const again = parseLuceneSyntax(printLucene(value))
      expect(withoutSpans(again.value)).toEqual(withoutSpans(value))
    }),
    { numRuns: 3000 },
  )
})

const text = fc.string({
  unit: fc.constantFrom(
    ...['a', 'B', ' ', '\n', '\\', '"', ':', '(', '}', ']', '*', '?', '/', '+', '-', '!', '&', '|'],
    ...['AND', 'OR', 'NOT', 'TO', 'u0041', '\u3000', '~', '^', '>'],
  ),
  minLength: 1,
  maxLength: 5,
})

const fuzziness = fc.constantFrom(undefined, 'auto' as const, 0, 1, 0.5)

const term = fc
  .array(fc.oneof({ weight: 3, arbitrary: text.map(literal) }, fc.constantFrom(anyRun, anyOne)), {
    minLength: 1,
    maxLength: 3,
  })
  .chain(tokens =>
    fc.record({
      kind: fc.constant('term' as const),
      tokens: fc.constant(pattern(tokens)),
      fuzziness,
      span: fc.constant(noSpan),
    }),
  )

const phrase = fc.record({
  kind: fc.constant('phrase' as const),
  text,
  slop: fc.constantFrom(undefined, 0, 5),
  span: fc.constant(noSpan),
})

const bound: fc.Arbitrary<LuceneBound> = fc.oneof(
  fc.record({ text, isQuoted: fc.boolean(), isInclusive: fc.boolean() }),
  fc.record({
    text: fc.constant(undefined),
    isQuoted: fc.constant(false),
    isInclusive: fc.boolean(),
  }),
)

const range = fc.record({
  kind: fc.constant('range' as const),
  lower: bound,
  upper: bound,
  span: fc.constant(noSpan),
})

const regex = fc.constantFrom('a', 'a/b', '[a-z]+\\\\', '\\.').map(source => ({
  kind: 'regex' as const,
  source,
  span: noSpan,
}))

/** Clauses after the first have a word before them, so that no two of them are words together. */
const { query: anySyntax } = fc.letrec<{ query: LuceneQuery; node: LuceneNode }>(tie => ({
  node: fc.oneof(
    { maxDepth: 3 },
    { weight: 3, arbitrary: term },
    phrase,
    range,
    regex,
    tie('query').map(query => ({ kind: 'group' as const, query, span: noSpan })),
  ),
  query: fc
    .array(
      fc.record({
        conjunction: fc.constantFrom('AND' as const, 'OR' as const),
        modifier: fc.constantFrom(undefined, '+' as const, '-' as const),
        field: fc.oneof(
          fc.constant(undefined),
          text.map(name => ({ name, span: noSpan })),
        ),
        node: tie('node'),
        boost: fc.constantFrom(undefined, 2, 0.5),
        span: fc.constant(noSpan),
      }),
      { minLength: 1, maxLength: 3 },
    )
    .map(clauses => ({
      kind: 'query' as const,
      clauses: clauses.map(
        (clause, i): LuceneClause => (i === 0 ? { ...clause, conjunction: undefined } : clause),
      ),
      span: noSpan,
    })),
}))

test('a tree that is printed and parsed again is the same tree', () => {
  fc.assert(
    fc.property(anySyntax, syntax => {
      const again = parseLuceneSyntax(printLucene(syntax))
      expect(again.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
      expect(withoutSpans(again.value)).toEqual(withoutSpans(syntax))
    }),
    { numRuns: 2000 },
  )
})

describe('what is too deep is told and not run', () => {
  test('brackets', () => {
    const { diagnostics } = parseLucene(`${'('.repeat(10_000)}a:1${')'.repeat(10_000)} AND b:2`)
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    expect(errors.map(({ code }) => code)).toEqual(['lucene/nesting-limit'])
  })

  test('the limit itself is not', () => {
    const text = `${'('.repeat(maxLuceneDepth)}a:1${')'.repeat(maxLuceneDepth)}`
    expect(parseLucene(text).diagnostics).toEqual([])
  })
})

test('a megabyte of anything is read', () => {
  for (const piece of ['(', '\\', '-', '[', 'a:(b ', ' ']) {
    const long = piece.repeat(1_000_000 / piece.length)
    expect(parseLucene(long).diagnostics.length).toBeLessThanOrEqual(maxDiagnostics)
  }
})
