import {
  and,
  anyField,
  type Branch,
  branchesOf,
  type Clause,
  type ClauseTree,
  type Expression,
  findLiteralText,
  type Rule,
  type Test,
  testsOf,
} from '../ir/index.ts'
import {
  channelsOf,
  type EventType,
  eventTypesOf,
  fieldPresence,
  type SelectorKind,
  selectorKind,
} from '../knowledge/index.ts'
import { clausesOf } from './predicates.ts'

/** How much of a rule one type of event can satisfy. */
export interface EventCoverage {
  readonly type: EventType
  readonly branches: number
  readonly branchesCovered: number
  /** Fields that some branch looks for and the event has not. */
  readonly missingFields: readonly string[]
  /** Fields of exclusions that the event has not: there the exclusion never applies. */
  readonly exclusionsWithoutField: readonly string[]
  /** Fields whose absence is asked for and that the event never has. */
  readonly vacuousAbsences: readonly string[]
  /** Whether the fields of the event are known; if not, it is assumed to have them. */
  readonly areFieldsKnown: boolean
}

/** The ways in which a rule can fire; one way with all of its tests when there are too many. */
function waysOf(rule: Rule): readonly Branch[] {
  const filters = rule.logic.stages.flatMap(s => (s.kind === 'filter' ? [s.expression] : []))
  if (filters.length === 0) return []
  const expression = and(filters)
  return branchesOf(expression).branches ?? [wholeBranch(expression)]
}

/** The event types that a rule can see: of its log source, and not ruled out by its selectors. */
export function visibleEventTypes(rule: Rule): readonly EventType[] {
  const ways = waysOf(rule)
  const types = candidates(rule, ways)
  return types.filter(type => ways.some(branch => admits(branch, type, rule)))
}

/**
 * The event types that can satisfy a rule, branch by branch. A type covers a branch when none of the
 * branch’s selectors contradicts it and it has every field of the branch’s unnegated tests, tests of
 * absence apart. Types that every branch’s selectors rule out are left out.
 */
export function eventCoverage(rule: Rule): readonly EventCoverage[] {
  const ways = waysOf(rule)
  return candidates(rule, ways).flatMap(type => {
    const admitted = ways.filter(branch => admits(branch, type, rule))
    if (admitted.length === 0) return []
    const reports = admitted.map(branch => inspect(branch, type, rule))
    return [
      {
        type,
        branches: ways.length,
        branchesCovered: reports.filter(report => report.missing.length === 0).length,
        missingFields: unique(reports.flatMap(report => report.missing)),
        exclusionsWithoutField: unique(reports.flatMap(report => report.unfiltered)),
        vacuousAbsences: unique(reports.flatMap(report => report.vacuous)),
        areFieldsKnown: type.fields !== undefined,
      },
    ]
  })
}

function wholeBranch(expression: Expression): Branch {
  const tests = testsOf(expression)
  return [{ kind: 'clause', tests, all: false, isNegated: false }]
}

/**
 * The types of the rule’s log source, and those that its selectors name beyond the catalogue: event
 * ids that it lacks, and in cloud logs an operation each.
 */
function candidates(rule: Rule, branches: readonly Branch[]): readonly EventType[] {
  const { types } = eventTypesOf(rule.logSource)
  const added = new Map<string, EventType>()
  for (const branch of branches) {
    const channel = selectedValues(branch, rule, 'channel')[0]?.value
    const provider = selectedValues(branch, rule, 'provider')[0]?.value
    for (const { value: eventId } of selectedValues(branch, rule, 'event_id')) {
      const type = unknownType(rule, types, { channel, provider, eventId })
      if (type !== undefined) added.set(type.key, type)
    }
    for (const { field, value } of selectedValues(branch, rule, 'operation')) {
      for (const type of types.flatMap(log => operationOf(log, field, value, provider))) {
        added.set(type.key, type)
      }
    }
  }
  // Where every branch names its operations, the log as a whole has nothing to add.
  const isSpecific = branches.every(branch => selectedValues(branch, rule, 'operation').length > 0)
  const logs = types.filter(type => !isSpecific || type.operations.length === 0)
  return [...logs, ...added.values()]
}

/** One operation of a log that says its operations in this field. */
function operationOf(
  log: EventType,
  field: string,
  operation: string,
  provider: string | undefined,
): readonly EventType[] {
  if (!log.operations.some(name => name.toLowerCase() === field.toLowerCase())) return []
  return [
    {
      ...log,
      key: `${log.key}/${operation}`,
      provider: provider ?? log.provider,
      eventId: operation,
      title: operation,
    },
  ]
}

/** An event type for what a rule selects and the catalogue lacks, so that it is not lost. */
function unknownType(
  rule: Rule,
  types: readonly EventType[],
  selected: {
    readonly channel: string | undefined
    readonly provider: string | undefined
    readonly eventId: string
  },
): EventType | undefined {
  const { eventId } = selected
  const isKnown = types.some(type => {
    if (type.eventId?.toLowerCase() !== eventId.toLowerCase()) return false
    const isChannel = isSame(selected.channel, type.channel)
    return isChannel && isSame(selected.provider, type.provider)
  })
  if (isKnown) return undefined
  const [sample] = types
  const channel = selected.channel ?? channelsOf(rule.logSource)[0] ?? sample?.channel
  const provider =
    selected.provider ?? (sample?.channel === channel ? sample?.provider : undefined) ?? ''
  const platform = rule.logSource.product ?? sample?.platform ?? ''
  return {
    key: [platform, channel ?? provider, eventId].join('/'),
    platform,
    provider,
    ...(channel === undefined ? {} : { channel }),
    eventId,
    title: '',
    renames: {},
    products: sample?.products ?? [],
    services: sample?.services ?? [],
    categories: sample?.categories ?? [],
    operations: sample?.operations ?? [],
  }
}

