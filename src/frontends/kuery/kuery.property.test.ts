import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withoutSpans } from '../../../test/support/without-spans.ts'
import { maxDiagnostics, noSpan } from '../../base/index.ts'
import {
  anyRun,
  type Expression,
  literal,
  opaquesOf,
  type Pattern,
  pattern,
  testsOf,
} from '../../ir/index.ts'
import { parseKuery } from './parse-kuery.ts'
import { maxKueryDepth, parseKuerySyntax } from './parser.ts'
import { printKuery } from './print.ts'
import type { KueryLiteral, KuerySyntax, KueryValue } from './syntax.ts'

const pieces = [
  'a',
  'process.name',
  ':',
  ' : ',
  '(',
  ')',
  '{',
  '}',
  '<=',
  '>',
  '"',
  '\\',
  '\\u00e',
  '*',
  ' and ',
  ' or ',
  'not ',
  '\n',
  '\u00a0',
  'now-1d',
  '2024-02',
  '10.0.0.0/8',
  '😀',
  'null',
]

const anyQuery = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom(...pieces), maxLength: 30 }),
)

function expressionOf(text: string): Expression | undefined {
  const filter = parseKuery(text).value.stages.find(stage => stage.kind === 'filter')
  return filter?.kind === 'filter' ? filter.expression : undefined
}

test('any text gives logic whose places are inside it', () => {
  fc.assert(
    fc.property(anyQuery, text => {
      const { value, diagnostics } = parseKuery(text)
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

test('a query with an error has an opaque part, and none without', () => {
  fc.assert(
    fc.property(anyQuery, text => {
      const expression = expressionOf(text)
      const hasError = parseKuery(text).diagnostics.some(({ severity }) => severity === 'error')
      expect(expression !== undefined && opaquesOf(expression).length > 0).toBe(hasError)
    }),
    { numRuns: 2000 },
  )
})

test('what any text prints to is the same query', () => {
  fc.assert(
    fc.property(anyQuery, text => {
      const { value, diagnostics } = parseKuerySyntax(text)
      if (diagnostics.some(({ severity }) => severity === 'error')) return
      const again = parseKuerySyntax(printKuery(value))
      expect(withoutSpans(again.value)).toEqual(withoutSpans(value))
    }),
    { numRuns: 3000 },
  )
})

const word = fc.string({
  unit: fc.constantFrom(
    ...['a', 'B', ' ', '\t', '\n', '\\', '"', ':', '(', '}', '<', '*', 'é', '\u00a0'],
    ...['and', 'or', 'not', 'u0041', 'null'],
  ),
  minLength: 1,
  maxLength: 6,
})

const quoted = word.map((text): KueryLiteral => make({ isQuoted: true, tokens: [literal(text)] }))

const unquoted = fc
  .array(fc.oneof({ weight: 3, arbitrary: word.map(literal) }, fc.constant(anyRun)), {
    minLength: 1,
    maxLength: 3,
  })
  .map(tokens => make({ isQuoted: false, tokens: trimmed(pattern(tokens)) }))
  .filter(({ tokens }) => tokens.length > 0)

function make(value: Pick<KueryLiteral, 'isQuoted' | 'tokens'>): KueryLiteral {
  return { kind: 'literal', ...value, span: noSpan }
}

function trimmed(tokens: Pattern): Pattern {
  return pattern(
    tokens.map((token, i) => {
      if (token.kind !== 'literal') return token
      const text = i === 0 ? token.text.trimStart() : token.text
      return literal(i === tokens.length - 1 ? text.trimEnd() : text)
    }),
  )
}

const anyLiteral = fc.oneof(quoted, unquoted)

const { value: anyValue } = fc.letrec<{ value: KueryValue }>(tie => ({
  value: fc.oneof(
    { maxDepth: 3 },
    { weight: 4, arbitrary: anyLiteral },
    operation(tie('value')),
    negation(tie('value')),
  ),
}))

const { query: anySyntax } = fc.letrec<{ query: KuerySyntax }>(tie => ({
  query: fc.oneof(
    { maxDepth: 4 },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('is' as const),
        field: anyLiteral,
        value: anyValue,
        span: fc.constant(noSpan),
      }),
    },
    anyLiteral.map(value => ({ kind: 'is' as const, field: undefined, value, span: noSpan })),
    fc.record({
      kind: fc.constant('range' as const),
      field: anyLiteral,
      operator: fc.constantFrom('lt', 'lte', 'gt', 'gte'),
      value: anyLiteral,
      span: fc.constant(noSpan),
    }),
    fc.record({
      kind: fc.constant('nested' as const),
      field: anyLiteral,
      query: tie('query'),
      span: fc.constant(noSpan),
    }),
    operation(tie('query')),
    negation(tie('query')),
  ),
}))

function operation<T>(operand: fc.Arbitrary<T>) {
  return fc.record({
    kind: fc.constantFrom('and', 'or'),
    operands: fc.array(operand, { minLength: 2, maxLength: 3 }),
    span: fc.constant(noSpan),
  })
}

function negation<T>(operand: fc.Arbitrary<T>) {
  return fc.record({ kind: fc.constant('not' as const), operand, span: fc.constant(noSpan) })
}

test('a tree that is printed and parsed again is the same tree', () => {
  fc.assert(
    fc.property(anySyntax, syntax => {
      const again = parseKuerySyntax(printKuery(syntax))
      expect(again.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
      expect(withoutSpans(again.value)).toEqual(withoutSpans(syntax))
    }),
    { numRuns: 2000 },
  )
})

describe('what is too deep is told and not run', () => {
  test.each([
    ['brackets', `${'('.repeat(10_000)}a: 1${')'.repeat(10_000)} and b: 2`],
    ['brackets of values', `a: ${'('.repeat(10_000)}1${')'.repeat(10_000)} and b: 2`],
    ['braces', `${'a: { '.repeat(10_000)}b: 1${' }'.repeat(10_000)} and b: 2`],
    ['negations', `${'not '.repeat(10_000)}a: 1`],
  ])('%s', (_, text) => {
    const { diagnostics } = parseKuery(text)
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    expect(errors.map(({ code }) => code)).toEqual(['kuery/nesting-limit'])
  })

  test('the limit itself is not', () => {
    const text = `${'('.repeat(maxKueryDepth)}a: 1${')'.repeat(maxKueryDepth)}`
    expect(parseKuery(text).diagnostics).toEqual([])
  })
})

test('a megabyte of anything is read', () => {
  for (const piece of ['(', '\\', 'not ', 'a:{', ' ', 'a: (b or ']) {
    const text = piece.repeat(1_000_000 / piece.length)
    expect(parseKuery(text).diagnostics.length).toBeLessThanOrEqual(maxDiagnostics)
  }
})

test('problems are told up to a limit', () => {
  for (const piece of [')', '"', 'a: ', '}', ':']) {
    expect(parseKuery(piece.repeat(10_000)).diagnostics.length).toBe(maxDiagnostics)
  }
})
