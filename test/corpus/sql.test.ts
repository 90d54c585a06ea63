import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseAnvilogic } from '../../src/frontends/anvilogic/index.ts'
import { parseSpl } from '../../src/frontends/spl/index.ts'
import {
  parseSql,
  parseSqlSyntax,
  printSql,
  type SqlDialect,
} from '../../src/frontends/sql/index.ts'
import { type Expression, type Logic, opaquesOf, type Stage, testsOf } from '../../src/ir/index.ts'
import { elasticHunts } from '../support/elastic-rules.ts'
import { describeShared, shared } from '../support/shared.ts'
import { tally } from '../support/tally.ts'
import { withoutSpans } from '../support/without-spans.ts'

interface Query {
  readonly path: string
  readonly query: string
}

/** Files of YAML in a folder of the corpora, with their attributes. */
function yamlFiles(folder: string): readonly { readonly path: string; readonly text: string }[] {
  const root = join(shared, 'corpora', folder)
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(path => /\.ya?ml$/.test(path))
    .sort()
    .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

/** Panther’s saved and scheduled queries; a file of macros is none of them. */
function pantherQueries(): readonly Query[] {
  return yamlFiles('panther').flatMap(({ path, text }) => {
    if (!/^\w*Query:/m.test(text)) return []
    const document: unknown = parse(text)
    const isMap = typeof document === 'object' && document !== null
    const query = isMap && 'Query' in document ? document.Query : undefined
    return typeof query === 'string' ? [{ path, query }] : []
  })
}

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

/** What becomes of queries, in numbers. */
function summary(queries: readonly Query[], dialect: SqlDialect): unknown {
  const parsed = queries.map(({ path, query }) => {
    const { value, diagnostics } = parseSql(query, { dialect })
    return { path, stages: stagesOf(value), codes: diagnostics.map(({ code }) => code) }
  })
  const tests = parsed.flatMap(({ stages }) => expressionsOf(stages).flatMap(testsOf))
  const isPartly = (stages: readonly Stage[]): boolean =>
    expressionsOf(stages).some(expression => opaquesOf(expression).length > 0)
  return {
    queries: parsed.length,
    opaqueTests: parsed.filter(({ stages }) => isPartly(stages)).map(({ path }) => path),
    opaqueStages: parsed
      .filter(({ stages }) => stages.some(({ kind }) => kind === 'opaque'))
      .map(({ path }) => path),
    diagnostics: tally(parsed.flatMap(({ codes }) => codes)),
    stages: tally(parsed.flatMap(({ stages }) => stages.map(({ kind }) => kind))),
    tests: tally(tests.filter(({ derived }) => derived !== true).map(t => t.operator)),
    derivedTests: tests.filter(({ derived }) => derived === true).length,
    lookBacks: parsed.filter(({ stages }) =>
      stages.some(stage => stage.kind === 'source' && stage.lookBack !== undefined),
    ).length,
  }
}

describeShared('rules in SQL', () => {
  let anvilogic: readonly Query[] = []
  let panther: readonly Query[] = []
  let hunts: readonly Query[] = []
  beforeAll(() => {
    anvilogic = yamlFiles('anvilogic').flatMap(({ path, text }) => {
      if (!/^logic_format: snowflake$/m.test(text)) return []
      const { logic }: { logic: string } = parse(text)
      return [{ path, query: logic }]
    })
    panther = pantherQueries()
    hunts = [...elasticHunts('SQL'), ...elasticHunts('ES|QL,SQL')]
      .filter(({ query }) => /^\s*(?:sql\s+)?SELECT\b/i.test(query))
      .map(({ path, query }) => ({ path, query: query.replace(/^\s*sql\b/, '') }))
  })

  test('of Anvilogic become logic with every condition', () => {
    expect(summary(anvilogic, 'snowflake')).toMatchInlineSnapshot(`
      {
        "derivedTests": 4,
        "diagnostics": {
          "sql/invalid-regex": 1,
          "sql/lost-escape": 11,
          "sql/syntax": 2,
        },
        "lookBacks": 339,
        "opaqueStages": [
          "detections/endpoint/bash_-c_execution-windows/bash_-c_execution-windows-snowflake-crowdstrikefdr_process.yml",
        ],
        "opaqueTests": [],
        "queries": 342,
        "stages": {
          "derive": 4,
          "filter": 342,
          "opaque": 1,
          "source": 342,
        },
        "tests": {
          "contains": 271,
          "ends_with": 140,
          "equals": 332,
          "gt": 2,
          "null": 22,
          "regex": 414,
          "starts_with": 18,
          "wildcard": 44,
        },
      }
    `)
  })

  test('of Panther become logic, macros and patterns of rows apart', () => {
    expect(summary(panther, 'snowflake')).toMatchInlineSnapshot(`
      {
        "derivedTests": 79,
        "diagnostics": {
          "sql/nested-query": 2,
          "sql/not-read": 1,
          "sql/syntax": 3,
          "sql/template": 24,
        },
        "lookBacks": 65,
        "opaqueStages": [
          "queries/aws_queries/anomalous_vpc_traffic_to_dest_port_query.yml",
          "queries/azure_queries/Entra_ID_First_Time_Device_Code_Auth_Query.yml",
          "queries/azure_queries/Entra_ID_Graph_Email_Access_Unusual_Public_Client_Query.yml",
          "queries/crowdstrike_queries/crowdstrike.macos.plutil.novel.modification.yml",
          "queries/gsuite_queries/GSuite_Login_Type_Anomaly_Query.yml",
          "queries/gsuite_queries/GSuite_OAuth_Anomalous_Scope_Patterns_Query.yml",
          "queries/gsuite_queries/GSuite_OAuth_Login_Scope_Anomalous_Access_Query.yml",
          "queries/kubernetes_queries/kubernetes_ioc_activity_query.yml",
          "queries/macros/anomalies.yml",
          "queries/panther_queries/new_login_ip_query.yml",
          "queries/snowflake_queries/snowflake_multiple_failed_logins_followed_by_success_query.yml",
        ],
        "opaqueTests": [],
        "queries": 77,
        "stages": {
          "aggregate": 34,
          "derive": 142,
          "filter": 85,
          "join": 21,
          "opaque": 11,
          "shape": 156,
          "source": 97,
          "threshold": 24,
        },
        "tests": {
          "contains": 84,
          "ends_with": 3,
          "equals": 311,
          "gt": 2,
          "gte": 5,
          "lt": 1,
          "lte": 2,
          "null": 38,
          "starts_with": 3,
          "wildcard": 38,
        },
      }
    `)
  })

  test('of Elastic’s hunts become logic, all but those that osquery would not read', () => {
    expect(summary(hunts, 'sqlite')).toMatchInlineSnapshot(`
      {
        "derivedTests": 15,
        "diagnostics": {
          "sql/syntax": 6,
        },
        "lookBacks": 0,
        "opaqueStages": [
          "hunting/linux/queries/persistence_via_dynamic_linker_hijacking.toml",
          "hunting/linux/queries/persistence_via_git_hook_pager.toml",
          "hunting/linux/queries/persistence_via_loadable_kernel_modules.toml",
          "hunting/linux/queries/persistence_via_package_manager.toml",
          "hunting/linux/queries/persistence_via_systemd_timers.toml",
          "hunting/linux/queries/persistence_via_udev.toml",
        ],
        "opaqueTests": [],
        "queries": 49,
        "stages": {
          "derive": 78,
          "filter": 41,
          "join": 48,
          "opaque": 6,
          "shape": 36,
          "source": 97,
        },
        "tests": {
          "ends_with": 4,
          "equals": 69,
          "null": 3,
          "starts_with": 82,
          "wildcard": 23,
        },
      }
    `)
  })

  test('print as what reads the same', () => {
    const changed = (queries: readonly Query[], dialect: SqlDialect): readonly string[] =>
      queries
        .filter(({ query }) => {
          const { value, diagnostics } = parseSqlSyntax(query, dialect)
          if (diagnostics.some(({ severity }) => severity === 'error')) return false
          const again = parseSqlSyntax(printSql(value, dialect), dialect).value
          return JSON.stringify(withoutSpans(again)) !== JSON.stringify(withoutSpans(value))
        })
        .map(({ path }) => path)
    expect(changed([...anvilogic, ...panther], 'snowflake')).toEqual([])
    expect(changed(hunts, 'sqlite')).toEqual([])
  })
})

describeShared('the files of Anvilogic', () => {
  const files = yamlFiles('anvilogic').map(({ path, text }) => ({
    path,
    text,
    ...parseAnvilogic(text, { parseSpl, parseSql }),
  }))
  const rules = files.flatMap(({ value }) => value.rules.map(({ value: rule }) => rule))

  test('are all rules with an id and a title', () => {
    // A text’s quotation marks do not close as YAML wants them to.
    const broken = files.filter(({ diagnostics }) => diagnostics.length > 0)
    expect(broken.map(({ path }) => path)).toMatchInlineSnapshot(`
      [
        "detections/endpoint/suspicious_browser_child_process-windows/suspicious_browser_child_process-windows-splunk-edr.yml",
      ]
    `)
    expect(rules.filter(({ id, title }) => id === undefined || title === '')).toEqual([])
    expect(tally(rules.map(({ language }) => language))).toEqual({ spl: 1177, sql: 342 })
  })

  test('have techniques with tactics', () => {
    const techniques = rules.flatMap(({ tags }) => tags).filter(t => /^attack\.t\d/.test(t.text))
    expect({
      paired: techniques.filter(({ tactic }) => tactic !== undefined).length,
      alone: techniques.filter(({ tactic }) => tactic === undefined).length,
    }).toMatchInlineSnapshot(`
      {
        "alone": 4,
        "paired": 2610,
      }
    `)
  })

  test('have log sources where they are in SQL', () => {
    const sources = rules
      .filter(({ language }) => language === 'sql')
      .map(({ logSource: { product = '-', category = '-', service = '-' } }) =>
        [product, category, service].join('/'),
      )
    expect(tally(sources)).toMatchInlineSnapshot(`
      {
        "-/-/gsuite": 2,
        "-/webserver/-": 13,
        "aws/-/cloudtrail": 32,
        "gcp/-/gcp.audit": 8,
        "linux,macos/process_creation/-": 43,
        "linux/process_creation/-": 4,
        "macos,windows/process_creation/-": 1,
        "macos/process_creation/-": 3,
        "okta/-/okta": 25,
        "snowflake/-/query_history": 20,
        "windows/process_creation/-": 191,
      }
    `)
  })

  test('have tests that stand where the values are written', () => {
    const plain = (text: string): string => text.replace(/[\\'\s%_*?\b]/g, '').toLowerCase()
    let count = 0
    for (const { text, value, path } of files) {
      for (const { value: rule } of value.rules) {
        if (rule.language !== 'sql') continue
        for (const one of expressionsOf(stagesOf(rule.logic)).flatMap(testsOf)) {
          if (one.derived || !('value' in one) || typeof one.value !== 'string') continue
          const written = plain(text.slice(one.span.start, one.span.end))
          expect(written, path).toContain(plain(one.value))
          count++
        }
      }
    }
    expect(count).toMatchInlineSnapshot(`761`)
  })
})
