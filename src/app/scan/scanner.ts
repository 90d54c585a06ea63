import {
  type Contribution,
  type Explanation,
  ExplanationMemo,
  FieldIndex,
  type MemoBudget,
  type SectionMatcher,
  sectionMatcher,
} from '../../engine/scan/index.ts'
import type { EventHeader, NameTable, RawEvent } from '../../ir/index.ts'
import { BuiltEvent } from './built-event.ts'
import { checkedRules } from './checked-rules.ts'
import type { CompiledRules } from './compiled-rules.ts'
import { contributionOf, correlatedFields } from './contributions.ts'
import type { CorrelationSetup } from './correlations.ts'
import { type ClassGroup, type EventClass, eventClasses } from './event-classes.ts'
import { logStarts } from './log-starts.ts'
import type { ScanRule } from './scan-rule.ts'
import { withTime } from './timed-view.ts'

/** A rule and the event that satisfied it, with the tests that did. */
export interface Match {
  /** The rule’s place among all. */
  readonly order: number
  readonly rule: ScanRule
  readonly file: string
  readonly header: EventHeader
  /** Its tests do not tell where they stand in the rule. */
  readonly explanation: Explanation
}

export interface ScanOptions {
  /** Events before this time (ISO 8601) are left out, and events without a time. */
  readonly from?: string
  /** Events at this time or later are left out, and events without a time. */
  readonly to?: string
  readonly lists?: ReadonlyMap<string, readonly string[]>
}

/**
 * How much matches tell: only their rule, also their event, or what they rest on, too. What they do not tell is
 * empty.
 */
export type MatchDetail = 'rule' | 'event' | 'tests'

export interface ScannerOptions extends Pick<ScanOptions, 'from' | 'to'> {
  /** `tests` if not given. */
  readonly detail?: MatchDetail
  /** Which rules feed correlations, and who gathers what they give; all rules fire if not given. */
  readonly correlations?: Pick<CorrelationSetup, 'firing' | 'feeds'> & {
    /** `undefined` stands for an event without a time. Its input is 0, its record counts the events. */
    onContribution(contribution: Contribution | undefined): void
    /** A log that matters has an event on a computer that is older than all before it. */
    onStart?(start: LogStart): void
  }
}

/** Since when a log tells of events on a computer, as far as it was read. */
export interface LogStart {
  readonly log: string
  readonly computer: string
  /** Milliseconds of Unix time. */
  readonly time: number
}

/** Runs rules on one event after the other. */
export interface Scanner {
  /** The matches of an event, in the order of the rules. */
  scan(file: string, event: RawEvent): readonly Match[]
  readonly counts: ScanCounts
}

export interface ScanCounts {
  /** Events looked at, those outside of the time span apart. */
  readonly events: number
  readonly matches: number
  /** Events that nothing tells the log of, so that no rule could look at them. */
  readonly unrecognised: number
  /** Events outside of the time span. */
  readonly outOfTime: number
}

/** What the memory of all values that a scanner has seen may take, in bytes. */
const memoBytes = 8 << 20

const nothing: readonly Match[] = []
const noHeader: EventHeader = {}
const unexplained: Explanation = { branch: undefined, tests: [] }

