import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Parsed } from '../../src/base/index.ts'
import { parseMql, parseMqlSyntax, printMql } from '../../src/frontends/mql/index.ts'
import { parseSublime } from '../../src/frontends/sublime/index.ts'
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

interface SublimeText {
  readonly path: string
  readonly text: string
}

function filesOf(root: string): readonly SublimeText[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.yml'))
    .sort()
    .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

/** Every stage, those of logics inside it included. */
function stagesOf({ stages }: Logic): readonly Stage[] {
  return stages.flatMap(stage =>
    stage.kind === 'join' ? [stage, ...stage.sides.flatMap(stagesOf)] : [stage],
  )
}

function expressionsOf(stages: readonly Stage[]): readonly Expression[] {
  return stages.flatMap(stage => (stage.kind === 'filter' ? [stage.expression] : []))
}

describeShared('the rules of Sublime', () => {
  let files: readonly SublimeText[] = []
  let rules: readonly (Parsed<Rule> & { readonly path: string })[] = []
  beforeAll(() => {
    files = filesOf(join(shared, 'corpora', 'sublime'))
    rules = files.flatMap(({ path, text }) => {
      const { value, diagnostics } = parseSublime(text, parseMql)
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
    const scopes = read.flatMap(({ stages }) =>
      stages.flatMap(stage =>
        stage.kind === 'join' ? [stage.how.replace(/ of .*/s, ' of …').replace(/\d+/, 'n')] : [],
      ),
    )
    expect({
      rules: rules.length,
      opaque: read
        .filter(
          ({ stages }) =>
            stages.some(({ kind }) => kind === 'opaque') ||
            expressionsOf(stages).some(expression => opaquesOf(expression).length > 0),
        )
        .map(({ path }) => path),
      diagnostics: tally(read.flatMap(({ codes }) => codes)),
      stages: tally(read.flatMap(({ stages }) => stages.map(({ kind }) => kind))),
      scopes: tally(scopes),
      tests: tally(tests.filter(({ derived }) => derived !== true).map(t => t.operator)),
      derivedTests: tests.filter(({ derived }) => derived === true).length,
    }).toMatchInlineSnapshot(`
      {
        "derivedTests": 11493,
        "diagnostics": {
          "mql/null-comparison": 1,
        },
        "opaque": [],
        "rules": 1054,
        "scopes": {
          "all of …": 500,
          "any of …": 2512,
          "at least n of …": 120,
          "those of …": 387,
        },
        "stages": {
          "derive": 3345,
          "filter": 5903,
          "join": 3519,
          "source": 1054,
        },
        "tests": {
          "contains": 4227,
          "ends_with": 157,
          "equals": 4506,
          "field_equals": 279,
          "gt": 1,
          "in_list": 1270,
          "lt": 25,
          "lte": 2,
          "null": 1790,
          "regex": 2261,
          "starts_with": 301,
          "wildcard": 82,
        },
      }
    `)
  })

  test('say what their authors said of them', () => {
    const has = (holds: (rule: Rule) => boolean): number =>
      rules.filter(({ value }) => holds(value)).length
    expect({
      ids: has(rule => rule.id !== undefined),
      descriptions: has(rule => rule.description !== undefined),
      levels: tally(rules.map(({ value }) => value.level ?? 'none')),
      statuses: tally(rules.map(({ value }) => value.status ?? 'none')),
      authors: has(rule => rule.authors.length > 0),
      references: has(rule => rule.references.length > 0),
      attackTypes: tally(
        rules.flatMap(({ value }) => value.tags.map(t => t.text)).filter(t => /^Attack/.test(t)),
      ),
    }).toMatchInlineSnapshot(`
      {
        "attackTypes": {
          "Attack surface reduction": 137,
          "Attack type: BEC/Fraud": 190,
          "Attack type: Callback Phishing": 84,
          "Attack type: Credential Phishing": 659,
          "Attack type: Extortion": 11,
          "Attack type: ICS Phishing": 1,
          "Attack type: Malware/Ransomware": 268,
          "Attack type: Reconnaissance": 1,
          "Attack type: Spam": 77,
        },
        "authors": 41,
        "descriptions": 953,
        "ids": 930,
        "levels": {
          "critical": 4,
          "high": 304,
          "informational": 30,
          "low": 120,
          "medium": 593,
          "none": 3,
        },
        "references": 122,
        "statuses": {
          "hunting": 110,
          "none": 944,
        },
      }
    `)
  })

  test('print as what reads the same', () => {
    const changed = files.filter(({ text }) => {
      const { source } = parse(text) as { readonly source: string }
      const { value } = parseMqlSyntax(source)
      const again = parseMqlSyntax(printMql(value)).value
      return JSON.stringify(withoutSpans(again)) !== JSON.stringify(withoutSpans(value))
    })
    expect(changed.map(({ path }) => path)).toEqual([])
  })
})
