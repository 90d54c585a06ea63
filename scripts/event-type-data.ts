/**
 * The catalogue of event types as it ships: the facts of `scripts/facts`, with the titles and the
 * fields that OSSEM-DD and Hayabusa know. Field lists repeat, so an event names its list by number.
 */

/** One log of `scripts/facts`; the comments at the head of those files say what the keys mean. */
export interface LogFacts {
  readonly platform: string
  readonly provider: string
  readonly channel?: string
  readonly otherNames?: readonly string[]
  readonly products?: readonly string[]
  readonly services?: readonly string[]
  readonly categories?: readonly string[]
  readonly operations?: readonly string[]
  readonly enable?: string
  readonly title?: string
  /** Of the channel’s events in Hayabusa’s list, or of events by their ids. */
  readonly titles?: 'hayabusa' | Readonly<Record<string, string>>
  readonly ossem?: string
  readonly ossemTables?: readonly string[]
  readonly zeek?: readonly string[]
  readonly shippedAs?: string
  readonly events?: Readonly<Record<string, string>>
  readonly fields?: Readonly<Record<string, string>>
  readonly moreFields?: Readonly<Record<string, string>>
  readonly allFields?: string
  readonly members?: Readonly<Record<string, readonly string[]>>
  readonly memberServices?: Readonly<Record<string, readonly string[]>>
  readonly when?: Readonly<Record<string, { field: string; values: readonly string[] }>>
  readonly enables?: Readonly<Record<string, string>>
  readonly renames?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly parts?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** One line of OSSEM-DD, as far as it is used. */
export interface OssemEvent {
  readonly name: string
  readonly platform: string
  readonly log_source: string
  readonly event_id: string
  readonly event_version: string
  readonly event_fields: readonly { readonly name: string }[]
  readonly tags: readonly string[]
  readonly path: string
}

export interface ChannelTitle {
  readonly channel: string
  readonly id: string
  readonly title: string
}

interface EventRow {
  id?: string
  title: string
  fields?: number
  services?: readonly string[]
  categories?: readonly string[]
  enable?: string
  renames?: Readonly<Record<string, string>>
  parts?: Readonly<Record<string, string>>
}

export function toEventTypeData(
  logs: readonly LogFacts[],
  ossem: readonly OssemEvent[],
  titles: readonly ChannelTitle[],
): unknown {
  const fieldSets: string[][] = []
  const numbers = new Map<string, number>()
  const fieldSet = (fields: readonly string[]): number => {
    const key = fields.join('\n')
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, fieldSets.length)
    fieldSets.push([...fields])
    return fieldSets.length - 1
  }
  const groups = logs.map(log => {
    const rows = new Map<string, EventRow>()
    const row = (id: string): EventRow => {
      const known = rows.get(id)
      if (known !== undefined) return known
      const fresh = { id, title: `Event ${id}` }
      rows.set(id, fresh)
      return fresh
    }
    for (const [id, events] of ossemOf(log, ossem)) {
      const entry = row(id)
      const [latest] = events
      entry.title = log.ossemTables === undefined ? (titleOf(latest) ?? entry.title) : id
      if (log.zeek !== undefined) entry.services = [id]
      const fields = unique(
        events
          .flatMap(event => event.event_fields.map(field => field.name.replaceAll(' ', '')))
          .concat(log.moreFields?.[id]?.split(' ') ?? []),
      )
      if (fields.length > 0) entry.fields = fieldSet(fields)
      const enable = log.enable ?? auditPolicyOf(events)
      if (enable !== undefined) entry.enable = enable
    }
    if (log.titles === 'hayabusa') {
      for (const { id, title } of titlesOf(log, titles)) {
        const entry = row(id)
        if (entry.title === `Event ${id}`) entry.title = title
      }
    }
    for (const [id, title] of Object.entries(log.events ?? {})) row(id).title = title
    if (typeof log.titles === 'object') {
      for (const [id, title] of Object.entries(log.titles)) row(id).title = title
    }
    for (const [id, fields] of Object.entries(log.fields ?? {})) {
      row(id).fields = fieldSet(fields.split(' '))
    }
    for (const [id, categories] of Object.entries(log.members ?? {})) {
      row(id).categories = categories
    }
    for (const [id, services] of Object.entries(log.memberServices ?? {})) {
      row(id).services = services
    }
    for (const [id, parts] of Object.entries(log.parts ?? {})) row(id).parts = parts
    for (const [id, enable] of Object.entries(log.enables ?? {})) row(id).enable = enable
    for (const [id, renames] of Object.entries(log.renames ?? {})) row(id).renames = renames
    const all: EventRow[] = rows.size > 0 ? sorted([...rows.values()]) : [wholeLog(log)]
    if (log.allFields !== undefined) {
      for (const entry of all) entry.fields = fieldSet(log.allFields.split(' '))
    }
    return {
      platform: log.platform,
      provider: log.provider,
      channel: log.channel,
      otherNames: log.otherNames,
      products:
        log.platform === 'windows' && !log.products?.includes('rpc_firewall')
          ? ['windows', ...(log.products ?? [])]
          : log.products,
      services: log.services,
      categories: log.categories,
      operations: log.operations,
      shippedAs: log.shippedAs,
      enable: log.enable,
      when: log.when,
      events: all,
    }
  })
  return { groups, fieldSets }
}

