import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { findEntry, parseYaml } from '../../src/base/yaml/index.ts'
import {
  expandMacros,
  type Macro,
  parseSpl,
  parseSplSyntax,
  printSpl,
} from '../../src/frontends/spl/index.ts'
import { readSplunkMacro } from '../../src/frontends/splunk/index.ts'
import { type Expression, type Logic, opaquesOf, type Stage, testsOf } from '../../src/ir/index.ts'
import { describeShared, shared } from '../support/shared.ts'
import { tally } from '../support/tally.ts'
import { withoutSpans } from '../support/without-spans.ts'

interface Search {
  readonly path: string
  readonly text: string
  readonly findMacro?: (name: string, arity: number) => Macro | undefined
}

const root = join(shared, 'corpora')

function filesIn(folder: string): readonly { readonly path: string; readonly text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.yml'))
    .sort()
    .map(path => ({ path, text: readFileSync(join(root, folder, path), 'utf8') }))
}

/** A text of a YAML file, by its key. */
function textOf(file: string, key: string): string | undefined {
  const [document] = parseYaml(file).value
  if (document?.root.kind !== 'map') return undefined
  const entry = findEntry(document.root, key)
  return entry?.kind === 'scalar' ? entry.text : undefined
}

function splunkSearches(): readonly Search[] {
  const macros = filesIn('splunk/macros').flatMap(({ text }) => readSplunkMacro(text) ?? [])
  const findMacro = (name: string, arity: number): Macro | undefined =>
    macros.find(macro => macro.name === name && macro.arguments.length === arity)
  return filesIn('splunk/detections').flatMap(({ path, text }) => {
    const search = textOf(text, 'search')
    return search === undefined ? [] : [{ path, text: search, findMacro }]
  })
}

function anvilogicSearches(): readonly Search[] {
  return filesIn('anvilogic/detections').flatMap(({ path, text }) => {
    const search = textOf(text, 'logic')
    const isSpl = textOf(text, 'logic_format') === 'Splunk'
    return search === undefined || !isSpl ? [] : [{ path, text: search }]
  })
}

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

