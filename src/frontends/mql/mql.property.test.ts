import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withoutSpans } from '../../../test/support/without-spans.ts'
import { maxDiagnostics, noSpan, type Span } from '../../base/index.ts'
import { opaquesOf, type Stage, testsOf } from '../../ir/index.ts'
import { parseMql } from './parse-mql.ts'
import { maxDepth, parseMqlSyntax } from './parser.ts'
import { printMql } from './print.ts'
import type { MqlExpression } from './syntax.ts'

const span = noSpan
const word = fc.constantFrom('sender', 'email', 'any_', 'x1', 'links')
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('"', '\\', "'", '\n', '\t', '*', '$', '.') }),
)

const leaf: fc.Arbitrary<MqlExpression> = fc.oneof(
  fc
    .record({ value: text, isRaw: fc.boolean() })
    .map((part): MqlExpression => ({ kind: 'text', ...part, span })),
  fc
    .constantFrom('0', '42', '4.5')
    .map((number): MqlExpression => ({ kind: 'number', text: number, span })),
  fc.boolean().map((value): MqlExpression => ({ kind: 'boolean', value, span })),
  fc.constant<MqlExpression>({ kind: 'null', span }),
  word.map((name): MqlExpression => ({ kind: 'name', name, span })),
  fc.integer({ min: 1, max: 3 }).map((depth): MqlExpression => ({ kind: 'item', depth, span })),
  word.map((name): MqlExpression => ({ kind: 'list', name, span })),
)

const record = <T extends object>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record({ ...shape, span: fc.constant(span) })

const { expression } = fc.letrec<{ expression: MqlExpression; path: MqlExpression }>(tie => {
  const inner = tie('expression')
  const some = (minLength: number): fc.Arbitrary<MqlExpression[]> =>
    fc.array(inner, { minLength, maxLength: 3 })
  return {
    path: fc.oneof(
      { depthSize: 'small' },
      word.map((name): MqlExpression => ({ kind: 'name', name, span })),
      record({ kind: fc.constant('member' as const), object: tie('path'), name: word }),
    ) as fc.Arbitrary<MqlExpression>,
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      tie('path'),
      record({
        kind: fc.constant('member' as const),
        // A number with a dot behind it would be another number.
        object: inner.filter(({ kind }) => kind !== 'number'),
        name: word,
      }),
      record({ kind: fc.constant('index' as const), object: inner, index: inner }),
      record({
        kind: fc.constant('call' as const),
        name: fc.constantFrom('any', 'length', 'strings.icontains', 'x.y.z'),
        arguments: fc.array(
          fc.record({ name: fc.option(word, { nil: undefined }), value: inner }),
          { maxLength: 3 },
        ),
        nameSpan: fc.constant(span),
      }),
      record({ kind: fc.constant('array' as const), items: some(0) }),
      record({ kind: fc.constant('sign' as const), operand: inner }),
      record({
        kind: fc.constant('arithmetic' as const),
        operator: fc.constantFrom(
          '+' as const,
          '-' as const,
          '*' as const,
          '/' as const,
          '%' as const,
        ),
        left: inner,
        right: inner,
      }),
      fc
        .record({
          operands: some(2),
          operators: fc.array(
            fc.constantFrom(
              '==' as const,
              '!=' as const,
              '=~' as const,
              '!~' as const,
              '<' as const,
            ),
            { minLength: 2, maxLength: 2 },
          ),
        })
        .map(
          ({ operands, operators }): MqlExpression => ({
            kind: 'comparison',
            operands,
            operators: operators.slice(0, operands.length - 1),
            span,
          }),
        ),
      fc
        .record({
          isNegated: fc.boolean(),
          ignoresCase: fc.boolean(),
          operand: inner,
          values: some(1),
          isList: fc.boolean(),
        })
        .map(
          ({ values, isList, ...rest }): MqlExpression => ({
            kind: 'membership',
            ...rest,
            values,
            isList: isList || values.length > 1 || !isPlain(values[0]),
            span,
          }),
        ),
      record({
        kind: fc.constant('presence' as const),
        isNull: fc.boolean(),
        operand: inner,
      }),
      record({
        kind: fc.constant('number_of' as const),
        number: fc.constantFrom('any', 'all', '2'),
        items: some(1),
      }),
      record({ kind: fc.constant('not' as const), operand: inner }),
      record({ kind: fc.constantFrom('and' as const, 'or' as const), operands: some(2) }),
    ) as fc.Arbitrary<MqlExpression>,
  }
})

/** What may stand behind “in” without parentheses, which would make it a list. */
function isPlain(value: MqlExpression | undefined): boolean {
  return value?.kind === 'list' || value?.kind === 'name' || value?.kind === 'array'
}

/** Pieces of queries, so that what is generated comes near to one. */
const pieces = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'type.inbound |subject.subject |. |..x |.y |...z |$list |"x" |5 |null |true '.split('|'),
        ...'== |!= |=~ |< |in |in~ |not in |is null |is not null |and |or |not '.split('|'),
        ...'any(body.links, |all(a, |filter(a, |map(a, |length(|strings.icontains(a, '.split('|'),
        ...'regex.contains(a, |2 of (|1 of (|( |) |[ |] |, |+ |- |x= |profile.by_sender() '.split(
          '|',
        ),
        ..."'a*' |'b' |'c|d' |\"|'|\\|//|/*|*/|#|\n".split('|'),
      ),
      fc.string({ maxLength: 3, unit: 'binary' }),
    ),
    { maxLength: 30 },
  )
  .map(parts => parts.join(''))

