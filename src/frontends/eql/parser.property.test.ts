import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withoutSpans } from '../../../test/support/without-spans.ts'
import { maxDiagnostics, type Span } from '../../base/index.ts'
import { type Expression as Logic, opaquesOf, type Stage, testsOf } from '../../ir/index.ts'
import { maxDepth } from './condition-parser.ts'
import { parseEql } from './parse-eql.ts'
import { parseEqlSyntax } from './parser.ts'
import { canBeRaw, printEql } from './print.ts'
import type { EqlSyntax, EventQuery, Expression, Literal, Pipe, Query, Step } from './syntax.ts'

const span: Span = { start: 0, end: 0 }

const name = fc.oneof(
  fc.constantFrom(
    'a',
    'process.name',
    'file.Ext.x',
    '@timestamp',
    'sequence',
    'a.0.b',
    'x-y',
    'q`r',
  ),
  fc.string({ minLength: 1, unit: fc.constantFrom('a', 'B', '0', '_', '.', '-', ' ', '`', '*') }),
)

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('"', '\\', '*', '?', '\n', '\t', 'x', '{', 'u') }),
)

const literal: fc.Arbitrary<Literal> = fc.oneof(
  text.map((value): Literal => ({ kind: 'literal', value, isRaw: false, span })),
  text.map((value): Literal => ({ kind: 'literal', value, isRaw: canBeRaw(value), span })),
  fc
    .constantFrom('0', '42', '4.5', '1e3', '.5', '7.', '18446744073709551615')
    .map((number): Literal => ({ kind: 'literal', value: { number }, isRaw: false, span })),
  fc
    .constantFrom(true, false, null)
    .map((value): Literal => ({ kind: 'literal', value, isRaw: false, span })),
)

/** What may stand behind an operator without parentheses, which would make it a list. */
const isPlain = (value: Expression | undefined): boolean =>
  value?.kind === 'literal' || value?.kind === 'field'

const { expression } = fc.letrec<{ expression: Expression; event: EventQuery }>(tie => {
  const inner = tie('expression')
  const some = (minLength: number): fc.Arbitrary<Expression[]> =>
    fc.array(inner, { minLength, maxLength: 3 })
  return {
    event: fc.record({
      kind: fc.constant('event' as const),
      category: fc.option(
        fc.record({ text: text.filter(t => t !== 'any'), span: fc.constant(span) }),
        { nil: undefined },
      ),
      condition: inner,
      span: fc.constant(span),
    }),
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      literal,
      fc.record({
        kind: fc.constant('field' as const),
        name,
        isOptional: fc.boolean(),
        span: fc.constant(span),
      }),
      fc.record({
        kind: fc.constant('call' as const),
        name: fc.constantFrom('length', 'endsWith', 'x'),
        ignoresCase: fc.boolean(),
        arguments: some(0),
        nameSpan: fc.constant(span),
        span: fc.constant(span),
      }),
      fc.record({
        kind: fc.constant('sign' as const),
        operator: fc.constantFrom('-', '+'),
        operand: inner,
        span: fc.constant(span),
      }),
      fc.record({
        kind: fc.constant('arithmetic' as const),
        operator: fc.constantFrom('+', '-', '*', '/', '%'),
        left: inner,
        right: inner,
        span: fc.constant(span),
      }),
      fc.record({
        kind: fc.constant('comparison' as const),
        operator: fc.constantFrom('==', '!=', '<', '<=', '>', '>='),
        left: inner,
        right: inner,
        span: fc.constant(span),
      }),
      fc
        .record({
          kind: fc.constant('lookup' as const),
          operator: fc.constantFrom(':', 'like', 'like~', 'regex', 'regex~', 'in', 'in~'),
          isNegated: fc.boolean(),
          operand: inner,
          values: some(1),
          isList: fc.boolean(),
          span: fc.constant(span),
        })
        .map(lookup => ({
          ...lookup,
          isNegated: lookup.isNegated && lookup.operator.startsWith('in'),
          isList: lookup.isList || lookup.values.length > 1 || !isPlain(lookup.values[0]),
        })),
      fc.record({ kind: fc.constant('not' as const), operand: inner, span: fc.constant(span) }),
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        operands: some(2),
        span: fc.constant(span),
      }),
      fc.record({
        kind: fc.constant('lineage' as const),
        relation: fc.record({ text: fc.constant('child'), span: fc.constant(span) }),
        event: tie('event'),
        span: fc.constant(span),
      }),
    ),
  } as { expression: fc.Arbitrary<Expression>; event: fc.Arbitrary<EventQuery> }
})