function isSame(selected: string | undefined, actual: string | undefined): boolean {
  return selected === undefined || selected.toLowerCase() === actual?.toLowerCase()
}

/** The literal values that a branch selects events by. */
function selectedValues(
  branch: Branch,
  rule: Rule,
  kind: SelectorKind,
): readonly { readonly field: string; readonly value: string }[] {
  return branch.flatMap(clause => {
    if (clause.kind !== 'clause' || clause.isNegated) return []
    return clause.tests.flatMap(test =>
      test.operator === 'equals' && selectorKind(rule.logSource, test.field) === kind
        ? [{ field: test.field, value: String(test.value) }]
        : [],
    )
  })
}

/** Whether no selector of the branch contradicts the type. */
function admits(branch: Branch, type: EventType, rule: Rule): boolean {
  return branch.every(clause => {
    if (clause.kind === 'opaque') return true
    if (clause.kind === 'exclusion') return canFail(clause.excluded, type, rule)
    return clauseTruth(clause, type, rule) !== false
  })
}

/** What the type alone says of a clause; `undefined` when the event decides. */
function clauseTruth(clause: Clause, type: EventType, rule: Rule): boolean | undefined {
  const truths = clause.tests.map(test => selectorTruth(test, type, rule))
  const decided = clause.all
    ? truths.includes(false)
      ? false
      : truths.every(truth => truth === true) || undefined
    : truths.includes(true)
      ? true
      : truths.every(truth => truth === false)
        ? false
        : undefined
  return decided === undefined ? undefined : decided !== clause.isNegated
}

/** Whether an excluded condition is not certain for every event of the type. */
function canFail(tree: ClauseTree, type: EventType, rule: Rule): boolean {
  switch (tree.kind) {
    case 'opaque':
      return true
    case 'clause':
      return clauseTruth(tree, type, rule) !== true
    case 'and':
      return tree.operands.some(operand => canFail(operand, type, rule))
    case 'or':
      return tree.operands.every(operand => canFail(operand, type, rule))
  }
}

function selectorTruth(test: Test, type: EventType, rule: Rule): boolean | undefined {
  switch (selectorKind(rule.logSource, test.field)) {
    case 'event_id':
    case 'operation':
      return compare(test, type.eventId)
    case 'channel':
      return compare(test, type.channel)
    case 'provider':
      return compare(test, type.provider)
    default:
      return undefined
  }
}

function compare(test: Test, actual: string | undefined): boolean | undefined {
  if (actual === undefined || actual === '') return undefined
  const text = actual.toLowerCase()
  switch (test.operator) {
    case 'equals':
      return text === String(test.value).toLowerCase()
    case 'contains':
      return text.includes(String(test.value).toLowerCase())
    case 'starts_with':
      return text.startsWith(String(test.value).toLowerCase())
    case 'ends_with':
      return text.endsWith(String(test.value).toLowerCase())
    case 'wildcard': {
      // Only the ends are compared: what lies between decides nothing without a matcher.
      const first = test.value[0]
      const prefix = first === undefined ? '' : (findLiteralText([first]) ?? '')
      return text.startsWith(prefix.toLowerCase()) ? undefined : false
    }
    case 'exists':
      return test.value
    case 'null':
      return false
    default:
      return undefined
  }
}

interface BranchReport {
  readonly missing: readonly string[]
  readonly unfiltered: readonly string[]
  readonly vacuous: readonly string[]
}

function inspect(branch: Branch, type: EventType, rule: Rule): BranchReport {
  const missing: string[] = []
  const unfiltered: string[] = []
  const vacuous: string[] = []
  const lacks = (test: Test): boolean => lacksField(test, type, rule)
  for (const item of branch) {
    if (item.kind === 'opaque') continue
    const clauses = item.kind === 'clause' ? [item] : clausesOf(item.excluded)
    for (const clause of clauses) {
      const isExcluded = item.kind === 'exclusion' ? !clause.isNegated : clause.isNegated
      for (const test of clause.tests) {
        if (!lacks(test)) continue
        const asksForAbsence =
          test.operator === 'null' || (test.operator === 'exists' && !test.value)
        if (asksForAbsence) {
          if (!isExcluded) vacuous.push(test.field)
        } else if (isExcluded) unfiltered.push(test.field)
        else missing.push(test.field)
      }
    }
  }
  return { missing, unfiltered, vacuous }
}

function lacksField(test: Test, type: EventType, rule: Rule): boolean {
  if (test.field === anyField || test.derived === true) return false
  if (selectorKind(rule.logSource, test.field) !== undefined) return false
  return fieldPresence(type, test.field, rule.logSource) === 'absent'
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)]
}
