import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withoutSpans } from '../../../test/support/without-spans.ts'
import { maxDiagnostics, type Span } from '../../base/index.ts'
import { type Expression, type Logic, opaquesOf, type Stage, testsOf } from '../../ir/index.ts'
import { maxSplDepth } from './cursor.ts'
import { expandMacros } from './expand-macros.ts'
import type { Macro } from './macro.ts'
import { parseSpl } from './parse-spl.ts'
import { parseSplSyntax } from './parser.ts'
import { printSpl } from './print.ts'
import type { SplSyntax } from './syntax.ts'

const pieces = [
  ...[
    'a',
    'b.c',
    '*',
    ',',
    ' ',
    '  ',
    '"x y"',
    "'z'",
    '"',
    "'",
    '\\',
    '\\"',
    '\\*',
    'x{}',
    '1',
    '0.5',
  ],
  ...[
    '=',
    '!=',
    '<',
    '>=',
    '(',
    ')',
    '[',
    ']',
    '[search ',
    '|',
    ' | ',
    '`',
    '`m`',
    '`n(a, "b")`',
    '```',
  ],
  ...[
    ' AND ',
    ' OR ',
    ' NOT ',
    ' IN (',
    ' and ',
    'TERM(',
    'CASE(',
    '::',
    '10.0.0.0/8',
    ' by ',
    ' as ',
  ],
  ...[
    'stats count',
    'where ',
    'eval ',
    'search ',
    'tstats ',
    'rex ',
    'regex ',
    'rename ',
    'table ',
  ],
  ...[
    'lookup t k OUTPUT v',
    'join ',
    'append ',
    'map search=',
    'foreach ',
    'transaction ',
    'frob ',
  ],
  ...['from datamodel=M.D ', 'match(a, "b")', 'if(', 'like(', ' LIKE ', 'coalesce(', '+', '-', '.'],
  ...['\n', '😀', 'é', '$', '<<FIELD>>', '%', '/'],
]

const anySearch = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom(...pieces), maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...pieces), maxLength: 30 }).map(text => `a=1 | where ${text}`),
  fc.string({ unit: fc.constantFrom(...pieces), maxLength: 30 }).map(text => `a=1 | stats ${text}`),
)

const macros: readonly Macro[] = [
  { name: 'm', arguments: [], definition: 'p=1 OR q="r|s"' },
  { name: 'n', arguments: ['x', 'y'], definition: 'u=$x$ | search v="$y$" `m`' },
]

const findMacro = (name: string, arity: number): Macro | undefined =>
  macros.find(macro => macro.name === name && macro.arguments.length === arity)

function expressionsOf({ stages }: Logic): readonly Expression[] {
  return stages.flatMap((stage): readonly Expression[] => {
    if (stage.kind === 'filter' || stage.kind === 'threshold') return [stage.expression]
    return stage.kind === 'join' ? stage.sides.flatMap(expressionsOf) : []
  })
}

function stagesOf({ stages }: Logic): readonly Stage[] {
  return stages.flatMap(stage =>
    stage.kind === 'join' ? [stage, ...stage.sides.flatMap(stagesOf)] : [stage],
  )
}

function isOpaque(logic: Logic): boolean {
  return (
    expressionsOf(logic).flatMap(opaquesOf).length > 0 ||
    stagesOf(logic).some(({ kind }) => kind === 'opaque')
  )
}

test('any text gives logic whose places are inside it', () => {
  fc.assert(
    fc.property(anySearch, text => {
      const { value, diagnostics } = parseSpl(text, { findMacro })
      const expressions = expressionsOf(value)
      const spans: readonly Span[] = [
        ...diagnostics.map(({ span }) => span),
        ...stagesOf(value).map(({ span }) => span),
        ...expressions.flatMap(testsOf).flatMap(({ span, fieldSpan }) => [span, fieldSpan ?? span]),
        ...expressions.flatMap(opaquesOf).map(({ span }) => span),
      ]
      for (const { start, end } of spans) {
        expect(start).toBeGreaterThanOrEqual(0)
        expect(end).toBeGreaterThanOrEqual(start)
        expect(end).toBeLessThanOrEqual(text.length)
      }
    }),
    { numRuns: 4000 },
  )
})

