import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadKustoLanguage } from '../../../test/support/kusto-language.ts'
import { maxDiagnostics, type Span } from '../../base/index.ts'
import { type Logic, opaquesOf, printLogic, type Stage, testsOf } from '../../ir/index.ts'
import { createKustoReader } from './create-kusto-reader.ts'
import { splitKusto } from './split-queries.ts'

const parseKusto = createKustoReader(loadKustoLanguage())

const pieces = [
  ...['T', 'a', 'a.b', "['x y']", 'TimeGenerated', ' ', '\n', ',', ';', '*', '|'],
  ...['let x = ', 'let f = (p: string) { ', '}', 'f(', 'x', 'dynamic([', '])', '["', '"]'],
  ...[
    ' | where ',
    ' | extend ',
    ' | summarize ',
    ' by ',
    ' | join ',
    ' on ',
    ' | union ',
    ' | project ',
  ],
  ...[
    ' | mv-expand ',
    ' | mv-apply ',
    ' | parse ',
    ' with ',
    ' | evaluate ',
    ' | invoke ',
    ' | as x',
  ],
  ...[
    'find in (',
    'search ',
    'externaldata(a: string)["u"]',
    'datatable(a: string)["v"]',
    'count()',
  ],
  ...[
    ' and ',
    ' or ',
    'not(',
    ' == ',
    ' != ',
    ' =~ ',
    ' has ',
    ' has_any (',
    ' in~ (',
    ' !in (',
    ' between (',
  ],
  ...['..', ' contains ', ' matches regex ', '(', ')', '[', ']', '=', '<', '-', '+', '/'],
  ...[
    '"x"',
    '"',
    "'",
    '@"',
    '```',
    '//',
    '1',
    '1h',
    'ago(1d)',
    'true',
    'iff(',
    'tolower(',
    'é',
    '😀',
  ],
]

const anyQuery = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom(...pieces), maxLength: 40 }),
)

function spansOf({ stages }: Logic): readonly Span[] {
  return stages.flatMap(stage => [
    stage.span,
    ...expressionsIn(stage).flatMap(e => [...testsOf(e), ...opaquesOf(e)].map(({ span }) => span)),
    ...(stage.kind === 'join' ? stage.sides.flatMap(spansOf) : []),
  ])
}

function expressionsIn(stage: Stage) {
  return stage.kind === 'filter' || stage.kind === 'threshold' ? [stage.expression] : []
}

/** Whether some stage cannot be true by accident. */
function hasOpaque({ stages }: Logic): boolean {
  return stages.some(
    stage =>
      stage.kind === 'opaque' ||
      expressionsIn(stage).some(e => opaquesOf(e).length > 0) ||
      (stage.kind === 'join' && stage.sides.some(hasOpaque)),
  )
}

describe('any text', () => {
  test('is read without an exception, with all places inside of it', () => {
    fc.assert(
      fc.property(anyQuery, text => {
        const { value, diagnostics } = parseKusto(text)
        for (const { start, end } of [...spansOf(value), ...diagnostics.map(d => d.span)]) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeGreaterThanOrEqual(start)
          expect(end).toBeLessThanOrEqual(text.length)
        }
        expect(diagnostics.length).toBeLessThanOrEqual(maxDiagnostics)
      }),
      { numRuns: 1_500 },
    )
  })

  test('has an opaque part where it has an error of syntax', () => {
    fc.assert(
      fc.property(anyQuery, text => {
        const { value, diagnostics } = parseKusto(text)
        if (diagnostics.some(({ code }) => code === 'kusto/syntax')) {
          expect(hasOpaque(value), printLogic(value)).toBe(true)
        }
      }),
      { numRuns: 1_500 },
    )
  })

  test('is split into pieces that follow one another', () => {
    fc.assert(
      fc.property(anyQuery, text => {
        let end = 0
        for (const span of splitKusto(text, parseKusto)) {
          expect(span.start).toBeGreaterThanOrEqual(end)
          expect(span.end).toBeGreaterThan(span.start)
          end = span.end
        }
        expect(end).toBeLessThanOrEqual(text.length)
      }),
      { numRuns: 300 },
    )
  })
})