/** Prepares rules for scanning events whose names are numbered by `names`. */
export function createScanner(
  { rules, groups, checked, section, lists }: CompiledRules,
  names: NameTable,
  options: ScannerOptions = {},
): Scanner {
  const budget: MemoBudget = { left: memoBytes }
  const explained = new ExplanationMemo()
  const classes = eventClasses(
    groups.map(({ logSource }) => logSource),
    names,
  )
  const matchers: (SectionMatcher | undefined)[] = groups.map(() => undefined)
  const fields = new FieldIndex()
  const from = options.from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(options.from)
  const to = options.to === undefined ? Number.POSITIVE_INFINITY : Date.parse(options.to)
  const isBounded = options.from !== undefined || options.to !== undefined
  const counts = { events: 0, matches: 0, unrecognised: 0, outOfTime: 0 }
  const { correlations, detail = 'tests' } = options
  const firing = correlations?.firing ?? rules.length
  const feeds = new Map(correlations?.feeds)
  const checks = checkedRules(rules, groups, checked, lists)
  const built = new BuiltEvent()
  const starts = logStarts(groups, feeds, correlations?.onStart)

  const isInTime = (event: RawEvent): boolean => {
    const time = event.time()
    return time >= from && time < to
  }

  /** Explains the rules of a group that hold of an event. */
  const explainAll = (
    found: Match[],
    file: string,
    event: RawEvent,
    header: EventHeader,
    { group, binding }: ClassGroup,
    matching: Int32Array,
  ): void => {
    const orders = groups[group]?.rules ?? []
    const firingHere =
      firing < rules.length
        ? matching.filter(local => (orders[local] ?? firing) < firing)
        : matching
    const add = (local: number, explanation: Explanation | undefined): void => {
      const order = orders[local] ?? -1
      const rule = rules[order]
      if (rule === undefined || explanation === undefined) return
      found.push({ order, rule, file, header, explanation })
    }
    if (detail !== 'tests') {
      for (const local of firingHere) add(local, unexplained)
      return
    }
    const byTables = checks.hasSome(group)
      ? firingHere.filter(local => !checked.has(orders[local] ?? -1))
      : firingHere
    const { slots } = section(group)
    const explanations = matchers[group]?.explain(byTables, event, fields, binding(slots)) ?? []
    for (let i = 0; i < explanations.length; i++) add(byTables[i] ?? -1, explanations[i])
    if (byTables === firingHere) return
    for (const local of firingHere) add(local, checks.explain(group, local))
  }

  /** Gives to correlations what the matching rules of a group feed them. */
  const contribute = (
    file: string,
    { recognised }: EventClass,
    { group }: ClassGroup,
    matching: Int32Array,
  ): void => {
    const { rules: orders = [], logSource = {} } = groups[group] ?? {}
    let read: ReturnType<typeof correlatedFields> | undefined
    for (const local of matching) {
      const feed = feeds.get(orders[local] ?? -1)
      if (feed === undefined) continue
      read ??= withTime(correlatedFields(built.event(), recognised.type, logSource), built.header())
      const check = rules[orders[local] ?? -1]?.check
      const place = { file, header: built.header(), input: 0, record: counts.events }
      correlations?.onContribution(
        contributionOf(feed, place, check === undefined ? read : checks.read(check, read)),
      )
    }
  }

  const matchGroup = (
    event: RawEvent,
    { recognised }: EventClass,
    { group, sees, binding }: ClassGroup,
  ): Int32Array => {
    if (sees !== undefined && !sees(event, fields)) return noRules
    if (starts !== undefined) starts.note(group, event, built)
    const tables = section(group)
    let matcher = matchers[group]
    if (matcher === undefined) {
      matcher = sectionMatcher(tables, budget, { lists, explained })
      matchers[group] = matcher
    }
    const count = matcher.match(event, fields, binding(tables.slots))
    if (count === 0) return noRules
    const matching = matcher.found.subarray(0, count)
    if (!checks.hasSome(group)) return matching
    return checks.filter(group, matching, built, recognised.type)
  }

  return {
    counts,
    // HOT: called for every event (scanner.bench.ts).
    scan(file, event) {
      if (isBounded && !isInTime(event)) {
        counts.outOfTime++
        return nothing
      }
      counts.events++
      fields.load(event)
      built.next(event)
      const ofEvent = classes.classOf(event, fields)
      if (ofEvent === undefined) {
        counts.unrecognised++
        return nothing
      }
      let found: Match[] | undefined
      let header: EventHeader | undefined
      const seenBy = ofEvent.groups
      for (let i = 0; i < seenBy.length; i++) {
        const classGroup = seenBy[i]
        if (classGroup === undefined) continue
        const matching = matchGroup(event, ofEvent, classGroup)
        if (matching.length === 0) continue
        if (feeds.size > 0) contribute(file, ofEvent, classGroup, matching)
        header ??= detail === 'rule' ? noHeader : built.header()
        found ??= []
        explainAll(found, file, event, header, classGroup, matching)
      }
      if (found === undefined) return nothing
      counts.matches += found.length
      return isSorted(found) ? found : found.sort(byOrder)
    },
  }
}

function isSorted(matches: readonly Match[]): boolean {
  for (let i = 1; i < matches.length; i++) {
    if ((matches[i - 1]?.order ?? 0) > (matches[i]?.order ?? 0)) return false
  }
  return true
}

function byOrder(a: Match, b: Match): number {
  return a.order - b.order
}

const noRules = new Int32Array(0)