const event: fc.Arbitrary<EventQuery> = fc.record({
  kind: fc.constant('event'),
  category: fc.option(fc.record({ text: text.filter(t => t !== 'any'), span: fc.constant(span) }), {
    nil: undefined,
  }),
  condition: expression,
  span: fc.constant(span),
})

const keys = fc.array(expression, { maxLength: 2 })

const step: fc.Arbitrary<Step> = fc.record({
  isMissing: fc.boolean(),
  event,
  by: keys,
  runs: fc.option(fc.record({ number: fc.constantFrom('1', '7'), span: fc.constant(span) }), {
    nil: undefined,
  }),
  span: fc.constant(span),
})

const steps = fc.array(step, { minLength: 1, maxLength: 3 })

const expiring = {
  steps,
  until: fc.option(
    step.filter(s => !s.isMissing),
    { nil: undefined },
  ),
}

const query: fc.Arbitrary<Query> = fc.oneof(
  event,
  fc.record({
    kind: fc.constant('sequence' as const),
    by: keys,
    maxSpan: fc.option(
      fc.record({
        number: fc.constantFrom('1', '30'),
        unit: fc.constantFrom('s', 'm', 'weeks', ''),
        span: fc.constant(span),
      }),
      { nil: undefined },
    ),
    ...expiring,
    span: fc.constant(span),
  }),
  fc.record({ kind: fc.constant('sample' as const), by: keys, steps, span: fc.constant(span) }),
  fc.record({ kind: fc.constant('join' as const), by: keys, ...expiring, span: fc.constant(span) }),
)

const pipe: fc.Arbitrary<Pipe> = fc.record({
  name: fc.record({ text: fc.constantFrom('head', 'unique'), span: fc.constant(span) }),
  arguments: fc.array(expression, { maxLength: 2 }),
  span: fc.constant(span),
})

const syntax: fc.Arbitrary<EqlSyntax> = fc.record({
  query,
  pipes: fc.array(pipe, { maxLength: 2 }),
  span: fc.constant(span),
})

/** Pieces of queries, so that what is generated comes near to one. */
const pieces = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'process where ',
        'any where ',
        'sequence ',
        'sample ',
        'by x ',
        'with maxspan=1m ',
        'with runs=2 ',
        'until ',
        '[',
        '![',
        ']',
        '(',
        ')',
        ', ',
        'a ',
        '?a.b ',
        '`c` ',
        '"x*" ',
        '"""y""" ',
        "'z' ",
        '4 ',
        'null ',
        'true ',
        '== ',
        ': ',
        'like ',
        'regex ',
        'in ',
        'not ',
        'and ',
        'or ',
        '+ ',
        '- ',
        'length(',
        'startsWith~(',
        'cidrMatch(',
        'descendant of ',
        '| head 3',
        '| ',
        '/*',
        '*/',
        '//',
        '\n',
        '"',
        '`',
        '\\',
      ),
      fc.string({ maxLength: 3, unit: 'binary' }),
    ),
    { maxLength: 30 },
  )
  .map(parts => parts.join(''))

function spansOf(stages: readonly Stage[]): readonly Span[] {
  return stages.flatMap(stage => {
    const own = [stage.span]
    if (stage.kind === 'filter') return [...own, ...spansOfExpression(stage.expression)]
    if (stage.kind === 'join') return [...own, ...stage.sides.flatMap(side => spansOf(side.stages))]
    if (stage.kind !== 'sequence') return own
    const inside = stage.steps.flatMap(({ logic }) => spansOf(logic.stages))
    return [...own, ...inside, ...spansOf(stage.until?.stages ?? [])]
  })
}

function spansOfExpression(e: Logic): readonly Span[] {
  return [
    ...testsOf(e).flatMap(found => [found.span, found.fieldSpan ?? found.span]),
    ...opaquesOf(e).map(opaque => opaque.span),
  ]
}

function hasOpaque(stages: readonly Stage[]): boolean {
  return stages.some(stage => {
    switch (stage.kind) {
      case 'opaque':
        return true
      case 'filter':
        return opaquesOf(stage.expression).length > 0
      case 'sequence':
        return [...stage.steps.map(s => s.logic), ...(stage.until ? [stage.until] : [])].some(l =>
          hasOpaque(l.stages),
        )
      case 'join':
        return stage.sides.some(side => hasOpaque(side.stages))
      default:
        return false
    }
  })
}

