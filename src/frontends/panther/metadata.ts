import { optional } from '../../base/index.ts'
import type { MapReader } from '../../base/yaml/index.ts'
import { type Level, levels, type Rule, type Tag } from '../../ir/index.ts'

/** What a rule says about itself, its logic apart. */
export type Metadata = Omit<Rule, 'logic' | 'body' | 'span' | 'language' | 'logSource'>

/** Attributes that have a place of their own; all others are kept as they are. */
const placed: ReadonlySet<string> = new Set([
  'Description',
  'Detection',
  'DisplayName',
  'PolicyID',
  'Query',
  'QueryName',
  'Reference',
  'RuleID',
  'Severity',
  'Status',
  'SummaryAttributes',
  'Tags',
  'Tests',
])

/** The attributes of a rule, a policy, a correlation rule or a query. */
export function readMetadata(reader: MapReader): Metadata {
  const id = reader.text('RuleID') ?? reader.text('PolicyID') ?? reader.text('QueryName')
  return {
    id,
    title: reader.text('DisplayName') ?? id ?? '',
    ...optional('description', reader.text('Description')),
    ...optional('status', readStatus(reader)),
    ...optional('level', readLevel(reader)),
    authors: [],
    references: reader.texts('Reference'),
    falsePositives: [],
    tags: [...attackTags(reader), ...ownTags(reader)],
    related: [],
    scope: [],
    fields: reader.texts('SummaryAttributes'),
    custom: reader.others(placed),
  }
}

/** A rule that its authors have switched off says so. */
function readStatus(reader: MapReader): string | undefined {
  const status = reader.text('Status')?.toLowerCase()
  return status ?? (reader.flag('Enabled') === false ? 'disabled' : undefined)
}

function readLevel(reader: MapReader): Level | undefined {
  const word = reader.word('Severity', [...levels, 'info'] as const)
  return word === 'info' ? 'informational' : word
}

/**
 * Reports that a rule counts for; those of ATT&CK pair a tactic with a technique.
 *
 *     Reports:
 *       MITRE ATT&CK:
 *         - TA0004:T1098.001
 */
function attackTags(reader: MapReader): readonly Tag[] {
  const reports = reader.inner('Reports')
  const names = reports?.map.entries.map(({ key }) => key) ?? []
  return names
    .filter(name => /ATT&?CK/i.test(name))
    .flatMap(name => reports?.scalars(name) ?? [])
    .flatMap(({ text, span }) => {
      const [tactic, technique] = text.trim().toLowerCase().split(':')
      if (tactic === undefined || tactic === '') return []
      const first = { text: `attack.${tactic}`, span }
      if (technique === undefined) return [first]
      return [first, { text: `attack.${technique.trim()}`, tactic: `attack.${tactic}`, span }]
    })
}

function ownTags(reader: MapReader): readonly Tag[] {
  return reader.scalars('Tags').map(({ text, span }) => ({ text: text.trim(), span }))
}
