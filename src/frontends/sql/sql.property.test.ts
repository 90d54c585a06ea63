import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withoutSpans } from '../../../test/support/without-spans.ts'
import { maxDiagnostics, type Span } from '../../base/index.ts'
import { type Expression, type Logic, opaquesOf, type Stage, testsOf } from '../../ir/index.ts'
import type { SqlDialect } from './dialect.ts'
import { parseSql } from './parse-sql.ts'
import { parseSqlSyntax } from './parser.ts'
import { printSql } from './print.ts'
import { maxSqlDepth } from './tokens.ts'

const pieces = [
  ...['a', 'b.c', '"x y"', 't', 'raw:k.l', 'u', '*', ', ', '.', ':', '::', '[', ']', '{', '}'],
  ...['SELECT ', 'FROM ', 'WHERE ', 'GROUP BY ', 'HAVING ', 'QUALIFY ', 'ORDER BY ', 'LIMIT '],
  ...['WITH ', ' AS ', 'UNION ALL ', 'EXCEPT ', 'INTERSECT ', 'DISTINCT ', 'TOP 5 ', 'VALUES '],
  ...['JOIN ', 'LEFT JOIN ', 'CROSS JOIN ', ' ON ', ' USING ', 'LATERAL ', 'TABLE(', 'FLATTEN('],
  ...[' AND ', ' OR ', 'NOT ', ' IN ', ' LIKE ', ' ILIKE ANY ', ' RLIKE ', ' BETWEEN ', ' IS '],
  ...['NULL', 'TRUE', ' ESCAPE ', 'EXISTS ', 'CASE ', 'WHEN ', ' THEN ', ' ELSE ', ' END '],
  ...['(', ')', '=', '!=', '<', '>=', '+', '-', '||', '%', '/', ';', '->', '=>', '|', '~'],
  ...["'", "'x'", "'%a_'", '"', '`', '$$', '--', '/*', '*/', '//', '{{', '}}', '{% x %}', '\\'],
  ...['1', '.5', '1h', '3 days', '$latest$', '?', '@p', 'INTERVAL ', "DATE '2025-01-01'"],
  ...['COUNT(*)', 'LOWER(', 'COALESCE(', 'REGEXP_LIKE(', 'OVER (', 'PARTITION BY ', 'CAST('],
  ...['MATCH_RECOGNIZE ', 'SAMPLE ', '\n', '😀', 'é', '\0'],
]

const dialect = fc.constantFrom<SqlDialect>('snowflake', 'athena', 'sqlite')
const soup = (maxLength: number) => fc.string({ unit: fc.constantFrom(...pieces), maxLength })
const anyQuery = fc.oneof(
  fc.string(),
  soup(40),
  soup(20).map(text => `SELECT * FROM t WHERE a = 'x' ${text}`),
  fc
    .tuple(soup(6), soup(6), soup(12))
    .map(([items, from, where]) => `SELECT ${items} FROM ${from} WHERE ${where}`),
)

function stagesOf({ stages }: Logic): readonly Stage[] {
  return stages.flatMap(stage =>
    stage.kind === 'join' ? [stage, ...stage.sides.flatMap(stagesOf)] : [stage],
  )
}

function expressionsOf(logic: Logic): readonly Expression[] {
  return stagesOf(logic).flatMap(stage =>
    stage.kind === 'filter' || stage.kind === 'threshold' ? [stage.expression] : [],
  )
}

function hasOpaque(logic: Logic): boolean {
  return (
    stagesOf(logic).some(({ kind }) => kind === 'opaque') ||
    expressionsOf(logic).some(expression => opaquesOf(expression).length > 0)
  )
}

test('any text gives logic whose places are inside it', () => {
  fc.assert(
    fc.property(anyQuery, dialect, (text, name) => {
      const { value, diagnostics } = parseSql(text, { dialect: name })
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
      expect(diagnostics.length).toBeLessThanOrEqual(maxDiagnostics)
    }),
    { numRuns: 3000 },
  )
})

test('a query with an error of syntax has an opaque part', () => {
  let broken = 0
  fc.assert(
    fc.property(anyQuery, dialect, (text, name) => {
      const { value, diagnostics } = parseSql(text, { dialect: name })
      const isBroken = diagnostics.some(({ code }) =>
        ['sql/syntax', 'sql/unterminated', 'sql/nesting-limit'].includes(code),
      )
      if (!isBroken) return
      broken++
      expect(hasOpaque(value)).toBe(true)
    }),
    { numRuns: 2000 },
  )
  expect(broken).toBeGreaterThan(500)
})

