import { describe, expect, test } from 'vitest'
import { describeGolden } from '../../../test/support/golden.ts'
import { printDiagnostic } from '../../../test/support/print-diagnostic.ts'
import type { Parsed } from '../../base/index.ts'
import { type Logic, printLogic } from '../../ir/index.ts'
import { parsePanther } from './parse-panther.ts'

const code = `CHANGES = {"DeleteTrail", "StopLogging"}


def rule(event):
    return event.get("eventName") in CHANGES and "root" in event.get("groups")


def dedup(event):
    return event.deep_get("userIdentity", "arn", default="<none>")
`

const findFile = (name: string): string | undefined => (name === 'acme.py' ? code : undefined)

describe('files of Panther', () => {
  describeGolden(new URL('panther.golden.txt', import.meta.url), file => {
    const { value, diagnostics } = parsePanther(file, { findFile })
    const rules = value.rules.flatMap(({ value: rule, diagnostics: own }) => [
      `${rule.id} | ${rule.title} | ${rule.level ?? '-'} | ${rule.status ?? '-'} | ${rule.language}`,
      ...rule.tags.map(
        ({ text, tactic }) => `tag ${text}${tactic === undefined ? '' : ` of ${tactic}`}`,
      ),
      ...rule.related.map(({ id, type }) => `${type} ${id}`),
      printLogic(rule.logic),
      ...own.map(printDiagnostic),
    ])
    return [...rules, ...diagnostics.map(printDiagnostic)].join('\n')
  })

  test('have places in the text of both files', () => {
    const file = 'AnalysisType: rule\nFilename: acme.py\nRuleID: A\nLogTypes: [AWS.CloudTrail]\n'
    const { value } = parsePanther(file, { findFile })
    const rule = value.rules[0]?.value
    expect(rule?.body.endsWith(code)).toBe(true)
    const filter = rule?.logic.stages.find(({ kind }) => kind === 'filter')
    if (filter?.kind !== 'filter' || filter.expression.kind !== 'and') throw new Error('no filter')
    expect(value.text.slice(filter.span.start, filter.span.end)).toBe(filter.condition)
    const [either] = filter.expression.operands
    const [first] = either?.kind === 'or' ? either.operands : []
    if (first?.kind !== 'test') throw new Error('no test')
    expect(value.text.slice(first.span.start, first.span.end)).toBe('"DeleteTrail"')
  })

  test('say of a query how far back it looks', () => {
    const file = 'AnalysisType: scheduled_query\nQueryName: Q\nQuery: SELECT 1\n'
    const span = { start: 0, end: 1 }
    const source = {
      kind: 'source',
      logSource: {},
      names: ['okta_systemlog'],
      lookBack: 60,
      span,
    } as const
    const parseSql = (): Parsed<Logic> => ({ value: { stages: [source] }, diagnostics: [] })
    const { value } = parsePanther(file, { findFile, parseSql })
    const printed = printLogic(value.rules[0]?.value.logic ?? { stages: [] })
    expect(printed).toBe('(source :product okta :service okta "okta_systemlog" :look-back 60)')
  })

  test('know the constants of a module beside them', () => {
    const texts = new Map([
      ['r.py', 'from names import ADMINS\ndef rule(event):\n    return event.get("a") in ADMINS\n'],
      ['names.py', 'ADMINS = ["root"]\n'],
    ])
    const file = 'AnalysisType: rule\nFilename: r.py\nRuleID: A\n'
    const { value } = parsePanther(file, { findFile: name => texts.get(name) })
    const rule = value.rules[0]
    expect(printLogic(rule?.value.logic ?? { stages: [] })).toContain('(equals a "root" :cased)')
    expect(rule?.diagnostics).toEqual([])
  })

  test('take types from the events of their tests', () => {
    const withList =
      'AnalysisType: rule\nFilename: acme.py\nRuleID: A\nTests:\n  - Log: { groups: [a] }\n'
    const { value } = parsePanther(withList, { findFile })
    expect(value.rules[0]?.diagnostics).toEqual([])
    expect(printLogic(value.rules[0]?.value.logic ?? { stages: [] })).toContain(
      '(equals groups "root"',
    )
  })
})