/** What becomes of searches, in numbers; macros that nobody defines apart. */
function summary(searches: readonly Search[]): unknown {
  const parsed = searches.map(({ path, text, findMacro }) => {
    const { value, diagnostics } = parseSpl(text, findMacro === undefined ? {} : { findMacro })
    const stages = stagesOf(value)
    const filterReasons = expressionsOf(stages)
      .flatMap(opaquesOf)
      .map(({ reason }) => reason)
    const stageReasons = stages.flatMap(s => (s.kind === 'opaque' ? [s.reason] : []))
    const codes = diagnostics.map(({ code }) => code)
    return { path, stages, filterReasons, stageReasons, codes }
  })
  const isOwn = (reason: string): boolean => reason !== 'spl/unknown-macro'
  const tests = parsed.flatMap(({ stages }) => expressionsOf(stages).flatMap(testsOf))
  return {
    searches: parsed.length,
    withSyntaxError: parsed.filter(({ codes }) =>
      codes.some(code => code === 'spl/syntax' || code === 'spl/unterminated-string'),
    ).length,
    withOpaqueFilter: parsed.filter(({ filterReasons }) => filterReasons.some(isOwn)).length,
    withOpaqueStage: parsed
      .filter(({ stageReasons }) => stageReasons.some(isOwn))
      .map(({ path }) => path.replace(/^.*\//, '')),
    withUnknownMacro: parsed.filter(({ codes }) => codes.includes('spl/unknown-macro')).length,
    diagnostics: tally(parsed.flatMap(({ codes }) => codes)),
    stages: tally(parsed.flatMap(({ stages }) => stages.map(({ kind }) => kind))),
    tests: tally(tests.filter(({ derived }) => derived !== true).map(t => t.operator)),
    derivedTests: tests.filter(({ derived }) => derived === true).length,
  }
}

describeShared('searches of Splunk', () => {
  let splunk: readonly Search[] = []
  let anvilogic: readonly Search[] = []
  beforeAll(() => {
    splunk = splunkSearches()
    anvilogic = anvilogicSearches()
  })

  test('of its security content become logic', () => {
    expect(summary(splunk)).toMatchInlineSnapshot(`
      {
        "derivedTests": 799,
        "diagnostics": {
          "spl/case-mismatch": 1,
          "spl/dropped-field": 22,
          "spl/stray-backslash": 15,
          "spl/unknown-command": 1,
          "spl/unknown-macro": 2,
          "spl/unquoted-field": 5,
          "spl/unsupported-regex": 3,
          "spl/unterminated-string": 1,
        },
        "searches": 1324,
        "stages": {
          "aggregate": 1476,
          "derive": 3821,
          "filter": 2946,
          "join": 111,
          "opaque": 1,
          "shape": 1442,
          "source": 1426,
          "threshold": 242,
        },
        "tests": {
          "cidr": 27,
          "contains": 1607,
          "ends_with": 572,
          "equals": 3047,
          "field_equals": 2,
          "gt": 9,
          "gte": 3,
          "has": 37,
          "has_prefix": 1,
          "in_list": 21,
          "lt": 3,
          "null": 219,
          "regex": 34,
          "starts_with": 151,
          "wildcard": 70,
        },
        "withOpaqueFilter": 1,
        "withOpaqueStage": [
          "ssl_certificates_with_punycode.yml",
        ],
        "withSyntaxError": 1,
        "withUnknownMacro": 1,
      }
    `)
  })

  test('of Anvilogic become logic', () => {
    expect(summary(anvilogic)).toMatchInlineSnapshot(`
      {
        "derivedTests": 586,
        "diagnostics": {
          "spl/dropped-field": 8,
          "spl/invalid-regex": 4,
          "spl/lower-case-operator": 18,
          "spl/stray-backslash": 17,
          "spl/syntax": 16,
          "spl/unknown-command": 5,
          "spl/unknown-macro": 159,
          "spl/unterminated-string": 1,
        },
        "searches": 1177,
        "stages": {
          "aggregate": 1251,
          "derive": 1789,
          "filter": 1962,
          "join": 1,
          "opaque": 148,
          "shape": 1327,
          "source": 1178,
          "threshold": 249,
        },
        "tests": {
          "cidr": 135,
          "contains": 18,
          "ends_with": 5,
          "equals": 2279,
          "gt": 1,
          "has": 7431,
          "has_prefix": 39,
          "lt": 1,
          "null": 70,
          "regex": 935,
          "starts_with": 11,
          "wildcard": 4,
        },
        "withOpaqueFilter": 17,
        "withOpaqueStage": [
          "encoded_powershell_command-splunk-edr.yml",
          "encoded_powershell_command-splunk-sysmon.yml",
          "encoded_powershell_command-splunk-winevent.yml",
        ],
        "withSyntaxError": 17,
        "withUnknownMacro": 144,
      }
    `)
  })

  test('have no opaque filter in 99 %, and no opaque stage in 97 % of all', () => {
    const all = [...splunk, ...anvilogic].map(({ text, findMacro }) => {
      const stages = stagesOf(parseSpl(text, findMacro === undefined ? {} : { findMacro }).value)
      const filters = expressionsOf(stages).flatMap(opaquesOf)
      const opaque = stages.flatMap(stage => (stage.kind === 'opaque' ? [stage] : []))
      const isOwn = ({ reason }: { readonly reason: string }): boolean =>
        reason !== 'spl/unknown-macro'
      return { filter: filters.some(isOwn), any: filters.some(isOwn) || opaque.some(isOwn) }
    })
    expect(all.filter(({ filter }) => !filter).length / all.length).toBeGreaterThanOrEqual(0.99)
    expect(all.filter(({ any }) => !any).length / all.length).toBeGreaterThanOrEqual(0.97)
  })

  test('print as what reads the same', () => {
    const changed = [...splunk, ...anvilogic].filter(({ text, findMacro }) => {
      const expanded = expandMacros(text, findMacro === undefined ? {} : { findMacro })
      const { value, diagnostics } = parseSplSyntax(expanded.text)
      if (diagnostics.some(({ severity }) => severity === 'error')) return false
      const again = parseSplSyntax(printSpl(value)).value
      return JSON.stringify(withoutSpans(again)) !== JSON.stringify(withoutSpans(value))
    })
    expect(changed.map(({ path }) => path)).toEqual([])
  })

  test('say with macros what they say with the definitions written out', () => {
    const changed = splunk.filter(({ text, findMacro }) => {
      const options = findMacro === undefined ? {} : { findMacro }
      const { text: written } = expandMacros(text, options)
      return meaning(parseSpl(text, options).value) !== meaning(parseSpl(written, options).value)
    })
    expect(changed.map(({ path }) => path)).toEqual([])
  })
})

/** The tests of logic, without their places. */
function meaning(logic: Logic): string {
  const tests = expressionsOf(stagesOf(logic)).flatMap(testsOf)
  return JSON.stringify(
    tests.map(({ part: _, list: __, fieldSpan: ___, ...test }) => withoutSpans(test)),
  )
}
