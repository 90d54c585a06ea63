import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseElastic } from '../../src/frontends/elastic/index.ts'
import { parseEql } from '../../src/frontends/eql/index.ts'
import { parseEsql } from '../../src/frontends/esql/index.ts'
import { parseKuery } from '../../src/frontends/kuery/index.ts'
import { parseLucene } from '../../src/frontends/lucene/index.ts'
import { parseSql } from '../../src/frontends/sql/index.ts'
import { type Rule, type Stage, type Test, testsOf } from '../../src/ir/index.ts'
import { describeShared, shared } from '../support/shared.ts'
import { tally } from '../support/tally.ts'

const parsers = {
  eql: parseEql,
  esql: parseEsql,
  kuery: parseKuery,
  lucene: parseLucene,
  sql: (text: string) => parseSql(text, { dialect: 'sqlite' }),
}

function testsOfStage(stage: Stage): readonly Test[] {
  switch (stage.kind) {
    case 'filter':
    case 'threshold':
      return testsOf(stage.expression)
    case 'sequence':
      return stage.steps.flatMap(({ logic }) => logic.stages.flatMap(testsOfStage))
    case 'join':
      return stage.sides.flatMap(({ stages }) => stages.flatMap(testsOfStage))
    default:
      return []
  }
}

describeShared('the files of Elastic’s detection rules', () => {
  const root = join(shared, 'corpora', 'elastic')
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.toml'))
    .sort()
  const files = paths.map(path => {
    const text = readFileSync(join(root, path), 'utf8')
    return { path, text, ...parseElastic(text, parsers) }
  })
  const rules: readonly Rule[] = files.flatMap(({ value }) => value.rules.map(rule => rule.value))

  test('are all rules with a title and an id', () => {
    expect(files.flatMap(({ diagnostics }) => diagnostics)).toEqual([])
    expect(rules.length).toBe(1934)
    expect(rules.filter(({ title }) => title === '')).toEqual([])
    expect(rules.filter(({ id }) => id === undefined).length).toBe(80)
  })

  test('are in these languages', () => {
    expect(tally(rules.map(({ language }) => language))).toEqual({
      eql: 881,
      esql: 283,
      kuery: 633,
      lucene: 1,
      machine_learning: 87,
      sql: 49,
    })
  })

  test('have attributes of the right types', () => {
    const codes = files.flatMap(({ value }) =>
      value.rules.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code)),
    )
    expect(codes.filter(code => code.startsWith('elastic/'))).toEqual([])
  })

  test('have techniques with tactics of their own', () => {
    const techniques = rules
      .flatMap(({ tags }) => tags)
      .filter(({ text }) => /^attack\.t\d/.test(text))
    expect(techniques.length).toBe(4297)
    expect(techniques.filter(({ tactic }) => tactic === undefined).length).toBe(316)
  })

  test('have log sources', () => {
    const products = rules.map(({ logSource }) => logSource.product ?? '(none)')
    expect(tally(products.flatMap(words => words.split(',')))).toEqual({
      '(none)': 106,
      apache: 9,
      apache_tomcat: 1,
      aws: 183,
      aws_bedrock: 13,
      aws_bedrock_agentcore: 2,
      azure: 113,
      azure_openai: 3,
      cloud_defend: 1,
      cyberarkpas: 2,
      elastic_apm: 4,
      elastic_defend: 12,
      elastic_security: 17,
      endgame: 14,
      entityanalytics_entra_id: 1,
      fortinet_fortigate: 10,
      gcp: 75,
      github: 24,
      google_secops: 1,
      google_workspace: 2,
      ibm_qradar: 1,
      iis: 1,
      kubernetes: 41,
      linux: 482,
      m365: 54,
      m365_defender: 3,
      macos: 137,
      microsoft_exchange_online_message_trace: 1,
      microsoft_sentinel: 1,
      network_traffic: 28,
      nginx: 9,
      okta: 59,
      osquery: 49,
      panw: 3,
      sentinel_one: 3,
      sonicwall_firewall: 1,
      splunk: 1,
      suricata: 1,
      windows: 556,
      wiz: 1,
      zeek: 19,
    })
    const categories = rules.map(({ logSource }) => logSource.category ?? '(none)')
    expect(tally(categories.flatMap(words => words.split(',')))).toEqual({
      '(none)': 923,
      create_remote_thread: 1,
      dns_query: 20,
      driver_load: 11,
      file_access: 18,
      file_delete: 9,
      file_event: 166,
      file_rename: 26,
      image_load: 36,
      network_connection: 99,
      pipe_created: 1,
      process_access: 6,
      process_creation: 664,
      process_termination: 2,
      ps_script: 38,
      registry_event: 50,
    })
  })

  test('have tests that stand where the values are written', () => {
    const plain = (text: string): string => text.replace(/[\\"'\s]/g, '').toLowerCase()
    let count = 0
    for (const { text, value, path } of files) {
      for (const { value: rule } of value.rules) {
        for (const test of rule.logic.stages.flatMap(testsOfStage)) {
          if (test.derived || !('value' in test) || typeof test.value !== 'string') continue
          // Values with escapes of code units are written in other characters.
          if (/[^\u0020-\u007e]/.test(test.value) || test.operator === 'gte') continue
          if (test.operator === 'lt') continue
          const written = plain(text.slice(test.span.start, test.span.end))
          expect(written, path).toContain(plain(test.value))
          count++
        }
      }
    }
    expect(count).toBe(33_962)
  })
})