describe('any query', () => {
  test('prints as a text that reads as the same query', () => {
    fc.assert(
      fc.property(syntax, generated => {
        const printed = printEql(generated)
        const { value, diagnostics } = parseEqlSyntax(printed)
        expect(diagnostics).toEqual([])
        expect(withoutSpans(value)).toEqual(withoutSpans(generated))
      }),
      { numRuns: 1000 },
    )
  })
})

describe('any text', () => {
  test('is read without an exception, with every span inside it', () => {
    fc.assert(
      fc.property(fc.oneof(pieces, fc.string({ unit: 'binary' })), text => {
        const { value, diagnostics } = parseEql(text)
        for (const { start, end } of [...spansOf(value.stages), ...diagnostics.map(d => d.span)]) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(start).toBeLessThanOrEqual(end)
          expect(end).toBeLessThanOrEqual(text.length)
        }
      }),
      { numRuns: 3000 },
    )
  })

  test('that has an error has a part that nothing can satisfy by accident', () => {
    fc.assert(
      fc.property(pieces, text => {
        const { value, diagnostics } = parseEql(text)
        const hasError = diagnostics.some(({ severity }) => severity === 'error')
        expect(hasOpaque(value.stages)).toBe(hasError)
      }),
      { numRuns: 3000 },
    )
  })
})

test.each([
  'sequence until until',
  'sample until until [a where b] | head 3',
  'join by x until [a where b] until',
])('%s ends, with an error and an opaque part', text => {
  const { value, diagnostics } = parseEql(text)
  expect(diagnostics.map(({ severity }) => severity)).toContain('error')
  expect(hasOpaque(value.stages)).toBe(true)
})

test.each(['sample by x ', 'join by x', 'sequence by x', 'sequence by x until [any where true]'])(
  '%s has an error, since it lacks its events, and an opaque part',
  text => {
    const { value, diagnostics } = parseEql(text)
    expect(diagnostics.map(({ code }) => code)).toContain('eql/syntax')
    expect(hasOpaque(value.stages)).toBe(true)
  },
)

describe('limits', () => {
  const codesOf = (text: string): readonly string[] => [
    ...new Set(parseEql(text).diagnostics.map(({ code }) => code)),
  ]

  test('nesting up to the limit is read, past it reported', () => {
    const nested = (depth: number): string =>
      `any where ${'('.repeat(depth)}a == 1${')'.repeat(depth)}`
    expect(codesOf(nested(maxDepth))).toEqual([])
    expect(codesOf(nested(maxDepth + 1))).toContain('eql/nesting-limit')
  })

  test.each([
    ['parentheses', `any where ${'('.repeat(10_000)}a == 1${')'.repeat(10_000)}`],
    ['brackets nobody closes', `any where ${'('.repeat(10_000)}`],
    ['negations', `any where ${'not '.repeat(10_000)}a`],
    ['signs', `any where a == ${'- '.repeat(10_000)}1`],
    ['calls', `any where a == ${'length('.repeat(10_000)}b${')'.repeat(10_000)}`],
    ['terms', `any where a ${'+ 1 '.repeat(10_000)}== 2`],
    ['lineages', `any where ${'child of [any where '.repeat(10_000)}true${']'.repeat(10_000)}`],
  ])('10,000 %s are too deep', (_, text) => {
    expect(codesOf(text)).toContain('eql/nesting-limit')
  })

  test.each([
    ['closing brackets', ')'.repeat(1_000_000)],
    ['opening brackets', '['.repeat(1_000_000)],
    ['quotes', `any where a == ${'"'.repeat(1_000_001)}`],
    ['lines with a quote each', `any where a == ${'"\n'.repeat(300_000)}`],
    ['comments', `any where ${'/* /* */ '.repeat(100_000)}`],
    ['pipes', `any where true ${'| head '.repeat(100_000)}`],
    ['steps that are none', `sequence ${'fork ] '.repeat(100_000)}`],
    ['unknown characters', `any where ${'\u{1f600}'.repeat(250_000)}`],
  ])('a megabyte of %s is read, and not all of its problems are told', (_, text) => {
    const { diagnostics } = parseEql(text)
    expect(diagnostics.length).toBeGreaterThan(0)
    expect(diagnostics.length).toBeLessThanOrEqual(maxDiagnostics)
  })

  test('a megabyte of values is a list of them all', () => {
    const values = Array.from({ length: 80_000 }, (_, i) => `"value${i}"`).join(', ')
    const { value, diagnostics } = parseEql(`any where a in (${values})`)
    expect(diagnostics).toEqual([])
    const [filter] = value.stages
    expect(filter?.kind === 'filter' && testsOf(filter.expression)).toHaveLength(80_000)
  })
})
