import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withoutSpans } from '../../../test/support/without-spans.ts'
import { maxDiagnostics, noSpan, type Span } from '../../base/index.ts'
import { type Expression, type Logic, opaquesOf, type Stage, testsOf } from '../../ir/index.ts'
import { parseEsql } from './parse-esql.ts'
import { parseEsqlSyntax } from './parser.ts'
import { printEsql } from './print.ts'
import type { EsqlColumn, EsqlCommand, EsqlExpression, EsqlName, EsqlSyntax } from './syntax.ts'
import { maxEsqlDepth } from './tokens.ts'

const pieces = [
  ...['a', 'process.name', '`x y`', '@timestamp', '_id', '.', '*', ','],
  ...['FROM ', 'WHERE ', 'EVAL ', 'STATS ', 'BY ', 'KEEP ', 'RENAME ', 'AS ', 'FORK ', 'GROK '],
  ...['LOOKUP JOIN ', 'ON ', 'ENRICH ', 'DISSECT ', 'SORT ', 'LIMIT ', 'COMPLETION ', 'MV_EXPAND '],
  ...[' | ', ' AND ', ' OR ', 'NOT ', ' IN ', ' LIKE ', ' RLIKE ', ' IS NULL', ' : ', '::'],
  ...['(', ')', '[', ']', '{', '}', '=', '==', '!=', '<', '+', '-', '/', '%', ';'],
  ...[
    '"',
    '"x"',
    '"""',
    '\\',
    '//',
    '/*',
    '*/',
    '`',
    '?',
    '?p',
    '1',
    '.5',
    '3 days',
    'NULL',
    'true',
  ],
  ...['TO_LOWER(', 'CASE(', 'COUNT(', '"%{a} %{?b}"', '\n', '😀', 'é'],
]

const anyQuery = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom(...pieces), maxLength: 40 }),
  fc
    .string({ unit: fc.constantFrom(...pieces), maxLength: 30 })
    .map(text => `FROM logs-* | WHERE a == 1 ${text}`),
)

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

