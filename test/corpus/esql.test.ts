import { beforeAll, expect, test } from 'vitest'
import { parseEsql, parseEsqlSyntax, printEsql } from '../../src/frontends/esql/index.ts'
import { parseKuery } from '../../src/frontends/kuery/index.ts'
import { type Expression, type Logic, opaquesOf, type Stage, testsOf } from '../../src/ir/index.ts'
import { type ElasticQuery, elasticHunts, elasticQueries } from '../support/elastic-rules.ts'
import { describeShared } from '../support/shared.ts'
import { tally } from '../support/tally.ts'
import { withoutSpans } from '../support/without-spans.ts'

/** Every stage, those of logics inside it included. */
function stagesOf({ stages }: Logic): readonly Stage[] {
  return stages.flatMap(stage =>
    stage.kind === 'join' ? [stage, ...stage.sides.flatMap(stagesOf)] : [stage],
  )
}

function expressionsOf(stages: readonly Stage[]): readonly Expression[] {
  return stages.flatMap(stage =>
    stage.kind === 'filter' || stage.kind === 'threshold' ? [stage.expression] : [],
  )
}

function isOpaque(stages: readonly Stage[]): boolean {
  return (
    stages.some(({ kind }) => kind === 'opaque') ||
    expressionsOf(stages).some(expression => opaquesOf(expression).length > 0)
  )
}

/** Hunts name the languages of all their queries together; those in SQL are for osquery. */
function huntsInEsql(): readonly ElasticQuery[] {
  return [...elasticHunts('ES|QL'), ...elasticHunts('ES|QL,SQL')].filter(
    ({ query }) => !/^\s*(?:sql\s+)?SELECT\b/i.test(query),
  )
}

/** What becomes of queries, in numbers. */
function summary(queries: readonly ElasticQuery[]): unknown {
  const parsed = queries.map(({ path, query }) => {
    const { value, diagnostics } = parseEsql(query, { parseKql: parseKuery })
    return { path, stages: stagesOf(value), codes: diagnostics.map(({ code }) => code) }
  })
  const tests = parsed.flatMap(({ stages }) => expressionsOf(stages).flatMap(testsOf))
  return {
    queries: parsed.length,
    opaque: parsed.filter(({ stages }) => isOpaque(stages)).map(({ path }) => path),
    diagnostics: tally(parsed.flatMap(({ codes }) => codes)),
    stages: tally(parsed.flatMap(({ stages }) => stages.map(({ kind }) => kind))),
    tests: tally(tests.filter(({ derived }) => derived !== true).map(t => t.operator)),
    derivedTests: tests.filter(({ derived }) => derived === true).length,
  }
}

describeShared('the queries of Elastic in ES|QL', () => {
  let rules: readonly ElasticQuery[] = []
  let hunts: readonly ElasticQuery[] = []
  beforeAll(() => {
    rules = elasticQueries('esql')
    hunts = huntsInEsql()
  })

  test('become logic, every one of the rules', () => {
    expect(summary(rules)).toMatchInlineSnapshot(`
      {
        "derivedTests": 812,
        "diagnostics": {
          "esql/invalid-regex": 1,
          "esql/several-values": 8,
        },
        "opaque": [],
        "queries": 152,
        "stages": {
          "aggregate": 130,
          "derive": 564,
          "filter": 241,
          "shape": 211,
          "source": 152,
          "threshold": 123,
        },
        "tests": {
          "cidr": 56,
          "contains": 57,
          "ends_with": 9,
          "equals": 881,
          "gt": 9,
          "gte": 2,
          "has": 6,
          "lt": 1,
          "null": 198,
          "regex": 25,
          "starts_with": 113,
          "wildcard": 8,
        },
      }
    `)
  })

  test('become logic, all of the hunts but those that Elasticsearch would not read', () => {
    expect(summary(hunts)).toMatchInlineSnapshot(`
      {
        "derivedTests": 360,
        "diagnostics": {
          "esql/code-label": 8,
          "esql/invalid-regex": 1,
          "esql/regex-anchor": 2,
          "esql/several-values": 7,
          "esql/syntax": 4,
        },
        "opaque": [
          "hunting/aws/queries/servicequotas_discovery_multi_region_get_service_quota_calls.toml",
          "hunting/azure/queries/entra_authentication_attempts_behind_rare_user_agents.toml",
          "hunting/okta/queries/credential_access_rapid_reset_password_requests_for_different_users.toml",
          "hunting/windows/queries/execution_via_windows_scheduled_task_with_low_occurrence_frequency.toml",
        ],
        "queries": 131,
        "stages": {
          "aggregate": 124,
          "derive": 263,
          "filter": 268,
          "opaque": 1,
          "shape": 163,
          "source": 131,
          "threshold": 110,
        },
        "tests": {
          "cidr": 183,
          "contains": 15,
          "ends_with": 6,
          "equals": 950,
          "field_equals": 3,
          "gte": 3,
          "lte": 7,
          "null": 102,
          "regex": 27,
          "starts_with": 95,
          "wildcard": 15,
        },
      }
    `)
  })

  test('print as what reads the same', () => {
    const changed = [...rules, ...hunts].filter(({ query }) => {
      const { value, diagnostics } = parseEsqlSyntax(query)
      if (diagnostics.some(({ severity }) => severity === 'error')) return false
      const again = parseEsqlSyntax(printEsql(value)).value
      return JSON.stringify(withoutSpans(again)) !== JSON.stringify(withoutSpans(value))
    })
    expect(changed.map(({ path }) => path)).toEqual([])
  })
})
