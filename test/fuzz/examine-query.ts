import { isDeepStrictEqual } from 'node:util'
import {
  compileRules,
  createCorrelations,
  createReferenceScan,
  createScanner,
  selectRules,
  toScanRules,
} from '../../src/app/index.ts'
import type { Parsed, Span } from '../../src/base/index.ts'
import { parseEql } from '../../src/frontends/eql/index.ts'
import { parseEsql } from '../../src/frontends/esql/index.ts'
import { parseKuery } from '../../src/frontends/kuery/index.ts'
import { parseLucene } from '../../src/frontends/lucene/index.ts'
import { parseMql } from '../../src/frontends/mql/index.ts'
import { parseSpl } from '../../src/frontends/spl/index.ts'
import { parseSql } from '../../src/frontends/sql/index.ts'
import { parseYaral } from '../../src/frontends/yaral/index.ts'
import { builtRawEvent, type Logic, nameTable, printLogic, type Rule } from '../../src/ir/index.ts'
import { catalogEntry } from '../support/catalog-entry.ts'
import { makeEvent } from '../support/make-test.ts'
import { withoutPlaces } from '../support/without-places.ts'
import type { Finding } from './examine.ts'
import type { FuzzQuery } from './make-query.ts'
import type { QueryLanguage } from './query-seeds.ts'

/** The readers of the languages. */
export const queryParsers: Readonly<Record<QueryLanguage, (text: string) => Parsed<Logic>>> = {
  kuery: parseKuery,
  lucene: parseLucene,
  eql: parseEql,
  esql: text => parseEsql(text, { parseKql: parseKuery, parseLucene }),
  spl: text => parseSpl(text),
  sql: text => parseSql(text),
  yaral: parseFirstRule,
  mql: text => parseMql(text),
}

/** The first rule of a file of YARA-L, and what is wrong with all of them. */
function parseFirstRule(text: string): Parsed<Logic> {
  const { value, diagnostics } = parseYaral(text)
  const [first] = value.rules
  return {
    value: first?.value.logic ?? { stages: [] },
    diagnostics: [...diagnostics, ...value.rules.flatMap(rule => rule.diagnostics)],
  }
}

export type Step = <T>(name: string, run: () => T) => Promise<T | undefined>

/** Events that rules made of fuzzed queries are run on. */
const events = [
  makeEvent({ 'event.category': 'process', 'process.name': 'a', 'host.id': '1', 'process.pid': 5 }),
  makeEvent({ a: 'x', b: ['1', 'y'], c: null, message: 'x y', 'host.id': '1' }),
  makeEvent({ 'event.category': 'file', EventCode: 1, host: 'h', user: 'u', x: 2 }),
].map(({ fields }, i) => ({
  header: { record: i, time: `2026-01-01T12:00:0${i}Z` },
  fields: new Map([...fields, ['logsource.product', ['windows']]]),
}))

/**
 * Reads a query, and runs what could be read: nothing throws, places are inside the text, and the compiled
 * engine says of events what the reference says.
 */
export async function examineQuery(
  { language, text }: FuzzQuery,
  step: Step,
): Promise<{ readonly findings: readonly Finding[]; readonly problems: number }> {
  const findings: Finding[] = []
  const parsed = await step(`parsing ${language}`, () => queryParsers[language](text))
  if (parsed === undefined) return { findings, problems: 0 }
  const { value, diagnostics } = parsed
  const isInside = ({ start, end }: Span): boolean =>
    start >= 0 && start <= end && end <= text.length
  for (const { code, span, message } of diagnostics) {
    if (!isInside(span)) findings.push({ kind: 'malformed', text: `${code} at ${span.start}` })
    if (message === '') findings.push({ kind: 'malformed', text: `${code} says nothing` })
  }
  for (const { kind, span } of value.stages) {
    if (!isInside(span)) findings.push({ kind: 'malformed', text: `a ${kind} at ${span.start}` })
  }
  await step(`printing ${language}`, () => printLogic(value))
  const problem = await step(`running ${language}`, () => run(value))
  if (problem !== undefined && problem !== '') findings.push({ kind: 'difference', text: problem })
  return { findings, problems: diagnostics.length }
}

const template: Rule = {
  title: 'fuzz',
  language: 'eql',
  logSource: { product: 'windows' },
  body: '',
  span: { start: 0, end: 0 },
} as unknown as Rule

/** What both engines do not agree about; empty if they do. */
function run(logic: Logic): string {
  const rule: Rule = { ...template, logic }
  const selected = selectRules([catalogEntry(rule)], { filtersAlone: true })
  const { rules, setup } = toScanRules(selected)
  const names = nameTable()
  const raw = builtRawEvent(names)
  const gatherer = createCorrelations(setup)
  const scanner = createScanner(compileRules(rules), names, {
    correlations: {
      firing: rules.length,
      feeds: setup.feeds,
      onContribution: one => one && gatherer.add(one),
      onStart: start => gatherer.addStart(start),
    },
  })
  const reference = createReferenceScan(rules)
  for (const event of events) {
    raw.set(event)
    const found = scanner.scan('f', raw)
    const expected = reference('f', event).map(withoutPlaces)
    if (!isDeepStrictEqual(found, expected)) {
      return `the engines differ on event ${event.header.record}: ${JSON.stringify([found, expected]).slice(0, 800)}`
    }
  }
  for (const _ of gatherer.finish().matches) void _
  return ''
}
