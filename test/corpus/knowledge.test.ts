import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { attackCoverage } from '../../src/analysis/index.ts'
import { noSpan } from '../../src/base/index.ts'
import type { LogEvent, LogSource, Scalar } from '../../src/ir/index.ts'
import {
  compileSeenBy,
  eventTypesOf,
  parseAttackBundle,
  recogniseEvent,
} from '../../src/knowledge/index.ts'
import { describeShared, shared } from '../support/shared.ts'
import { tally } from '../support/tally.ts'

type Json = Readonly<Record<string, unknown>>

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function filesBelow(folder: string, ending: RegExp): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && ending.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
}

/** Every document of a rule set that is a map, whatever the rest of its file is. */
function rulesOf(corpus: string): readonly Json[] {
  return filesBelow(join(shared, 'corpora', corpus), /\.ya?ml$/).flatMap(file =>
    parseAllDocuments(readFileSync(file, 'utf8'), { logLevel: 'silent' }).flatMap(document => {
      try {
        const value: unknown = document.toJS()
        return isObject(value) ? [value] : []
      } catch {
        return [] // A document that YAML cannot resolve is the parser’s to report.
      }
    }),
  )
}

/** The log source of a rule; lists are written with commas, as text. */
function logSourceOf(rule: Json): LogSource | undefined {
  const { logsource } = rule
  if (!isObject(logsource)) return undefined
  const word = (key: string): object => {
    const value = logsource[key]
    return value === undefined || value === null ? {} : { [key]: String(value) }
  }
  return { ...word('product'), ...word('category'), ...word('service') }
}

describeShared('public Sigma rules', () => {
  test.each([
    ['sigma', { known: 3283 }],
    ['sigma-joesecurity', { known: 91 }],
    [
      'sigma-mdecrevoisier',
      {
        known: 272,
        'unknown windows//image_loaded': 1,
        'unknown windows//proxy_configuration': 1,
        'unknown windows/bitlocker/': 1,
        'unknown windows/rdp/': 4,
        'unknown windows/security/': 1,
      },
    ],
    ['hayabusa', { known: 152 }],
  ])('%s names known logs', (corpus, expected) => {
    const outcomes = rulesOf(corpus).flatMap(rule => {
      const logSource = logSourceOf(rule)
      if (logSource === undefined) return []
      const words = [logSource.product, logSource.category, logSource.service]
      return eventTypesOf(logSource).isKnown ? ['known'] : [`unknown ${words.join('/')}`]
    })
    expect(tally(outcomes)).toEqual(expected)
  })

  test.each([
    [
      'sigma',
      {
        'attack/deprecated': 1,
        'attack/renamed': 68,
        'attack/revoked': 4,
        pair: 5034,
        'tactic alone': 843,
      },
    ],
    [
      'sigma-mdecrevoisier',
      {
        'attack/renamed': 98,
        'attack/revoked': 8,
        'attack/unknown': 23,
        pair: 347,
        'tactic alone': 20,
      },
    ],
    ['hayabusa', { 'attack/renamed': 17, 'attack/unknown': 1, pair: 44, 'tactic alone': 30 }],
  ])('%s has tags that resolve', (corpus, expected) => {
    const outcomes = rulesOf(corpus).flatMap(({ tags }) => {
      if (!Array.isArray(tags)) return []
      const coverage = attackCoverage(tags.map(tag => ({ text: String(tag), span: noSpan })))
      return [
        ...coverage.diagnostics.map(({ code }) => code),
        ...coverage.value.map(({ tactic, technique }) =>
          technique === undefined
            ? 'tactic alone'
            : tactic === undefined
              ? 'technique alone'
              : 'pair',
        ),
      ]
    })
    expect(tally(outcomes)).toEqual(expected)
  })
})

describeShared('recorded events', () => {
  test('each is seen by the rule that it must fire', () => {
    const logSources = new Map(rulesOf('sigma').map(rule => [rule.id, logSourceOf(rule)]))
    const outcomes = filesBelow(join(shared, 'logs/sigma-regression'), /^info\.yml$/).flatMap(
      file => {
        const folder = join(file, '..')
        const info: unknown = parse(readFileSync(file, 'utf8'))
        const rules = isObject(info) && Array.isArray(info.rule_metadata) ? info.rule_metadata : []
        const [rule] = rules.filter(isObject)
        const logSource = logSources.get(rule?.id)
        if (logSource === undefined) return ['the rule is not in this sample']
        return filesBelow(folder, /\.json$/).map(json => {
          const event = toEvent(firstDocument(readFileSync(json, 'utf8')))
          const recognised = event && recogniseEvent(event)
          if (event === undefined || recognised === undefined) return `not recognised: ${json}`
          if (!compileSeenBy(logSource).sees(recognised, field => event.fields.get(field)))
            return `not seen: ${json}`
          return recognised.type === undefined ? `seen, type unknown: ${json}` : 'seen'
        })
      },
    )
    expect(tally(outcomes)).toEqual({ seen: 96 })
  })
})

/** A file holds one indented document or several, one after the other. */
function firstDocument(text: string): unknown {
  const end = /^[}\]]/m.exec(text)
  return JSON.parse(end === null ? text : text.slice(0, end.index + 1))
}

/** The first event of a file in the shape of `Event.System` and `Event.EventData`. */
function toEvent(json: unknown): LogEvent | undefined {
  const [first] = Array.isArray(json) ? json : [json]
  const event = isObject(first) ? first.Event : undefined
  const system = isObject(event) ? event.System : undefined
  if (!isObject(event) || !isObject(system)) return undefined
  const provider = isObject(system.Provider) ? system.Provider['#attributes'] : undefined
  const data = isObject(event.EventData) ? event.EventData : {}
  const id = isObject(system.EventID) ? system.EventID['#text'] : system.EventID
  const isScalar = (value: unknown): value is Scalar => typeof value !== 'object' || value === null
  return {
    header: {
      provider: String(isObject(provider) ? provider.Name : ''),
      channel: String(system.Channel),
      eventId: String(id),
    },
    fields: new Map(
      Object.entries(data).flatMap(([name, value]) => (isScalar(value) ? [[name, [value]]] : [])),
    ),
  }
}

describeShared('the official bundle', () => {
  test('of version 18.1 replaces the table that ships', () => {
    const text = readFileSync(join(shared, 'knowledge/enterprise-attack-18.1.json'), 'utf8')
    const table = parseAttackBundle(JSON.parse(text))
    if (table.kind !== 'attack-table') throw new Error(table.message)
    expect(table.tactics).toHaveLength(14)
    expect(tally([...table.techniques.values()].map(({ status }) => status))).toEqual({
      active: 691,
      deprecated: 12,
      revoked: 132,
    })
    const tags = ['attack.stealth', 'attack.t1562.001'].map(tag => ({ text: tag, span: noSpan }))
    expect(attackCoverage(tags, table).value).toEqual([
      {
        tactic: { id: 'TA0005', name: 'Defense Evasion' },
        technique: { id: 'T1562.001', name: 'Disable or Modify Tools', status: 'active' },
      },
    ])
  })
})