function wholeLog(log: LogFacts): EventRow {
  return { title: log.title ?? `Event of ${log.channel ?? log.provider}` }
}

function ossemOf(log: LogFacts, ossem: readonly OssemEvent[]): Map<string, OssemEvent[]> {
  const byId = new Map<string, OssemEvent[]>()
  const wanted = wantedOf(log)
  for (const event of ossem) {
    const id = event.event_id
    if (!wanted(event)) continue
    byId.set(id, [...(byId.get(id) ?? []), event])
  }
  for (const events of byId.values()) {
    events.sort(
      (a, b) => Number(b.event_version) - Number(a.event_version) || order(b.path, a.path),
    )
  }
  return byId
}

function wantedOf(log: LogFacts): (event: OssemEvent) => boolean {
  if (log.zeek !== undefined) {
    const { zeek } = log
    return event => event.platform === 'zeek' && zeek.includes(event.event_id)
  }
  if (log.ossemTables !== undefined) {
    const { ossemTables } = log
    return event => event.log_source === log.provider && ossemTables.includes(event.event_id)
  }
  if (log.ossem === undefined) return () => false
  const ranges = log.ossem.split(',').map(range => {
    const [from = '0', to = from] = range === 'all' ? ['0', '65535'] : range.split('-')
    return { from: Number(from), to: Number(to) }
  })
  return event =>
    event.path.startsWith('windows/etw-providers/') &&
    event.log_source === log.provider &&
    ranges.some(({ from, to }) => Number(event.event_id) >= from && Number(event.event_id) <= to)
}

/** “Event ID 4688: A new process has been created.”; “Event 1 - task_0” has no title. */
function titleOf(event: OssemEvent | undefined): string | undefined {
  const match = /^Event ID [\w-]+: (.+?)\.?$/.exec(event?.name.trim() ?? '')
  const title = match?.[1] ?? (event?.platform === 'zeek' ? event.name : undefined)
  return title?.replace(/\(S\)|\(F\)|\(S, F\)/g, '').trim()
}

/** What OSSEM tags with the names of audit policies: “Detailed Tracking”, “Audit Process Creation”. */
function auditPolicyOf(events: readonly OssemEvent[]): string | undefined {
  const tags = unique(events.flatMap(event => event.tags)).filter(tag => !tag.startsWith('etw_'))
  return tags.some(tag => tag.startsWith('Audit ')) ? `Audit policy: ${tags.join(', ')}` : undefined
}

function titlesOf(log: LogFacts, titles: readonly ChannelTitle[]): readonly ChannelTitle[] {
  // The Security channel has two providers; the one of the log itself has the ids below 4600.
  const isAuditing = log.provider === 'Microsoft-Windows-Security-Auditing'
  return titles.filter(
    ({ channel, id }) =>
      channel === log.channel && (channel !== 'Security' || Number(id) >= 4600 === isAuditing),
  )
}

function sorted(rows: EventRow[]): EventRow[] {
  // Names (EXECVE, exec) are no numbers and keep the order of the facts.
  return rows.sort((a, b) => Number(a.id) - Number(b.id) || 0)
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)]
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
