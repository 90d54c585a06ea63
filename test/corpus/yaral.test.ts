import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Parsed } from '../../src/base/index.ts'
import { parseYaral, parseYaralSyntax, printYaral } from '../../src/frontends/yaral/index.ts'
import {
  type Expression,
  type Logic,
  opaquesOf,
  type Rule,
  type Stage,
  testsOf,
} from '../../src/ir/index.ts'
import { describeShared, shared } from '../support/shared.ts'
import { tally } from '../support/tally.ts'
import { withoutSpans } from '../support/without-spans.ts'

interface YaralText {
  readonly path: string
  readonly text: string
}

function filesOf(root: string): readonly YaralText[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.yaral'))
    .sort()
    .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

function logicsIn(stage: Stage): readonly Logic[] {
  if (stage.kind === 'join') return stage.sides
  return stage.kind === 'sequence' ? stage.steps.map(step => step.logic) : []
}

/** Every stage, those of logics inside it included. */
function stagesOf({ stages }: Logic): readonly Stage[] {
  return stages.flatMap(stage => [stage, ...logicsIn(stage).flatMap(stagesOf)])
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

describeShared('the rules of Google in YARA-L', () => {
  let files: readonly YaralText[] = []
  let rules: readonly (Parsed<Rule> & { readonly path: string })[] = []
  beforeAll(() => {
    files = filesOf(join(shared, 'corpora', 'chronicle'))
    rules = files.flatMap(({ path, text }) => {
      const { value, diagnostics } = parseYaral(text)
      expect(diagnostics).toEqual([])
      return value.rules.map(rule => ({ path, ...rule }))
    })
  })

  test('become logic, every one of them', () => {
    const read = rules.map(({ path, value, diagnostics }) => ({
      path,
      stages: stagesOf(value.logic),
      codes: diagnostics.map(({ code }) => code),
    }))
    const tests = read.flatMap(({ stages }) => expressionsOf(stages).flatMap(testsOf))
    expect({
      files: files.length,
      rules: rules.length,
      opaque: read.filter(({ stages }) => isOpaque(stages)).map(({ path }) => path),
      diagnostics: tally(read.flatMap(({ codes }) => codes)),
      stages: tally(read.flatMap(({ stages }) => stages.map(({ kind }) => kind))),
      tests: tally(tests.filter(({ derived }) => derived !== true).map(t => t.operator)),
      derivedTests: tests.filter(({ derived }) => derived === true).length,
    }).toMatchInlineSnapshot(`
      {
        "derivedTests": 99,
        "diagnostics": {
          "yaral/several-values": 1,
          "yaral/unknown-escape": 2,
        },
        "files": 715,
        "opaque": [],
        "rules": 715,
        "stages": {
          "aggregate": 71,
          "derive": 44,
          "filter": 797,
          "join": 45,
          "sequence": 9,
          "shape": 422,
          "source": 758,
          "threshold": 34,
        },
        "tests": {
          "cidr": 14,
          "contains": 1994,
          "ends_with": 158,
          "equals": 3499,
          "field_equals": 3,
          "gt": 15,
          "in_list": 10,
          "lte": 6,
          "null": 327,
          "regex": 347,
          "starts_with": 16,
        },
      }
    `)
  })

  test('have the log sources that all vendors share', () => {
    const words = rules.map(({ value: { logSource: s } }) =>
      [s.product, s.category, s.service].map(word => word ?? '-').join('/'),
    )
    expect(tally(words)).toMatchInlineSnapshot(`
      {
        "-/-/-": 24,
        "-/antivirus/-": 4,
        "-/dns/-": 3,
        "-/dns_query/-": 5,
        "-/file_access/-": 2,
        "-/file_event,file_rename/-": 3,
        "-/file_event,process_creation/-": 2,
        "-/file_event,proxy/-": 1,
        "-/file_event,registry_event/-": 1,
        "-/file_event/-": 10,
        "-/network_connection,proxy/-": 1,
        "-/network_connection/-": 4,
        "-/process_creation/-": 15,
        "-/proxy/-": 37,
        "-/registry_event/-": 3,
        "-/webserver/-": 8,
        "aws,azure,okta/-/cloudtrail,okta,signinlogs": 1,
        "aws/-/cloudtrail": 35,
        "aws/-/guardduty": 9,
        "azure,google_workspace/-/google_workspace.gmail,signinlogs": 1,
        "azure,m365/-/activitylogs,audit": 1,
        "azure,m365/-/activitylogs,audit,auditlogs,microsoftgraphactivitylogs,signinlogs": 1,
        "azure/-/activitylogs": 1,
        "azure/-/auditlogs": 9,
        "azure/-/microsoftgraphactivitylogs": 11,
        "azure/-/signinlogs": 3,
        "gcp,google_workspace/-/google_workspace.drive,google_workspace.login": 2,
        "gcp/-/gcp.audit": 16,
        "gcp/-/google_workspace.admin": 10,
        "github/-/audit": 22,
        "google_workspace/-/google_workspace.chrome": 1,
        "google_workspace/-/google_workspace.drive": 6,
        "google_workspace/-/google_workspace.gmail": 1,
        "linux/-/auditbeat": 1,
        "linux/-/auditd": 1,
        "linux/-/sshd": 1,
        "m365/-/audit": 22,
        "okta/-/okta": 15,
        "onelogin/-/onelogin.events": 6,
        "windows/-/-": 10,
        "windows/-/application": 1,
        "windows/-/driver-framework": 1,
        "windows/-/powershell": 2,
        "windows/-/security": 36,
        "windows/-/sysmon": 168,
        "windows/-/system": 4,
        "windows/-/windefend": 1,
        "windows/dns_query/-": 5,
        "windows/file_event,file_rename/-": 1,
        "windows/file_event,image_load,process_creation/-": 1,
        "windows/file_event,process_creation/-": 5,
        "windows/file_event,proxy/-": 1,
        "windows/file_event/-": 4,
        "windows/image_load/-": 2,
        "windows/network_connection,proxy/-": 1,
        "windows/network_connection/-": 8,
        "windows/process_access/-": 4,
        "windows/process_creation,registry_event/-": 1,
        "windows/process_creation/-": 148,
        "windows/registry_event/-": 12,
      }
    `)
  })

  test('say what their authors said of them', () => {
    const has = (test: (rule: Rule) => boolean): number =>
      rules.filter(({ value }) => test(value)).length
    expect({
      ids: has(rule => rule.id !== undefined),
      descriptions: has(rule => rule.description !== undefined),
      levels: tally(rules.map(({ value }) => value.level ?? 'none')),
      authors: has(rule => rule.authors.length > 0),
      references: has(rule => rule.references.length > 0),
      techniques: has(rule => rule.tags.some(({ text }) => /^attack\.t\d/.test(text))),
      tactics: has(rule => rule.tags.some(({ text }) => /^attack\.(?!t\d)/.test(text))),
      related: has(rule => rule.related.length > 0),
    }).toMatchInlineSnapshot(`
      {
        "authors": 715,
        "descriptions": 715,
        "ids": 279,
        "levels": {
          "critical": 10,
          "high": 113,
          "informational": 7,
          "low": 67,
          "medium": 83,
          "none": 435,
        },
        "references": 600,
        "related": 42,
        "tactics": 526,
        "techniques": 543,
      }
    `)
  })

  test('print as what reads the same', () => {
    const changed = files.filter(({ text }) => {
      const { value } = parseYaralSyntax(text)
      const again = parseYaralSyntax(printYaral(value)).value
      return JSON.stringify(withoutSpans(again)) !== JSON.stringify(withoutSpans(value))
    })
    expect(changed.map(({ path }) => path)).toEqual([])
  })
})
