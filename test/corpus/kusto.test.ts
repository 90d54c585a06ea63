import { beforeAll, expect, test } from 'vitest'
import { createKustoReader } from '../../src/frontends/kusto/index.ts'
import {
  type Expression,
  type Logic,
  opaquesOf,
  type Stage,
  type Test,
  testsOf,
} from '../../src/ir/index.ts'
import { loadKustoLanguage } from '../support/kusto-language.ts'
import { type KustoQueries, kustoQueries } from '../support/kusto-queries.ts'
import { describeShared } from '../support/shared.ts'
import { tally } from '../support/tally.ts'

const parseKusto = createKustoReader(loadKustoLanguage())

/** Every stage, those of logics inside it included. */
function stagesOf({ stages }: Logic): readonly Stage[] {
  return stages.flatMap(stage =>
    stage.kind === 'join' ? [stage, ...stage.sides.flatMap(stagesOf)] : [stage],
  )
}

function conditionOf(stage: Stage): Expression | undefined {
  return stage.kind === 'filter' || stage.kind === 'threshold' ? stage.expression : undefined
}

/** Whether a test is of a condition that the logic has no words for, so that it names its text. */
function isComputed(test: Test): boolean {
  return (
    test.derived === true &&
    test.operator === 'equals' &&
    typeof test.value === 'boolean' &&
    /[\s(]/.test(test.field)
  )
}

/** What becomes of the queries of a corpus, in numbers. */
function summary(files: readonly KustoQueries[]): unknown {
  const queries = files.flatMap(file => file.queries)
  const parsed = queries.map(query => {
    const { value, diagnostics } = parseKusto(query)
    return { stages: stagesOf(value), codes: diagnostics.map(({ code }) => code) }
  })
  const stages = parsed.flatMap(query => query.stages)
  const filters = stages.filter(({ kind }) => kind === 'filter')
  const expressions = stages.map(conditionOf).filter(one => one !== undefined)
  const tests = expressions.flatMap(testsOf)
  const has = (stage: Stage, holds: (expression: Expression) => boolean): boolean => {
    const expression = conditionOf(stage)
    return expression !== undefined && holds(expression)
  }
  return {
    files: files.length,
    queries: queries.length,
    withSyntaxError: parsed.filter(({ codes }) => codes.includes('kusto/syntax')).length,
    diagnostics: tally(parsed.flatMap(({ codes }) => [...new Set(codes)])),
    filters: filters.length,
    opaqueFilters: filters.filter(stage => has(stage, e => opaquesOf(e).length > 0)).length,
    computedFilters: filters.filter(stage =>
      has(stage, e =>
        testsOf(e)
          .filter(isComputed)
          .some(({ field }) => !/\bago\s*\(/.test(field)),
      ),
    ).length,
    stages: tally(stages.map(({ kind }) => kind)),
    tests: tally(tests.filter(({ derived }) => derived !== true).map(t => t.operator)),
    derivedTests: tests.filter(({ derived }) => derived === true).length,
  }
}

describeShared('Kusto', () => {
  const corpora = ['sentinel', 'kusto-reprise99', 'kusto-ep3p', 'kusto-defender'] as const
  const files = new Map<string, readonly KustoQueries[]>()
  beforeAll(() => {
    for (const corpus of corpora) files.set(corpus, kustoQueries(corpus, parseKusto))
  }, 300_000)

  test('of Sentinel becomes logic', () => {
    expect(summary(files.get('sentinel') ?? [])).toMatchInlineSnapshot(`
      {
        "computedFilters": 24,
        "derivedTests": 301,
        "diagnostics": {},
        "files": 43,
        "filters": 266,
        "opaqueFilters": 0,
        "queries": 43,
        "stages": {
          "aggregate": 66,
          "derive": 359,
          "filter": 266,
          "join": 59,
          "shape": 289,
          "source": 103,
          "threshold": 45,
        },
        "tests": {
          "contains": 14,
          "ends_with": 3,
          "equals": 245,
          "field_equals": 3,
          "file_name": 25,
          "has": 122,
          "in_list": 2,
          "null": 25,
          "regex": 2,
        },
        "withSyntaxError": 0,
      }
    `)
  })

  test('of reprise99 becomes logic', () => {
    expect(summary(files.get('kusto-reprise99') ?? [])).toMatchInlineSnapshot(`
      {
        "computedFilters": 18,
        "derivedTests": 848,
        "diagnostics": {
          "kusto/syntax": 2,
        },
        "files": 374,
        "filters": 1664,
        "opaqueFilters": 0,
        "queries": 472,
        "stages": {
          "aggregate": 399,
          "derive": 1264,
          "filter": 1664,
          "join": 210,
          "opaque": 2,
          "shape": 1345,
          "source": 697,
          "threshold": 146,
        },
        "tests": {
          "cidr": 8,
          "contains": 54,
          "ends_with": 13,
          "equals": 1328,
          "field_equals": 40,
          "has": 56,
          "in_list": 78,
          "lt": 2,
          "null": 140,
          "regex": 1,
          "starts_with": 26,
        },
        "withSyntaxError": 2,
      }
    `)
  })

  test('of ep3p becomes logic', () => {
    expect(summary(files.get('kusto-ep3p') ?? [])).toMatchInlineSnapshot(`
      {
        "computedFilters": 175,
        "derivedTests": 2000,
        "diagnostics": {
          "kusto/several-results": 1,
          "kusto/syntax": 3,
          "kusto/unsupported-operator": 1,
        },
        "files": 290,
        "filters": 1978,
        "opaqueFilters": 0,
        "queries": 290,
        "stages": {
          "aggregate": 1117,
          "derive": 2932,
          "filter": 1978,
          "join": 1101,
          "opaque": 4,
          "shape": 2499,
          "source": 1333,
          "threshold": 607,
        },
        "tests": {
          "cidr": 60,
          "contains": 1,
          "ends_with": 31,
          "equals": 1572,
          "field_equals": 18,
          "has": 712,
          "in_list": 380,
          "null": 288,
          "regex": 5,
          "starts_with": 3,
        },
        "withSyntaxError": 3,
      }
    `)
  })

  test('of Defender becomes logic', () => {
    expect(summary(files.get('kusto-defender') ?? [])).toMatchInlineSnapshot(`
      {
        "computedFilters": 165,
        "derivedTests": 698,
        "diagnostics": {
          "kusto/several-results": 3,
          "kusto/syntax": 3,
        },
        "files": 293,
        "filters": 1110,
        "opaqueFilters": 9,
        "queries": 408,
        "stages": {
          "aggregate": 217,
          "derive": 841,
          "filter": 1110,
          "join": 242,
          "opaque": 43,
          "shape": 599,
          "source": 671,
          "threshold": 72,
        },
        "tests": {
          "contains": 127,
          "ends_with": 88,
          "equals": 1177,
          "field_equals": 12,
          "gt": 3,
          "gte": 3,
          "has": 502,
          "has_prefix": 3,
          "in_list": 7,
          "lt": 1,
          "null": 71,
          "regex": 40,
          "starts_with": 47,
        },
        "withSyntaxError": 3,
      }
    `)
  })

  test('has few queries that cannot be read, and few conditions', () => {
    const queries = corpora.flatMap(corpus => files.get(corpus) ?? []).flatMap(file => file.queries)
    const parsed = queries.map(parseKusto)
    const wrong = parsed.filter(({ diagnostics }) =>
      diagnostics.some(({ code }) => code === 'kusto/syntax'),
    )
    const filters = parsed
      .flatMap(({ value }) => stagesOf(value))
      .filter(({ kind }) => kind === 'filter')
    const opaque = filters.filter(stage => {
      const expression = conditionOf(stage)
      return expression !== undefined && opaquesOf(expression).length > 0
    })
    expect(wrong.length / queries.length).toBeLessThan(0.02)
    expect(opaque.length / filters.length).toBeLessThan(0.03)
  })
})
