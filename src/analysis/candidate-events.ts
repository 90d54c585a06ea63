import type { Branch, Clause, Rule } from '../ir/index.ts'
import {
  channelsOf,
  type EventType,
  eventTypesOf,
  findChannel,
  type SelectorKind,
  selectorKind,
} from '../knowledge/index.ts'
import { clausesOf } from './predicates.ts'

/** An event type that a rule might see, before its selectors are asked. */
export interface Candidate {
  readonly type: EventType
  /** The log tells its events apart by operations, as those of the cloud do. */
  readonly isOperationLog: boolean
  /** The service of a cloud whose operation it is; absent where any may be. */
  readonly service?: string
  /** The operation that it is; absent where any may be. */
  readonly operation?: string
}

/**
 * The event types of a rule’s log source, and those that its selectors name beyond the catalogue. A
 * log of the cloud becomes the services and operations that the branches name; as a whole it stays
 * only for a branch that names none.
 */
export function candidatesOf(rule: Rule, branches: readonly Branch[]): readonly Candidate[] {
  const { types } = eventTypesOf(rule.logSource)
  const logs = types.filter(type => isOperationLog(type, rule))
  const plain = types.filter(type => !isOperationLog(type, rule))
  const found = new Map<string, Candidate>()
  const add = (candidate: Candidate): void => {
    if (!found.has(candidate.type.key)) found.set(candidate.type.key, candidate)
  }
  for (const type of plain) add({ type, isOperationLog: false })
  for (const branch of branches) {
    for (const log of logs) for (const candidate of operationsOf(log, branch, rule)) add(candidate)
    if (logs.length > 0) continue
    for (const type of unknownTypes(rule, plain, branch)) add({ type, isOperationLog: false })
  }
  return [...found.values()]
}

function isOperationLog(type: EventType, rule: Rule): boolean {
  return type.operations.some(field => selectorKind(rule.logSource, field) === 'operation')
}

/** The field, in lower case, by which a branch says its operation, if it does. */
export function findOperationField(
  { operations }: EventType,
  rule: Rule,
  branch: Branch,
): string | undefined {
  const tested = new Set(
    selectingTests(branch, rule, 'operation').map(test => test.field.toLowerCase()),
  )
  return operations.map(name => name.toLowerCase()).find(name => tested.has(name))
}

/** What a branch leaves of a log: its operations, else the service, else the log as a whole. */
function operationsOf(log: EventType, branch: Branch, rule: Rule): readonly Candidate[] {
  const services = new Set(selectedValues(branch, rule, 'provider'))
  const [service] = services.size === 1 ? services : []
  const field = findOperationField(log, rule, branch)
  const tests = selectingTests(branch, rule, 'operation').filter(
    test => test.field.toLowerCase() === field,
  )
  const named = tests.flatMap(test => (test.operator === 'equals' ? [String(test.value)] : []))
  const ofService = service === undefined ? {} : { service }
  const provider = service ?? log.provider
  const place = [log.key, ...(service === undefined ? [] : [service])].join('/')
  const whole = { type: { ...log, key: place, provider }, isOperationLog: true, ...ofService }
  const operations = named.map(operation => ({
    type: {
      ...log,
      key: `${place}/${operation}`,
      provider,
      eventId: operation,
      title: operation,
    },
    isOperationLog: true,
    ...ofService,
    operation,
  }))
  // Operations by their beginnings only may be any.
  return tests.length > 0 && named.length === tests.length ? operations : [...operations, whole]
}

/**
 * Event types for what a branch selects and the catalogue lacks, so that it is not lost: event ids,
 * kinds of records, channels, and providers.
 */