function spansOf(stages: readonly Stage[]): readonly Span[] {
  return stages.flatMap(stage => {
    const own = [stage.span]
    if (stage.kind === 'join') return [...own, ...stage.sides.flatMap(side => spansOf(side.stages))]
    if (stage.kind !== 'filter') return own
    const opaques = opaquesOf(stage.expression).map(opaque => opaque.span)
    const tests = testsOf(stage.expression).flatMap(t => [t.span, t.fieldSpan ?? t.span])
    return [...own, ...opaques, ...tests]
  })
}

function hasOpaque(stages: readonly Stage[]): boolean {
  return stages.some(stage => {
    if (stage.kind === 'join') return stage.sides.some(side => hasOpaque(side.stages))
    return stage.kind === 'filter'
      ? opaquesOf(stage.expression).length > 0
      : stage.kind === 'opaque'
  })
}

test('any query prints as a text that reads as the same query', () => {
  fc.assert(
    fc.property(expression, generated => {
      const { value } = parseMqlSyntax(printMql(generated))
      expect(withoutSpans(value)).toEqual(withoutSpans(generated))
    }),
    { numRuns: 1500 },
  )
})

describe('any text', () => {
  test('is read without an exception, with every span inside it', () => {
    fc.assert(
      fc.property(fc.oneof(pieces, fc.string({ unit: 'binary' })), written => {
        const { value, diagnostics } = parseMql(written)
        for (const { start, end } of [...spansOf(value.stages), ...diagnostics.map(d => d.span)]) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(start).toBeLessThanOrEqual(end)
          expect(end).toBeLessThanOrEqual(written.length)
        }
      }),
      { numRuns: 3000 },
    )
  })

  test('that has an error has a part that nothing can satisfy by accident', () => {
    fc.assert(
      fc.property(pieces, written => {
        const { value, diagnostics } = parseMql(written)
        const hasError = diagnostics.some(d => d.severity === 'error' && !/-regex$/.test(d.code))
        expect(hasOpaque(value.stages)).toBe(hasError)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('limits', () => {
  const codesOf = (written: string): readonly string[] => [
    ...new Set(parseMql(written).diagnostics.map(({ code }) => code)),
  ]

  test('nesting up to the limit is read, past it reported', () => {
    const nested = (depth: number): string => `${'('.repeat(depth)}a == 1${')'.repeat(depth)}`
    expect(codesOf(nested(maxDepth))).toEqual([])
    expect(codesOf(nested(maxDepth + 1))).toContain('mql/nesting-limit')
  })

  test.each([
    ['parentheses', `${'('.repeat(10_000)}a == 1${')'.repeat(10_000)}`],
    ['brackets nobody closes', '('.repeat(10_000)],
    ['negations', `${'not '.repeat(10_000)}a`],
    ['signs', `a == ${'- '.repeat(10_000)}1`],
    ['calls', `a == ${'length('.repeat(10_000)}b${')'.repeat(10_000)}`],
    ['terms', `a ${'+ 1 '.repeat(10_000)}== 2`],
    ['members', `a${'.b'.repeat(10_000)} == 2`],
    ['scopes', `${'any(., '.repeat(10_000)}true${')'.repeat(10_000)}`],
  ])('10,000 %s are too deep', (_, written) => {
    expect(codesOf(written)).toContain('mql/nesting-limit')
  })

  test('scopes in scopes, each of them denied, are read in time', () => {
    const depth = 60
    const written = `${'not any(.x, '.repeat(depth)}.y == 1${')'.repeat(depth)}`
    expect(codesOf(`any(a, ${written})`)).toEqual([])
  })

  test.each([
    ['closing brackets', ')'.repeat(1_000_000)],
    ['quotes', `a == ${'"'.repeat(1_000_001)}`],
    ['single quotes', `a == ${"'".repeat(1_000_001)}`],
    ['comments', '/* /* */ '.repeat(100_000)],
    ['dots', '. '.repeat(500_000)],
    ['unknown characters', '\u{1f600}'.repeat(250_000)],
    ['words', 'and a '.repeat(160_000)],
  ])('a megabyte of %s is read, and not all of its problems are told', (_, written) => {
    const { diagnostics } = parseMql(written)
    expect(diagnostics.length).toBeGreaterThan(0)
    expect(diagnostics.length).toBeLessThanOrEqual(maxDiagnostics)
  })

  test('a megabyte of values is a list of them all', () => {
    const values = Array.from({ length: 80_000 }, (_, i) => `"v${i}"`).join(', ')
    const [filter] = parseMql(`a in (${values})`).value.stages
    expect(filter?.kind === 'filter' && testsOf(filter.expression)).toHaveLength(80_000)
  })

  test('a megabyte of scopes is all of them', () => {
    const written = Array.from({ length: 20_000 }, (_, i) => `any(a, .b == ${i})`).join(' and ')
    expect(parseMql(written).value.stages.filter(({ kind }) => kind === 'join')).toHaveLength(
      20_000,
    )
  })
})