test('a search with an error of syntax has an opaque part', () => {
  fc.assert(
    fc.property(anySearch, text => {
      const { diagnostics } = parseSplSyntax(expandMacros(text, {}).text)
      const hasError = diagnostics.some(({ severity }) => severity === 'error')
      if (hasError) expect(isOpaque(parseSpl(text).value)).toBe(true)
    }),
    { numRuns: 4000 },
  )
})

test('what any text prints to is the same search', () => {
  fc.assert(
    fc.property(anySearch, text => {
      const { value, diagnostics } = parseSplSyntax(text)
      if (diagnostics.some(({ severity }) => severity === 'error')) return
      expectSame(value)
    }),
    { numRuns: 6000 },
  )
})

function expectSame(syntax: SplSyntax): void {
  const again = parseSplSyntax(printSpl(syntax))
  expect(again.diagnostics).toEqual([])
  expect(withoutSpans(again.value)).toEqual(withoutSpans(syntax))
}

describe('what is too deep is told and not run', () => {
  test.each([
    ['brackets', `${'('.repeat(10_000)}b${')'.repeat(10_000)}`],
    ['negations', `${'NOT '.repeat(10_000)}b=1`],
    ['subsearches', `${'[search '.repeat(10_000)}b=1${']'.repeat(10_000)}`],
    ['brackets of where', `a=1 | where ${'('.repeat(10_000)}b=1${')'.repeat(10_000)}`],
    ['negations of where', `a=1 | where ${'NOT '.repeat(10_000)}b=1`],
    ['signs', `a=1 | where ${'-'.repeat(10_000)}1=b`],
    ['calls', `a=1 | where ${'abs('.repeat(10_000)}b${')'.repeat(10_000)}>1`],
    ['sums', `a=1 | where ${'b+'.repeat(10_000)}1>c`],
  ])('%s', (_, text) => {
    const { value, diagnostics } = parseSpl(`${text} | search last=1`)
    expect(diagnostics.map(({ code }) => code)).toContain('spl/nesting-limit')
    expect(diagnostics.length).toBeLessThanOrEqual(maxDiagnostics)
    expect(isOpaque(value)).toBe(true)
  })

  test('the limit itself is not', () => {
    const text = `${'('.repeat(maxSplDepth)}b${')'.repeat(maxSplDepth)}`
    expect(parseSpl(text).diagnostics).toEqual([])
  })
})

describe('a lot of anything is read', () => {
  const pieces = [
    ...['(', ')', '"', '\\', '`', '|', ' ', '```', '[', ']', ',', 'a', 'a ', 'a.', '-', '1', '='],
    ...['a=1 ', 'a OR ', 'a + ', 'NOT ', 'a::b ', 'search a=1 | ', 'where a=1 | ', '`m` ', '`m'],
    ...['a IN (1, ', 'count(', 'eval a=1 | ', 'stats count by ', '"x" ', 'TERM(', '\\\\', "'a' "],
    ...['rename a* as b* | ', 'stats values(*) as * by a | ', 'case(a, ', '[search a=1 | ', '😀'],
  ]

  test.each(pieces)('thirty thousand characters of %s', piece => {
    const text = piece.repeat(30_000 / piece.length)
    for (const search of [text, `a=1 | where ${text}`, `a=1 | stats ${text}`]) {
      const { diagnostics } = parseSpl(search, { findMacro })
      expect(diagnostics.length).toBeLessThanOrEqual(maxDiagnostics)
    }
  })

  test.each(['(', '"', '|', '[', '\\', 'a=1 ', '`m` ', 'a IN (1, '])(
    'a megabyte of %s',
    piece => {
      const { diagnostics } = parseSpl(piece.repeat(1_000_000 / piece.length), { findMacro })
      expect(diagnostics.length).toBeLessThanOrEqual(maxDiagnostics)
    },
    60_000,
  )
})
