import {
  type AttackTable,
  type EventType,
  eventTypes,
  parseTechniqueId,
  type TechniqueId,
} from '../../knowledge/index.ts'
import type { AddressBook } from './address-book.ts'
import { type CorpusIndex, compareText } from './corpus-index.ts'
import type { EventTypeFact, RuleFacts } from './rule-record.ts'

/** Which counted rules go with which events, techniques, tactics and log sources. */
export interface Coverage {
  /** Counted rules of which the event type can satisfy a branch, by the key of the type. */
  readonly rulesOfEvent: ReadonlyMap<string, readonly number[]>
  /** Every event type that has a page: those of the table, and those that rules name beyond it. */
  readonly eventTypes: ReadonlyMap<string, EventTypeFact | EventType>
  readonly eventAddresses: ReadonlyMap<string, string>
  readonly eventByAddress: ReadonlyMap<string, string>
  readonly providers: ReadonlyMap<string, ProviderEntry>
  /** With those of sub-techniques under their technique, each rule once. */
  readonly rulesOfTechnique: ReadonlyMap<string, readonly number[]>
  readonly techniqueAddresses: ReadonlyMap<string, string>
  /** Every technique that has a page, parents before their sub-techniques. */
  readonly techniques: readonly string[]
  readonly rulesOfTactic: ReadonlyMap<string, readonly number[]>
  readonly logSources: ReadonlyMap<string, LogSourceEntry>
  /** By rule: the address of its log source. */
  readonly logSourceOf: readonly string[]
}

export interface ProviderEntry {
  readonly address: string
  readonly name: string
  readonly platform: string
  /** The keys of its event types. */
  readonly events: readonly string[]
}

export interface LogSourceEntry {
  readonly address: string
  readonly name: string
  readonly product?: string
  readonly category?: string
  readonly service?: string
  /** Counted rules. */
  readonly rules: readonly number[]
}

export function indexCoverage(corpus: CorpusIndex, attack: AttackTable): Coverage {
  const { facts, counted, book } = corpus
  const rulesOfEvent = new Map<string, number[]>()
  const rulesOfTechnique = new Map<string, number[]>()
  const rulesOfTactic = new Map<string, number[]>()
  const used = new Set<string>()
  for (const { attack: pairs } of facts) {
    for (const { technique } of pairs) if (technique !== undefined) used.add(technique)
  }
  for (const rule of counted) {
    const fact = facts[rule] as RuleFacts // counted rules are places in `facts`
    for (const { event, branchesCovered } of fact.events) {
      if (branchesCovered > 0) append(rulesOfEvent, event, rule)
    }
    for (const { tactic, technique } of fact.attack) {
      if (tactic !== undefined) append(rulesOfTactic, tactic, rule)
      if (technique === undefined) continue
      append(rulesOfTechnique, technique, rule)
      const parent = parentOf(technique)
      if (parent !== undefined) append(rulesOfTechnique, parent, rule)
    }
  }
  const techniques = techniquesOf(used, attack)
  const types = eventTypesIn(facts)
  const eventAddresses = new Map(
    [...types.keys()].map(key => [key, book.add(['events', ...key.split('/')])]),
  )
  return {
    rulesOfEvent,
    eventTypes: types,
    eventAddresses,
    eventByAddress: new Map([...eventAddresses].map(([key, address]) => [address, key])),
    providers: providersOf(types, book),
    rulesOfTechnique,
    techniqueAddresses: new Map(techniques.map(id => [id, book.add(['techniques', id])])),
    techniques,
    rulesOfTactic,
    ...logSourcesOf(facts, book),
  }
}

/** Rules come in their order, so the last one tells whether it is there already. */
function append(index: Map<string, number[]>, key: string, rule: number): void {
  const rules = index.get(key)
  if (rules === undefined) index.set(key, [rule])
  else if (rules.at(-1) !== rule) rules.push(rule)
}

/** `T1059` of `T1059.001`. */
export function parentOf(technique: string): string | undefined {
  return /^(T\d{4})\.\d{3}$/.exec(technique)?.[1]
}

/** Every technique of the table that is in use, and every one that rules are tagged with, parents first. */
function techniquesOf(used: ReadonlySet<string>, attack: AttackTable): readonly string[] {
  const ids = new Set<string>()
  for (const { id, status } of attack.techniques.values()) if (status === 'active') ids.add(id)
  for (const id of used) {
    ids.add(id)
    const parent = parentOf(id)
    if (parent !== undefined) ids.add(parent)
  }
  return [...ids].sort(compareText)
}

/** Whether the table has the technique and it is still in use. */
export function isActive(id: string, attack: AttackTable): boolean {
  const parsed: TechniqueId | undefined = parseTechniqueId(id)
  return parsed !== undefined && attack.techniques.get(parsed)?.status === 'active'
}

function eventTypesIn(facts: readonly RuleFacts[]): Coverage['eventTypes'] {
  const types = new Map<string, EventTypeFact | EventType>(
    eventTypes().map(type => [type.key, type]),
  )
  for (const { events } of facts) {
    for (const { event, type } of events) {
      if (type !== undefined && !types.has(event)) types.set(event, type)
    }
  }
  return types
}

function providersOf(types: Coverage['eventTypes'], book: AddressBook): Coverage['providers'] {
  const byName = new Map<string, { readonly platform: string; readonly events: string[] }>()
  for (const [key, { provider, platform }] of types) {
    if (provider === '') continue
    const known = byName.get(provider)
    if (known === undefined) byName.set(provider, { platform, events: [key] })
    else known.events.push(key)
  }
  return new Map(
    [...byName].map(([name, { platform, events }]) => {
      const address = book.add(['providers', name])
      return [address, { address, name, platform, events }]
    }),
  )
}

function logSourcesOf(
  facts: readonly RuleFacts[],
  book: AddressBook,
): Pick<Coverage, 'logSources' | 'logSourceOf'> {
  interface Open extends Omit<LogSourceEntry, 'rules'> {
    readonly rules: number[]
  }
  const byWords = new Map<string, Open>()
  const logSourceOf = facts.map(({ product, category, service, isCounted }, rule) => {
    const words = [product, category, service].map(word => (word ?? '').toLowerCase())
    const key = words.join('\n')
    let entry = byWords.get(key)
    if (entry === undefined) {
      const named = [product, category, service].filter(word => word !== undefined && word !== '')
      const [head = 'any', ...rest] = words.filter(word => word !== '')
      entry = {
        address: book.add(['log-sources', ...(words[0] === '' ? ['any', head] : [head]), ...rest]),
        name: named.length === 0 ? 'any log' : named.join(' / '),
        ...(product === undefined ? {} : { product }),
        ...(category === undefined ? {} : { category }),
        ...(service === undefined ? {} : { service }),
        rules: [],
      }
      byWords.set(key, entry)
    }
    if (isCounted) entry.rules.push(rule)
    return entry.address
  })
  return {
    logSources: new Map([...byWords.values()].map(entry => [entry.address, entry])),
    logSourceOf,
  }
}