test('any text gives logic whose places are inside it', () => {
  fc.assert(
    fc.property(anyQuery, text => {
      const { value, diagnostics } = parseEsql(text)
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
    { numRuns: 3000 },
  )
})

test('a query with an error of syntax has an opaque part, and none without', () => {
  fc.assert(
    fc.property(anyQuery, text => {
      const hasError = parseEsqlSyntax(text).diagnostics.some(d => d.severity === 'error')
      const { value } = parseEsql(text)
      const isOpaque =
        expressionsOf(value).flatMap(opaquesOf).length > 0 ||
        stagesOf(value).some(stage => stage.kind === 'opaque')
      expect(isOpaque).toBe(hasError)
    }),
    { numRuns: 3000 },
  )
})

test('what any text prints to is the same query', () => {
  fc.assert(
    fc.property(anyQuery, text => {
      const { value, diagnostics } = parseEsqlSyntax(text)
      if (diagnostics.some(({ severity }) => severity === 'error')) return
      expectSame(value)
    }),
    { numRuns: 5000 },
  )
})

function expectSame(syntax: EsqlSyntax): void {
  const again = parseEsqlSyntax(printEsql(syntax))
  expect(again.diagnostics).toEqual([])
  expect(withoutSpans(again.value)).toEqual(withoutSpans(syntax))
}

const span = noSpan
const part = fc.oneof(
  fc.constantFrom('a', 'process', '_id', '@timestamp', 'by', 'first', 'Not', 'count'),
  fc.string({
    unit: fc.constantFrom('a', ' ', '`', '.', '1', 'é', '"', '|'),
    minLength: 1,
    maxLength: 4,
  }),
)
const name = fc
  .array(part, { minLength: 1, maxLength: 3 })
  .map((parts): EsqlName => ({ kind: 'name', parts, span }))
const text = fc
  .string({
    unit: fc.constantFrom('a', ' ', '"', '\\', '\n', '\r', '\t', '*', 'é', '\u2028', '|'),
    maxLength: 6,
  })
  .map((value): EsqlExpression & { kind: 'string' } => ({ kind: 'string', value, span }))
const count = fc.constantFrom('0', '1', '42', '1.5', '.5', '2.', '1e3', '7.5E-2')

const literal: fc.Arbitrary<EsqlExpression> = fc.oneof(
  text,
  count.map((text): EsqlExpression => ({ kind: 'number', text, span })),
  fc.boolean().map((value): EsqlExpression => ({ kind: 'boolean', value, span })),
  fc.constant<EsqlExpression>({ kind: 'null', span }),
  fc
    .constantFrom('?', '?1', '?name')
    .map((text): EsqlExpression => ({ kind: 'parameter', text, span })),
  fc
    .constantFrom('day', 'minutes')
    .map((unit): EsqlExpression => ({ kind: 'time_span', amount: '3', unit, span })),
)

const { expression } = fc.letrec<{ expression: EsqlExpression }>(tie => {
  const inner = tie('expression')
  const several = fc.array(inner, { minLength: 1, maxLength: 3 })
  const operands = fc.array(inner, { minLength: 2, maxLength: 3 })
  const spanned = fc.constant(span)
  return {
    expression: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      { weight: 3, arbitrary: name },
      { weight: 3, arbitrary: literal },
      fc.record({ kind: fc.constantFrom('and', 'or'), operands, span: spanned }),
      fc.record({ kind: fc.constant('not' as const), operand: inner, span: spanned }),
      fc.record({
        kind: fc.constant('comparison' as const),
        operator: fc.constantFrom('==', '!=', '<', '<=', '>', '>='),
        left: inner,
        right: inner,
        span: spanned,
      }),
      fc.record({
        kind: fc.constant('in' as const),
        isNegated: fc.boolean(),
        operand: inner,
        values: several,
        span: spanned,
      }),
      fc
        .record({
          kind: fc.constantFrom('like', 'rlike'),
          isNegated: fc.boolean(),
          operand: inner,
          patterns: fc.array(text, { minLength: 1, maxLength: 2 }),
          span: spanned,
        })
        .map((like): EsqlExpression => ({ ...like, isList: like.patterns.length > 1 })),
      fc.record({
        kind: fc.constant('is_null' as const),
        isNegated: fc.boolean(),
        operand: inner,
        span: spanned,
      }),
      fc.record({
        kind: fc.constant('match' as const),
        operand: inner,
        value: text,
        span: spanned,
      }),
      fc
        .tuple(
          fc.boolean(),
          inner,
          fc.array(fc.tuple(fc.boolean(), inner), { minLength: 1, maxLength: 2 }),
        )
        .map(([isSum, first, rest]): EsqlExpression => {
          const operators = isSum ? (['+', '-'] as const) : (['*', '%'] as const)
          const operations = rest.map(([isFirst, operand]) => ({
            operator: operators[isFirst ? 0 : 1],
            operand,
          }))
          return { kind: 'arithmetic', first, rest: operations, span }
        }),
      fc.record({
        kind: fc.constant('sign' as const),
        operator: fc.constantFrom('+', '-'),
        operand: inner,
        span: spanned,
      }),
      fc
        .tuple(inner, fc.array(fc.constantFrom('long', 'string'), { minLength: 1, maxLength: 2 }))
        .map(([operand, types]): EsqlExpression => ({ kind: 'cast', operand, types, span })),
      fc.record({
        kind: fc.constant('call' as const),
        name: fc.constantFrom('COUNT', 'to_lower', 'FIRST', 'odd name'),
        arguments: fc.oneof(
          several,
          fc.constant([]),
          fc.constant<EsqlExpression[]>([{ kind: 'star', span }]),
        ),
        span: spanned,
        nameSpan: spanned,
      }),
      fc.record({
        kind: fc.constant('list' as const),
        values: fc.oneof(several, fc.constant([])),
        span: spanned,
      }),
      fc
        .array(fc.record({ key: fc.constantFrom('a', 'b "c"'), value: literal }), { maxLength: 2 })
        .map((entries): EsqlExpression => ({ kind: 'map', entries, span })),
    ),
  }
})

const column = fc
  .tuple(fc.option(name, { nil: undefined }), expression)
  .map(([name, value]): EsqlColumn => ({ name, value, filter: undefined, span }))
const aggregate = fc
  .tuple(column, fc.option(expression, { nil: undefined }))
  .map(([column, filter]): EsqlColumn => ({ ...column, filter }))
const names = fc.array(name, { minLength: 1, maxLength: 2 })
const columns = fc.array(column, { minLength: 1, maxLength: 2 })
const pattern = fc
  .array(fc.constantFrom('a', '*', 'a*', '1x', 'odd `name`'), { minLength: 1, maxLength: 2 })
  .map((parts): EsqlName => ({ kind: 'name', parts, span }))
const index = fc.constantFrom('logs-*', 'a', 'cluster:logs', 'a,b', 'odd "x', 'metadata')

const command: fc.Arbitrary<EsqlCommand> = fc.oneof(
  columns.map((columns): EsqlCommand => ({ kind: 'eval', columns, span })),
  columns.map((columns): EsqlCommand => ({ kind: 'row', columns, span })),
  expression.map((condition): EsqlCommand => ({ kind: 'where', condition, span })),
  fc
    .record({
      kind: fc.constantFrom('stats', 'inline_stats'),
      aggregates: fc.array(aggregate, { minLength: 1, maxLength: 2 }),
      by: fc.array(column, { maxLength: 2 }),
    })
    .map((stats): EsqlCommand => ({ ...stats, span })),
  fc
    .record({
      kind: fc.constantFrom('keep', 'drop'),
      patterns: fc.array(pattern, { minLength: 1, maxLength: 2 }),
    })
    .map((project): EsqlCommand => ({ ...project, span })),
  fc
    .tuple(pattern, pattern)
    .map(([from, to]): EsqlCommand => ({ kind: 'rename', renames: [{ from, to }], span })),
  fc
    .record({
      value: expression,
      direction: fc.constantFrom('asc', 'desc', undefined),
      nulls: fc.constantFrom('first', 'last', undefined),
    })
    .map((order): EsqlCommand => ({ kind: 'sort', orders: [order], span })),
  fc
    .tuple(expression, fc.array(expression, { maxLength: 1 }))
    .map(([count, by]): EsqlCommand => ({ kind: 'limit', count, by, span })),
  fc
    .record({
      kind: fc.constantFrom('dissect', 'grok'),
      input: name,
      patterns: fc.array(text, { minLength: 1, maxLength: 2 }),
    })
    .map((extract): EsqlCommand => ({ ...extract, options: [], span })),
  fc
    .tuple(
      index,
      fc.option(pattern, { nil: undefined }),
      fc.option(pattern, { nil: undefined }),
      pattern,
    )
    .map(
      ([policy, on, name, field]): EsqlCommand => ({
        kind: 'enrich',
        policy,
        on,
        with: [{ name, field }],
        span,
      }),
    ),
  fc.tuple(index, expression).map(
    ([text, on]): EsqlCommand => ({
      kind: 'lookup_join',
      index: { kind: 'index', text, span },
      on: [on],
      span,
    }),
  ),
  name.map((column): EsqlCommand => ({ kind: 'mv_expand', column, span })),
  fc
    .tuple(name, fc.option(name, { nil: undefined }), names)
    .map(([value, on, as]): EsqlCommand => ({ kind: 'change_point', value, on, as, span })),
)

const pipeline = fc
  .tuple(index, fc.array(name, { maxLength: 1 }), fc.array(command, { maxLength: 4 }))
  .map(([text, metadata, rest]): readonly EsqlCommand[] => [
    { kind: 'from', sources: [{ kind: 'index', text, span }], metadata, span },
    ...rest,
  ])

const syntax = fc
  .tuple(pipeline, fc.array(fc.array(command, { minLength: 1, maxLength: 2 }), { maxLength: 2 }))
  .map(([commands, branches]): EsqlSyntax => {
    const fork: EsqlCommand = {
      kind: 'fork',
      branches: branches.map(commands => ({ kind: 'subquery', commands, span })),
      span,
    }
    return { settings: [], commands: branches.length === 0 ? commands : [...commands, fork], span }
  })

test('a tree that is printed and parsed again is the same tree', () => {
  fc.assert(fc.property(syntax, expectSame), { numRuns: 2000 })
})

describe('what is too deep is told and not run', () => {
  test.each([
    ['brackets', `FROM a | WHERE ${'('.repeat(10_000)}b${')'.repeat(10_000)} | WHERE c == 1`],
    ['negations', `FROM a | WHERE ${'NOT '.repeat(10_000)}b | WHERE c == 1`],
    ['signs', `FROM a | WHERE ${'-'.repeat(10_000)}1 == b | WHERE c == 1`],
    ['calls', `FROM a | WHERE ${'ABS('.repeat(10_000)}b${')'.repeat(10_000)} > 1 | WHERE c == 1`],
    ['lists', `FROM a | WHERE b == ${'['.repeat(10_000)} | WHERE c == 1`],
    ['maps', `FROM a | WHERE b == ${'{"x":'.repeat(10_000)} | WHERE c == 1`],
  ])('%s', (_, text) => {
    const { value, diagnostics } = parseEsql(text)
    expect(diagnostics.map(({ code }) => code)).toEqual(['esql/nesting-limit'])
    expect(expressionsOf(value).flatMap(opaquesOf).length).toBeGreaterThan(0)
    expect(
      expressionsOf(value)
        .flatMap(testsOf)
        .map(({ field }) => field),
    ).toContain('c')
  })

  test('forks', () => {
    const text = `FROM a | ${'FORK ('.repeat(10_000)}WHERE b == 1${')'.repeat(10_000)}`
    const { diagnostics } = parseEsql(text)
    expect(diagnostics.map(({ code }) => code)).toContain('esql/nesting-limit')
    expect(diagnostics.length).toBeLessThanOrEqual(maxDiagnostics)
  })

  test('the limit itself is not', () => {
    const text = `FROM a | WHERE ${'('.repeat(maxEsqlDepth)}b${')'.repeat(maxEsqlDepth)}`
    expect(parseEsql(text).diagnostics).toEqual([])
  })
})

describe('a megabyte of anything is read', () => {
  test.each([
    ...['(', ')', '"', '"""', '\\', '`', '|', ' ', '/*', '//', '{', '[', ',', 'a', 'a.', '-', '1'],
    ...[
      'a == 1 AND ',
      'a OR ',
      'a + ',
      'a::long',
      '::long',
      'NOT ',
      'FROM a | ',
      'WHERE a == 1 | ',
    ],
    ...[
      'a IN (1, ',
      'COUNT(',
      'EVAL a = 1 | ',
      'EVAL a.b.c.d ',
      'STATS ',
      '"x" ',
      '{"a":',
      'FORK (',
    ],
    ...['STATS a = COUNT(*) BY b | ', 'CASE(a, ', 'FROM (', '=', 'é', '😀'],
  ])('%s', piece => {
    const text = piece.repeat(1_000_000 / piece.length)
    for (const query of [text, `FROM a | WHERE ${text}`]) {
      expect(parseEsql(query).diagnostics.length).toBeLessThanOrEqual(maxDiagnostics)
    }
  })
})