/** Pieces that go together more often than not. */
const value = fc.constantFrom(
  'a',
  'b.c',
  '"x y"',
  "'it''s'",
  '1',
  '-1',
  '- -2',
  'NULL',
  'TRUE',
  'raw:k.l[0]::string',
  'raw:"a b"',
  "m['k']",
  'LOWER(a)',
  'COUNT(DISTINCT a)',
  'SUM(a) OVER (PARTITION BY b ORDER BY c DESC)',
  "CASE WHEN a = 1 THEN 'x' ELSE b END",
  'CAST(a AS varchar(5))',
  'TRY_CAST(a AS int)',
  '(a, b)',
  '(SELECT MAX(a) FROM u)',
  "INTERVAL '1 day'",
  '[1, 2]',
  'a + b * 2 - (c - d)',
  "a || 'x'",
  'FLATTEN(input => a, outer => TRUE)',
  'ARRAY_AGG(a) WITHIN GROUP (ORDER BY b)',
  'EXTRACT(hour FROM a)',
  '$latest$',
  '{{ x }}',
  'p_occurs_since(1h, , t)',
)
const test_ = fc.oneof(
  fc
    .tuple(value, fc.constantFrom('=', '<>', '<', '>=', '= ANY', '!= ALL'), value)
    .map(([a, operator, b]) =>
      /A/.test(operator) ? `${a} ${operator} (${b})` : `${a} ${operator} ${b}`,
    ),
  fc.tuple(value, value, value).map(([a, b, c]) => `${a} NOT BETWEEN ${b} AND ${c}`),
  fc.tuple(value, value, value).map(([a, b, c]) => `${a} IN (${b}, ${c})`),
  value.map(a => `${a} NOT IN (SELECT x FROM u WHERE y = 1)`),
  fc.tuple(value, value).map(([a, b]) => `${a} NOT ILIKE ANY (${b}, 'y')`),
  value.map(a => `${a} LIKE 'x!%' ESCAPE '!'`),
  value.map(a => `${a} IS NOT NULL`),
  fc.tuple(value, value).map(([a, b]) => `${a} IS DISTINCT FROM ${b}`),
  fc.constant('EXISTS (SELECT 1 FROM u)'),
  value,
)
const condition = fc
  .array(
    fc.tuple(fc.constantFrom(' AND ', ' OR '), fc.constantFrom('', 'NOT ', 'NOT NOT ', '('), test_),
    { minLength: 1, maxLength: 5 },
  )
  .map(parts =>
    parts
      .map(([joint, before, one], i) => {
        const text = before === '(' ? `(${one} OR a = 1)` : `${before}${one}`
        return i === 0 ? text : `${joint}${text}`
      })
      .join(''),
  )
const source = fc.constantFrom(
  't',
  'db.s.t AS x',
  '(SELECT a FROM u) s',
  '(VALUES (1, 2)) AS v (p, q)',
  't JOIN u ON t.a = u.b LEFT JOIN v USING (c, d)',
  't NATURAL JOIN (u CROSS JOIN v)',
  't, LATERAL FLATTEN(input => a) f',
  't, TABLE(FLATTEN(a)) f',
  '{{ t }} x',
  't SAMPLE (10) AS s',
)
const select = fc
  .record({
    distinct: fc.constantFrom('', 'DISTINCT ', 'TOP 3 '),
    items: fc.constantFrom('*', 'a, b AS c', 't.*, 1 "one"', '* EXCLUDE (a)', 'COUNT(*) n'),
    source,
    where: fc.option(condition, { nil: undefined }),
    groupBy: fc.constantFrom('', ' GROUP BY a, 2', ' GROUP BY ALL'),
    having: fc.option(condition, { nil: undefined }),
    qualify: fc.option(condition, { nil: undefined }),
  })
  .map(({ distinct, items, source: from, where, groupBy, having, qualify }) =>
    [
      `SELECT ${distinct}${items} FROM ${from}`,
      where === undefined ? '' : ` WHERE ${where}`,
      groupBy,
      having === undefined ? '' : ` HAVING ${having}`,
      qualify === undefined ? '' : ` QUALIFY ${qualify}`,
    ].join(''),
  )
const query = fc
  .tuple(
    fc.constantFrom('', 'WITH w AS (SELECT 1), z (p) AS (SELECT * FROM w) '),
    fc.array(fc.tuple(fc.constantFrom('UNION', 'UNION ALL', 'EXCEPT', 'INTERSECT'), select), {
      minLength: 1,
      maxLength: 3,
    }),
    fc.constantFrom('', ' ORDER BY a DESC NULLS LAST, b', ' LIMIT 5', ' LIMIT 5 OFFSET 2'),
  )
  .map(([ctes, selects, end]) => {
    const body = selects.map(([word, text], i) => (i === 0 ? text : ` ${word} ${text}`)).join('')
    return ctes + body + end
  })

