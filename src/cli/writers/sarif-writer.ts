import type { WireMatch, WireRuleReference } from '../../app/index.ts'
import { reasonsOf } from '../match-text.ts'
import type { MatchWriter, Write } from './match-writer.ts'

/** SARIF’s three levels, from Sigma’s five. */
const sarifLevels: Readonly<Record<string, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
}

/** SARIF 2.1.0, one document: what code scanning and many dashboards read. */
export function sarifWriter(write: Write, version: string): MatchWriter {
  const matches: WireMatch[] = []
  return {
    match: match => {
      matches.push(match)
    },
    end({ summary, rules: ran }) {
      const rules = ran()
      const indexes = new Map(rules.map((rule, index) => [keyOf(rule), index]))
      const run = {
        tool: { driver: { name: 'Indicia', version, rules: rules.map(toDescriptor) } },
        invocations: [
          {
            executionSuccessful: summary.inputs.unreadable.length === 0,
            toolExecutionNotifications: summary.inputs.unreadable.map(toNotification),
          },
        ],
        results: matches.map(match => toResult(match, indexes.get(keyOf(match.rule)))),
      }
      const document = {
        $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
        version: '2.1.0',
        runs: [run],
      }
      write(`${JSON.stringify(document, null, 2)}\n`)
    },
  }
}

/** An id is unique per source only. */
function keyOf({ id, path }: WireRuleReference): string {
  return `${id}\n${path}`
}

function toDescriptor(rule: WireRuleReference) {
  return {
    id: rule.id,
    shortDescription: { text: rule.title },
    defaultConfiguration: { level: levelOf(rule) },
    properties: {
      vendor: rule.vendor,
      authors: rule.authors,
      path: rule.path,
      ...(rule.license === undefined ? {} : { license: rule.license }),
      ...(rule.level === undefined ? {} : { level: rule.level }),
      ...(rule.filterAlone === undefined ? {} : { filterAlone: rule.filterAlone }),
    },
  }
}

function levelOf({ level }: WireRuleReference): 'error' | 'warning' | 'note' {
  return sarifLevels[level ?? ''] ?? 'note'
}

function toNotification(problem: {
  readonly file: string
  readonly offset: number
  readonly reason: string
}) {
  return {
    level: 'error',
    message: { text: problem.reason },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: toUri(problem.file) },
          region: { byteOffset: problem.offset },
        },
      },
    ],
  }
}

function toResult(match: WireMatch, ruleIndex: number | undefined) {
  const { rule } = match
  const reasons = reasonsOf(match)
  const files = 'event' in match ? [match.event.file] : match.events.map(event => event.file)
  return {
    ruleId: rule.id,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: levelOf(rule),
    message: { text: reasons === '' ? rule.title : `${rule.title}: ${reasons}` },
    locations: [...new Set(files)].map(file => ({
      physicalLocation: { artifactLocation: { uri: toUri(file) } },
    })),
    properties: propertiesOf(match),
  }
}

function propertiesOf(match: WireMatch) {
  if ('event' in match) {
    const { event, branch, tests } = match
    return { event, branch, tests }
  }
  const { group, value, results, eventCount, events } = match
  return { group, value, results, eventCount, events }
}

/** A path as SARIF wants it: slashes, and what is no part of an address escaped. */
function toUri(path: string): string {
  return path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/')
}
