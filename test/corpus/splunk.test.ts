import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { type RuleSet, readRuleSources } from '../../src/catalog/index.ts'
import { describeOtherFile } from '../../src/catalog/vendors/index.ts'
import { testsOf } from '../../src/ir/index.ts'
import { describeShared, shared } from '../support/shared.ts'
import { tally } from '../support/tally.ts'

describeShared('the files of Splunk’s security content', () => {
  const root = join(shared, 'corpora', 'splunk')
  let set: RuleSet

  beforeAll(() => {
    set = readRuleSources([{ name: 'splunk', path: root }])
  })

  test('are rules, or what rules are read with, and nothing else', () => {
    expect([set.rules.length, set.fileCount, set.unreadable, set.files]).toEqual([
      1324,
      1324,
      [],
      [],
    ])
    const others = set.otherFiles.map(path => {
      const file = { name: basename(path), text: readFileSync(path, 'utf8') }
      return describeOtherFile(file) ?? path
    })
    expect(tally(others)).toEqual({
      'defines a macro': 189,
      'describes a data source': 205,
      'describes a lookup': 79,
      'tells an analytic story': 261,
    })
  })

  test('say who they are', () => {
    const unnamed = set.rules.filter(({ rule }) => rule.title === '' || rule.id === undefined)
    expect(unnamed).toEqual([])
    expect(tally(set.rules.map(({ rule }) => rule.status ?? ''))).toEqual({
      deprecated: 73,
      experimental: 111,
      production: 1140,
    })
    expect(tally(set.rules.map(({ rule }) => rule.level ?? ''))).toEqual({
      '': 1,
      critical: 110,
      high: 279,
      informational: 168,
      low: 412,
      medium: 354,
    })
    const tags = set.rules.flatMap(({ rule }) => rule.tags)
    expect(tally(tags.map(({ text }) => text.replace(/[.:].*/s, '')))).toEqual({
      'Analytic Story': 2940,
      'Asset Type': 1323,
      'Security Domain': 1323,
      Type: 1324,
      attack: 2241,
      cve: 97,
    })
  })

  test('have attributes of the right types, and lookups that some app brings', () => {
    const codes = set.rules.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code))
    expect(tally(codes.filter(code => !code.startsWith('spl/')))).toEqual({
      'splunk/unknown-lookup': 36,
      'yaml/duplicate-key': 1,
      'yaml/syntax': 7,
    })
  })

  test('have searches whose words stand where the file says it', () => {
    let looked = 0
    const wrong = set.rules.flatMap(({ rule, text, path }) =>
      rule.logic.stages.flatMap(stage => {
        if (stage.kind !== 'filter') return []
        return testsOf(stage.expression).flatMap(test => {
          const written = text.slice(test.span.start, test.span.end)
          const value = 'value' in test ? test.value : undefined
          // What a macro says stands where it is called.
          if (typeof value !== 'string' || !/^\w+$/.test(value) || written.includes('`')) return []
          looked++
          return written.includes(value) ? [] : [`${path}: ${value} is ${written}`]
        })
      }),
    )
    expect(wrong).toEqual([])
    expect(looked).toBeGreaterThan(1400)
  })

  test('are found a log source for', () => {
    const without = set.rules.filter(({ rule }) => Object.keys(rule.logSource).length === 0)
    expect(without.length).toBe(6)
  })
})