test('a query that is printed reads as the same tree', () => {
  let count = 0
  fc.assert(
    fc.property(fc.oneof(query, anyQuery), dialect, (text, name) => {
      const { value: tree, diagnostics } = parseSqlSyntax(text, name)
      if (diagnostics.some(({ severity }) => severity === 'error')) return
      count++
      const printed = printSql(tree, name)
      const again = parseSqlSyntax(printed, name)
      expect(again.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
      expect(withoutSpans(again.value)).toEqual(withoutSpans(tree))
    }),
    { numRuns: 2000 },
  )
  expect(count).toBeGreaterThan(500)
})

describe('bad input', () => {
  const deep = 10_000
  test.each<[string, string]>([
    ['brackets', `SELECT * FROM t WHERE ${'('.repeat(deep)}a = 1${')'.repeat(deep)}`],
    ['negations', `SELECT * FROM t WHERE ${'NOT '.repeat(deep)}a = 1`],
    ['signs', `SELECT * FROM t WHERE a = ${'- '.repeat(deep)}1`],
    ['functions', `SELECT * FROM t WHERE ${'LOWER('.repeat(deep)}a${')'.repeat(deep)} = 'x'`],
    ['choices', `SELECT * FROM t WHERE ${'COALESCE('.repeat(deep)}a${', b)'.repeat(deep)} = 'x'`],
    ['cases', `SELECT * FROM t WHERE ${'CASE WHEN '.repeat(deep)}a`],
    ['subqueries', `${'SELECT * FROM ('.repeat(deep)}SELECT 1${')'.repeat(deep)}`],
    ['queries in brackets', `${'('.repeat(deep)}SELECT 1${')'.repeat(deep)}`],
    ['queries in conditions', 'SELECT * FROM t WHERE a IN ('.repeat(deep)],
    ['common table expressions', `${'WITH a AS ('.repeat(deep)}SELECT 1`],
    ['joins in brackets', `SELECT * FROM ${'('.repeat(deep)}t`],
    ['arrays', `SELECT ${'['.repeat(deep)}`],
    ['casts', `SELECT a${'::int'.repeat(deep)} FROM t`],
    ['paths', `SELECT a${'[0'.repeat(deep)} FROM t`],
    ['comparisons in a row', `SELECT * FROM t WHERE a${' = a'.repeat(deep)}`],
  ])('%s nested 10,000 times are told, and nothing is true of it', (_, text) => {
    for (const name of ['snowflake', 'sqlite'] as const) {
      const { value, diagnostics } = parseSql(text, { dialect: name })
      expect(diagnostics.map(({ code }) => code)).toContain('sql/nesting-limit')
      expect(hasOpaque(value)).toBe(true)
    }
  })

  test('nesting up to the limit is read', () => {
    const depth = maxSqlDepth - 1
    const text = `SELECT * FROM t WHERE ${'('.repeat(depth)}a = 1${')'.repeat(depth)}`
    expect(parseSql(text).diagnostics).toEqual([])
  })

  test.each<[string, string]>([
    ['conditions', `SELECT * FROM t WHERE ${"a LIKE '%x%' OR ".repeat(30_000)}a = 1`],
    ['values', `SELECT * FROM t WHERE a IN (${"'x', ".repeat(200_000)}'y')`],
    ['items', `SELECT ${'a AS b, '.repeat(120_000)}c FROM t`],
    ['joins', `SELECT * FROM t ${'JOIN u ON t.a = u.a '.repeat(20_000)}`],
    ['unions', `SELECT 1${' UNION SELECT 1'.repeat(60_000)}`],
    [
      'expressions',
      `WITH ${Array.from({ length: 20_000 }, (_, i) => `c${i} AS (SELECT * FROM c${i - 1})`).join(', ')} SELECT * FROM c19999`,
    ],
    [
      'aliases of aliases',
      `SELECT ${Array.from({ length: 20_000 }, (_, i) => `a${i} AS a${i + 1}`).join(', ')} FROM t WHERE a20000 = 1`,
    ],
    ['sums', `SELECT * FROM t WHERE a = 1${' + 1'.repeat(200_000)}`],
    ['a text without an end', `SELECT * FROM t WHERE a = '${'x'.repeat(1_000_000)}`],
    ['comments without an end', `SELECT * FROM t ${'/* '.repeat(300_000)}`],
    ['quotation marks', `SELECT * FROM t WHERE a = ${'"'.repeat(999_999)}`],
    ['templates', '{% x %}'.repeat(140_000)],
    ['backslashes', `SELECT * FROM t WHERE a RLIKE '${'\\'.repeat(1_000_000)}'`],
    ['odd characters', '\u{1F600}'.repeat(250_000)],
    ['brackets that close', ')'.repeat(1_000_000)],
    ['commas', `SELECT ${','.repeat(1_000_000)}`],
  ])('a megabyte of %s is read', (_, text) => {
    const { value, diagnostics } = parseSql(text)
    expect(diagnostics.length).toBeLessThanOrEqual(maxDiagnostics)
    expect(value.stages.length).toBeGreaterThan(0)
  })

  test('expressions that use one another twice do not grow without bound', () => {
    const ctes = Array.from(
      { length: 40 },
      (_, i) => `c${i + 1} AS (SELECT * FROM c${i} UNION ALL SELECT * FROM c${i})`,
    )
    const text = `WITH c0 AS (SELECT * FROM t), ${ctes.join(', ')} SELECT * FROM c40`
    const { value, diagnostics } = parseSql(text)
    expect(diagnostics.map(({ code }) => code)).toContain('sql/too-large')
    expect(hasOpaque(value)).toBe(true)
    expect(stagesOf(value).length).toBeLessThan(2000)
  })
})