function unknownTypes(
  rule: Rule,
  types: readonly EventType[],
  branch: Branch,
): readonly EventType[] {
  if (!isSelecting(branch, rule)) return []
  const channels = selectedValues(branch, rule, 'channel')
  const providers = selectedValues(branch, rule, 'provider')
  const ids = [
    ...selectedValues(branch, rule, 'event_id'),
    ...selectingTests(branch, rule, 'category').flatMap(test =>
      test.operator === 'equals' && isOwnCategory(test.field, types) ? [String(test.value)] : [],
    ),
  ]
  const isKnown = (id: string): boolean =>
    types.some(
      type =>
        isSame(type.eventId, id) &&
        isAmong(type.channel, channels) &&
        isAmong(type.provider, providers),
    )
  const lacking = ids
    .filter(id => !isKnown(id))
    .map(id => unknownType(rule, types, channels[0], providers[0], id))
  const ofChannels = channels
    .filter(channel => findChannel(channel) === undefined)
    .flatMap(channel =>
      (ids.length === 0 ? [undefined] : ids).map(id =>
        unknownType(rule, types, channel, providers[0], id),
      ),
    )
  const ofProviders = providers
    .filter(provider => !types.some(type => isSame(type.provider, provider)))
    .flatMap(provider =>
      (ids.length === 0 ? [undefined] : ids).map(id =>
        unknownType(rule, types, channels[0], provider, id),
      ),
    )
  return [...lacking, ...ofChannels, ...ofProviders]
}

/** auditd’s kind of record; other categories are words of agents. */
function isOwnCategory(field: string, types: readonly EventType[]): boolean {
  return types.some(({ operations }) => operations.some(name => isSame(name, field)))
}

function unknownType(
  rule: Rule,
  types: readonly EventType[],
  selectedChannel: string | undefined,
  selectedProvider: string | undefined,
  eventId: string | undefined,
): EventType {
  const [sample] = types
  const channel = selectedChannel ?? channelsOf(rule.logSource)[0] ?? sample?.channel
  const provider =
    selectedProvider ?? (sample?.channel === channel ? sample?.provider : undefined) ?? ''
  const platform = rule.logSource.product ?? sample?.platform ?? ''
  const words = [platform, channel, selectedProvider, eventId]
  return {
    key: words.filter(word => word !== undefined).join('/'),
    platform,
    provider,
    ...(channel === undefined ? {} : { channel }),
    ...(eventId === undefined ? {} : { eventId }),
    title: '',
    renames: {},
    products: sample?.products ?? [],
    services: sample?.services ?? [],
    categories: sample?.categories ?? [],
    operations: sample?.operations ?? [],
  }
}

function isSame(a: string | undefined, b: string): boolean {
  return a?.toLowerCase() === b.toLowerCase()
}

function isAmong(actual: string | undefined, selected: readonly string[]): boolean {
  return selected.length === 0 || selected.some(value => isSame(actual, value))
}

/** Whether a branch demands anything of which events they are; most demand nothing. */
function isSelecting(branch: Branch, rule: Rule): boolean {
  return branch
    .flatMap(demandedClauses)
    .some(({ tests }) =>
      tests.some(({ field }) => selectorKind(rule.logSource, field) !== undefined),
    )
}

/** The literal values that a branch selects events by. */
function selectedValues(branch: Branch, rule: Rule, kind: SelectorKind): readonly string[] {
  return selectingTests(branch, rule, kind).flatMap(test =>
    test.operator === 'equals' ? [String(test.value)] : [],
  )
}

function selectingTests(branch: Branch, rule: Rule, kind: SelectorKind): Clause['tests'] {
  return (
    branch
      .flatMap(demandedClauses)
      .flatMap(clause => clause.tests)
      .filter(test => selectorKind(rule.logSource, test.field) === kind)
      // The catalogue knows providers by name.
      .filter(test => test.field.toLowerCase() !== 'provider_guid')
  )
}

/** The clauses that must hold; what an exclusion denies twice must hold too. */
function demandedClauses(item: Branch[number]): readonly Clause[] {
  switch (item.kind) {
    case 'opaque':
      return []
    case 'clause':
      return item.isNegated ? [] : [item]
    case 'exclusion':
      return clausesOf(item.excluded).filter(clause => clause.isNegated)
  }
}
