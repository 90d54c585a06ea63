/**
 * The fields of the search line. `whole`: the value is one of the rule’s, whatever the case, with `*` for any
 * text, and several may stand in a list. `part`: the value occurs in the rule’s, and no character of it means
 * anything. `date`: a year, a month or a day.
 */
export interface QueryFieldInfo {
  readonly name: string
  readonly takes: 'whole' | 'part' | 'date'
  /** Comparisons (`>=`) are possible. */
  readonly isOrdered?: true
  readonly summary: string
  readonly example: string
}

export type FieldName =
  | 'vendor'
  | 'level'
  | 'status'
  | 'language'
  | 'tactic'
  | 'technique'
  | 'event'
  | 'provider'
  | 'field'
  | 'op'
  | 'value'
  | 'excludes'
  | 'logsource'
  | 'product'
  | 'category'
  | 'service'
  | 'title'
  | 'id'
  | 'author'
  | 'tag'
  | 'cve'
  | 'path'
  | 'is'
  | 'has'
  | 'date'
  | 'modified'
  | 'before'
  | 'after'

export const queryFields: Readonly<Record<FieldName, QueryFieldInfo>> = {
  vendor: {
    name: 'vendor',
    takes: 'whole',
    summary: 'who publishes the rule',
    example: 'vendor:sigma',
  },
  level: {
    name: 'level',
    takes: 'whole',
    isOrdered: true,
    summary: 'how serious a match is: `informational`, `low`, `medium`, `high`, `critical`',
    example: 'level:>=high',
  },
  status: {
    name: 'status',
    takes: 'whole',
    summary: 'how mature the rule is',
    example: 'status:stable,test',
  },
  language: {
    name: 'language',
    takes: 'whole',
    summary: 'what the rule is written in',
    example: 'language:sigma',
  },
  tactic: {
    name: 'tactic',
    takes: 'whole',
    summary: 'an ATT&CK tactic by its id or by a part of its name, former names included',
    example: 'tactic:credential-access',
  },
  technique: {
    name: 'technique',
    takes: 'whole',
    summary:
      'an ATT&CK technique by its id, which includes its sub-techniques, or by a part of its name',
    example: 'technique:T1059',
  },
  event: {
    name: 'event',
    takes: 'whole',
    summary: 'an event type by its id, its key, or a part of its key or title',
    example: 'event:4688',
  },
  provider: {
    name: 'provider',
    takes: 'part',
    summary: 'a part of the name of the event’s provider or channel',
    example: 'provider:Sysmon',
  },
  field: {
    name: 'field',
    takes: 'whole',
    summary: 'a field that the rule tests, as written or in canonical spelling',
    example: 'field:CommandLine',
  },
  op: {
    name: 'op',
    takes: 'whole',
    summary: 'the kind of an indicator: `equals`, `contains`, `ends_with`, `regex`, …',
    example: 'op:regex',
  },
  value: {
    name: 'value',
    takes: 'part',
    summary: 'a part of what the rule looks for',
    example: 'value:\\frpc.exe',
  },
  excludes: {
    name: 'excludes',
    takes: 'part',
    summary: 'a part of what the rule excludes',
    example: 'excludes:"C:\\Program Files"',
  },
  logsource: {
    name: 'logsource',
    takes: 'whole',
    summary: 'product, category or service; several with `/` between them',
    example: 'logsource:windows/process_creation',
  },
  product: {
    name: 'product',
    takes: 'whole',
    summary: 'the product of the log source',
    example: 'product:windows',
  },
  category: {
    name: 'category',
    takes: 'whole',
    summary: 'the category of the log source',
    example: 'category:process_creation',
  },
  service: {
    name: 'service',
    takes: 'whole',
    summary: 'the service of the log source',
    example: 'service:security',
  },
  title: {
    name: 'title',
    takes: 'part',
    summary: 'a part of the title',
    example: 'title:mimikatz',
  },
  id: {
    name: 'id',
    takes: 'whole',
    summary: 'the rule’s id, or the name of its file',
    example: 'id:proc_creation_win_pua_frp',
  },
  author: {
    name: 'author',
    takes: 'part',
    summary: 'a part of an author’s name',
    example: 'author:roth',
  },
  tag: { name: 'tag', takes: 'part', summary: 'a part of a tag', example: 'tag:attack.s0039' },
  cve: {
    name: 'cve',
    takes: 'whole',
    summary: 'a CVE, with `CVE-` or without, or the year of one',
    example: 'cve:2021-44228',
  },
  path: {
    name: 'path',
    takes: 'part',
    summary: 'a part of the path of the rule’s file',
    example: 'path:windows/process_creation',
  },
  is: {
    name: 'is',
    takes: 'whole',
    summary: 'a status, a level, or a word that `has` knows',
    example: 'is:deprecated',
  },
  has: {
    name: 'has',
    takes: 'whole',
    summary: 'what the rule has: `exclusions`, `correlation`, `references`, `cve`, `copies`, …',
    example: 'has:exclusions',
  },
  date: {
    name: 'date',
    takes: 'date',
    isOrdered: true,
    summary: 'when the rule was written',
    example: 'date:2023',
  },
  modified: {
    name: 'modified',
    takes: 'date',
    isOrdered: true,
    summary: 'when the rule was last changed, as it says itself',
    example: 'modified:>=2024-06',
  },
  before: {
    name: 'before',
    takes: 'date',
    summary: 'last changed (or, if never, written) before the year, month or day',
    example: 'before:2020',
  },
  after: {
    name: 'after',
    takes: 'date',
    summary: 'last changed (or, if never, written) in the year, month or day, or later',
    example: 'after:2024-06',
  },
} as const

/** The field of a name, whatever its case. */
export function findQueryField(name: string): FieldName | undefined {
  const lower = name.toLowerCase()
  return Object.hasOwn(queryFields, lower) ? (lower as FieldName) : undefined
}

/** From the least to the most serious. */
export const levels: readonly string[] = ['informational', 'low', 'medium', 'high', 'critical']

/** The place of a level among `levels`; `undefined` for a word that is none. */
export function levelRank(level: string): number | undefined {
  const lower = level.toLowerCase()
  const rank = levels.indexOf(lower === 'info' ? 'informational' : lower)
  return rank < 0 ? undefined : rank
}

/** Words that people may write for a field. */
export const otherFieldNames: Readonly<Record<string, FieldName>> = {
  severity: 'level',
  risk: 'level',
  source: 'vendor',
  platform: 'product',
  os: 'product',
  attack: 'technique',
  mitre: 'technique',
  eventid: 'event',
  channel: 'provider',
  exclude: 'excludes',
  exclusion: 'excludes',
  filter: 'excludes',
  indicator: 'value',
  ioc: 'value',
  operator: 'op',
  modifier: 'op',
  kind: 'op',
  name: 'title',
  uuid: 'id',
  slug: 'id',
  file: 'path',
  folder: 'path',
  since: 'after',
  until: 'before',
}
