import {
  type Contribution,
  type CorrelationMatch,
  type CorrelationPlan,
  type CorrelatorOptions,
  createCorrelator,
} from '../../engine/index.ts'
import type { CorrelationFeed, SelectedRules } from '../rule-selection.ts'
import type { WireCorrelationMatch, WireCorrelationSummary, WireRuleReference } from '../wire.ts'
import { toWireReference } from './match.ts'
import { toScanRule, type UncompiledRule } from './scan-rule.ts'
import type { LogStart } from './scanner.ts'

/**
 * How the matches of single events become matches of correlations. A scanner looks for all the rules
 * of a setup; for each match of one that `feeds` correlations it makes a contribution, in whichever
 * thread it runs, and gives it to the one gatherer that there is. When all events were read, the
 * gatherer finds the matches: the order in which contributions came does not matter.
 */

/** What a scan needs of correlations, as plain data that can be kept as JSON beside its rules. */
export interface CorrelationSetup {
  readonly plan: CorrelationPlan
  /** How many of the rules, the first ones, fire by themselves; the others only feed correlations. */
  readonly firing: number
  /** What is read of the events of a rule, by the rule's place among those of the scan. */
  readonly feeds: readonly (readonly [order: number, feed: CorrelationFeed])[]
  /** How matches name the rule of each node of the plan, and then of each sequence. */
  readonly references: readonly WireRuleReference[]
}

/** The rules that a scan looks for, and what it makes of their matches. */
export function toScanRules(selected: SelectedRules): {
  readonly rules: readonly UncompiledRule[]
  readonly setup: CorrelationSetup
} {
  const { run, feeding, plan, planned } = selected
  const all = [...run, ...feeding]
  return {
    rules: all.map(toScanRule),
    setup: {
      plan,
      firing: run.length,
      feeds: all.flatMap(({ feeds }, order) =>
        feeds === undefined ? [] : [[order, feeds] as const],
      ),
      references: [...plan.nodes, ...(plan.sequences ?? [])].flatMap(({ rule }) => {
        const entry = planned[rule]
        return entry === undefined ? [] : [toWireReference(entry)]
      }),
    },
  }
}

/** A correlation and the events that it matched together. */
export interface CorrelatedMatch {
  readonly rule: WireRuleReference
  readonly match: CorrelationMatch
}

/** Gathers what rules contribute, and finds what correlations match. */
export interface CorrelationGatherer {
  add(contribution: Contribution): void
  /** Counts events that a rule matched and that have no time. */
  addTimeless(count: number): void
  addStart(start: LogStart): void
  /** To be called once, when all events were read. */
  finish(): CorrelatedMatches
}

export interface CorrelatedMatches {
  /** In the order of time; made one by one. */
  readonly matches: Iterable<CorrelatedMatch>
  readonly count: number
  readonly summary: WireCorrelationSummary
}

/** Prepares the correlations of a scan. */
export function createCorrelations(
  { plan, references }: Pick<CorrelationSetup, 'plan' | 'references'>,
  options: CorrelatorOptions = {},
): CorrelationGatherer {
  const correlator = createCorrelator(plan, options)
  const nodes = [...plan.nodes, ...(plan.sequences ?? [])]
  const byRule = new Map(nodes.map(({ rule }, node) => [rule, references[node]]))
  let timeless = 0
  return {
    add: contribution => correlator.add(contribution),
    addTimeless(count) {
      timeless += count
    },
    addStart: ({ log, computer, time }) => correlator.addStart(log, computer, time),
    finish() {
      const { matches, matchCount, dropped, passedOver } = correlator.finish()
      return {
        matches: {
          *[Symbol.iterator]() {
            for (const match of matches) {
              const rule = byRule.get(match.rule)
              if (rule !== undefined) yield { rule, match }
            }
          },
        },
        count: matchCount,
        summary: {
          timeless,
          dropped,
          passedOver: passedOver.flatMap(({ rule, ...counts }) => {
            const reference = byRule.get(rule)
            if (reference === undefined) return []
            const { id, title, path } = reference
            return [{ id, title, path, ...counts }]
          }),
        },
      }
    },
  }
}

/** A match of a correlation as programs read it. */
export function toWireCorrelationMatch({ rule, match }: CorrelatedMatch): WireCorrelationMatch {
  const { group, events, eventCount, value, results } = match
  return {
    rule,
    group: Object.fromEntries(group.map(({ field, value }) => [field, value])),
    ...(value === undefined ? {} : { value }),
    ...(results === undefined ? {} : { results }),
    eventCount,
    events: events.map(({ origin, header }) => ({ file: origin, ...header })),
  }
}
