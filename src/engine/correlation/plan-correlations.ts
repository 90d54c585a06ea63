import type { CorrelateStage, Rule } from '../../ir/index.ts'
import { type Aggregation, findAggregation } from './aggregation.ts'
import { draftMeasure } from './draft-aggregation.ts'
import { findTerms } from './find-terms.ts'
import type {
  Bounds,
  CorrelationNode,
  CorrelationPlan,
  MatchField,
  Measure,
  NodeInput,
  Refusal,
} from './plan.ts'

/** A rule that correlations may refer to, or that is one. */
export interface PlannableRule {
  readonly rule: Rule
  /** What it was read from, such as a file: names mean the rules of the same one first. */
  readonly scope: string
  /** Why it cannot be run (for single events, of rules that look at them); absent where it can. */
  readonly hindrance?: string
  /** It is to fire, unless it is but a part of a correlation. */
  readonly isWanted: boolean
  /** The rules that it refers to are its parts: they fire by themselves only if it says so. */
  readonly hasParts: boolean
  /** How many seconds an aggregation looks back, where its conditions say so. */
  readonly lookBack?: number
}

export interface PlannedCorrelations {
  readonly plan: CorrelationPlan
  /** Rules of several events that are not run, by index, and why. */
  readonly refused: ReadonlyMap<number, Refusal>
  /** Rules that are parts of correlations, and do not fire by themselves. */
  readonly silent: ReadonlySet<number>
}

/**
 * Works out what the correlations and aggregations among the rules come to.
 *
 * A correlation refers to rules by id or name. Those of its own scope come first (“`name` is a per
 * correlation unique human-readable name”); among others of that name, all are meant.
 *
 * A rule that a correlation refers to fires by itself only if one of them says `generate: true`.
 * (“defines if the rules referred from the correlation rule should be converted as stand-alone rules
 * or if only the correlation query should be generated (default)”.)
 */
export function planCorrelations(rules: readonly PlannableRule[]): PlannedCorrelations {
  const planner = new Planner(rules)
  rules.forEach((_, index) => {
    planner.visit(index)
  })
  return planner.finish()
}

/** What a rule is for those that refer to it. */
type Visited =
  | { readonly kind: 'rule' }
  | { readonly kind: 'node'; readonly node: DraftNode }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** A node whose inputs still name rules in place of nodes, and fields in place of indexes. */
interface DraftNode {
  readonly rule: number
  readonly groupBy: readonly string[]
  readonly timespan: number | undefined
  readonly measure: Measure
  readonly judged: CorrelationNode['judged']
  readonly inputs: readonly DraftInput[]
  /** How many nodes stand one behind the other, from this one. */
  readonly depth: number
  readonly isCased?: boolean
  readonly keepsNull?: boolean
}

interface DraftInput {
  readonly rule: number
  /** The node that the rule is, if its matches are the events. */
  readonly node: DraftNode | undefined
  readonly steps: readonly number[]
  readonly keys: readonly DraftField[]
  readonly values: readonly DraftField[]
}

/** A field of a rule's events by its name; of a match, see {@link MatchField}. */
type DraftField =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'group'; readonly index: number }
  | { readonly kind: 'events'; readonly names: ReadonlyMap<number, string> }

class Planner {
  private readonly rules: readonly PlannableRule[]
  private readonly byName = new Map<string, number[]>()
  private readonly visited = new Map<number, Visited | 'open'>()
  /** In an order in which each stands after those that it refers to. */
  private readonly drafts: DraftNode[] = []

  constructor(rules: readonly PlannableRule[]) {
    this.rules = rules
    rules.forEach(({ rule }, index) => {
      for (const name of new Set([rule.id, rule.name])) {
        if (name === undefined) continue
        const known = this.byName.get(name)
        if (known === undefined) this.byName.set(name, [index])
        else known.push(index)
      }
    })
  }

  /** Works out a rule and those that it refers to, however long the chain. */
  visit(start: number): void {
    const stack = [start]
    for (let index = stack.at(-1); index !== undefined; index = stack.at(-1)) {
      if (this.visited.get(index) !== undefined && this.visited.get(index) !== 'open') {
        stack.pop()
        continue
      }
      const isOpen = this.visited.get(index) === 'open'
      this.visited.set(index, 'open')
      const targets = this.stageOf(index)?.rules.flatMap(r => this.find(r.reference, index)) ?? []
      const pending = targets.filter(target => this.visited.get(target) === undefined)
      if (!isOpen && pending.length > 0) {
        stack.push(...pending)
        continue
      }
      this.visited.set(index, this.work(index))
      stack.pop()
    }
  }

  finish(): PlannedCorrelations {
    const silent = new Set<number>()
    const asked = new Set<number>()
    this.rules.forEach(({ hasParts }, index) => {
      const stage = this.stageOf(index)
      if (stage === undefined || !hasParts) return
      for (const { reference } of stage.rules) {
        for (const target of this.find(reference, index)) {
          silent.add(target)
          if (stage.generate) asked.add(target)
        }
      }
    })
    for (const target of asked) silent.delete(target)
    const refused = new Map<number, Refusal>()
    for (const [index, visited] of this.visited) {
      if (visited !== 'open' && visited.kind === 'refused') refused.set(index, visited.refusal)
    }
    return { plan: this.toPlan(silent), refused, silent }
  }

  private stageOf(index: number): CorrelateStage | undefined {
    const stage = this.rules[index]?.rule.logic.stages[0]
    return stage?.kind === 'correlate' ? stage : undefined
  }

  /** The rules of an id or a name: those of the same scope, or else all. */
  private find(reference: string, from: number): readonly number[] {
    const named = this.byName.get(reference) ?? []
    const scope = this.rules[from]?.scope
    const near = named.filter(index => this.rules[index]?.scope === scope)
    return near.length > 0 ? near : named
  }

  private work(index: number): Visited {
    const entry = this.rules[index]
    if (entry === undefined) return { kind: 'rule' }
    const { rule, hindrance } = entry
    const stage = this.stageOf(index)
    const aggregation = findAggregation(rule)
    if (stage === undefined && aggregation === undefined) return { kind: 'rule' }
    if (hindrance !== undefined) return refuse('reference', hindrance)
    if (aggregation?.kind === 'refused') return refuse('meaning', aggregation.reason)
    const draft =
      stage !== undefined
        ? this.draftCorrelation(index, stage)
        : aggregation && draftAggregation(index, aggregation, entry)
    if (draft === undefined) return { kind: 'rule' }
    if ('reason' in draft) return { kind: 'refused', refusal: draft }
    this.drafts.push(draft)
    return { kind: 'node', node: draft }
  }

  private draftCorrelation(index: number, stage: CorrelateStage): DraftNode | Refusal {
    const isOrdered = stage.type === 'temporal_ordered'
    const isBoolean = stage.condition !== undefined && stage.condition.kind !== 'bounds'
    const references = stage.rules.map(({ reference }) => reference)
    // Named twice in an ordered list, a rule must occur twice; elsewhere once is enough.
    const steps = isOrdered && !isBoolean ? references : [...new Set(references)]
    if (steps.length > maxSteps) {
      return meaning(`correlates ${steps.length} rules; ${maxSteps} is the limit`)
    }
    const measure = toMeasure(stage, steps)
    if ('reason' in measure) return measure
    const stepsByRule = new Map<number, number[]>()
    for (const [step, reference] of steps.entries()) {
      const targets = this.find(reference, index)
      if (targets.length === 0) {
        return missing(`the rule “${reference}”, which is not there`)
      }
      for (const target of targets) {
        const refusal = this.refusalOf(target, reference)
        if (refusal !== undefined) return refusal
        const known = stepsByRule.get(target)
        if (known === undefined) stepsByRule.set(target, [step])
        else known.push(step)
      }
    }
    const fields = stage.condition?.kind === 'bounds' ? stage.condition.fields : []
    const values = stage.type.startsWith('value_') ? fields : []
    const inputs: DraftInput[] = []
    let depth = 1
    for (const [target, own] of stepsByRule) {
      const visited = this.visited.get(target)
      const node = visited !== 'open' && visited?.kind === 'node' ? visited.node : undefined
      depth = Math.max(depth, 1 + (node?.depth ?? 0))
      if (depth > maxDepth) return meaning(`stands on ${maxDepth} correlations one upon the other`)
      const keys: DraftField[] = []
      const counted: DraftField[] = []
      for (const [list, names] of [[keys, stage.groupBy] as const, [counted, values] as const]) {
        for (const name of names) {
          const resolved = this.resolve(this.resolveAlias(stage, index, name, target), node)
          if (resolved === undefined) {
            return meaning(`reads “${name}” of one rule in two ways, by different aliases`)
          }
          list.push(resolved)
        }
      }
      const computes = stage.type !== 'value_count'
      if (computes && counted.some(field => field.kind === 'events')) {
        return meaning(
          `computes with “${values.join(', ')}” of a correlation, whose matches have it only if it groups by it`,
        )
      }
      inputs.push({ rule: target, node, steps: own, keys, values: counted })
    }
    return {
      rule: index,
      groupBy: stage.groupBy,
      timespan: stage.timespan * 1e6,
      measure,
      judged: isJudgedAtOnce(measure) ? 'at_once' : 'at_end',
      inputs,
      depth,
    }
  }

  /** What a field means of a rule, or of a node's matches; `undefined` if it means two things. */
  private resolve(name: string, node: DraftNode | undefined): DraftField | undefined {
    if (node === undefined) return { kind: 'name', name }
    const index = node.groupBy.indexOf(name)
    if (index >= 0) return { kind: 'group', index }
    const names = new Map<number, string>()
    const seen = new Set<string>()
    const walk = (from: DraftNode, field: string): boolean => {
      const key = `${from.rule} ${field}`
      if (seen.has(key)) return true
      seen.add(key)
      return from.inputs.every(input => {
        const stage = this.stageOf(from.rule)
        const own = stage ? this.resolveAlias(stage, from.rule, field, input.rule) : field
        if (input.node !== undefined) return walk(input.node, own)
        const known = names.get(input.rule)
        names.set(input.rule, own)
        return known === undefined || known === own
      })
    }
    return walk(node, name) ? { kind: 'events', names } : undefined
  }

  /** Why a correlation with this part is not run; the end of a long chain is told, not all of it. */
  private refusalOf(target: number, reference: string): Refusal | undefined {
    const visited = this.visited.get(target)
    if (visited === undefined || visited === 'open') {
      return missing(`the rule “${reference}”, which refers back to it`)
    }
    if (visited.kind === 'refused') {
      const { cause, reason } = visited.refusal
      if (cause === undefined) return missing(`the rule “${reference}”, which ${reason}`)
      return {
        kind: 'reference',
        reason: `needs the rule “${reference}”, which itself needs ${cause}`,
        cause,
      }
    }
    const hindrance = this.rules[target]?.hindrance
    return hindrance === undefined
      ? undefined
      : missing(`the rule “${reference}”, which ${hindrance}`)
  }

  /** The field that a name of the correlation means in events of one of its rules. */
  private resolveAlias(stage: CorrelateStage, from: number, field: string, target: number): string {
    const alias = stage.aliases.find(({ alias: name }) => name === field)
    const entry = alias?.fields.find(({ rule }) => this.find(rule, from).includes(target))
    return entry?.field ?? field
  }

  private toPlan(silent: ReadonlySet<number>): CorrelationPlan {
    const fires = (rule: number): boolean =>
      this.rules[rule]?.isWanted === true && !silent.has(rule)
    const needed = new Set<number>()
    for (const draft of [...this.drafts].reverse()) {
      if (!fires(draft.rule) && !needed.has(draft.rule)) continue
      needed.add(draft.rule)
      for (const { node } of draft.inputs) if (node !== undefined) needed.add(node.rule)
    }
    const reads = new Map<number, string[]>()
    const indexOf = (rule: number, field: string): number => {
      const fields = reads.get(rule) ?? []
      reads.set(rule, fields)
      const known = fields.indexOf(field)
      return known >= 0 ? known : fields.push(field) - 1
    }
    const toMatchField = (field: DraftField): MatchField => {
      if (field.kind === 'group') return field
      const names = field.kind === 'events' ? [...field.names] : []
      const byRule = names.map(([rule, name]) => [rule, indexOf(rule, name)] as const)
      return { kind: 'events', byRule }
    }
    const places = new Map<DraftNode, number>()
    const nodes: CorrelationNode[] = []
    for (const draft of this.drafts) {
      if (!needed.has(draft.rule)) continue
      const inputs = draft.inputs.map(({ rule, node, steps, keys, values }): NodeInput => {
        if (node !== undefined) {
          return {
            kind: 'node',
            node: places.get(node) ?? -1,
            steps,
            keys: keys.map(toMatchField),
            values: values.map(toMatchField),
          }
        }
        // A rule is read even if nothing of its events but their number counts.
        reads.set(rule, reads.get(rule) ?? [])
        const read = (field: DraftField): number =>
          field.kind === 'name' ? indexOf(rule, field.name) : -1
        return { kind: 'rule', rule, steps, keys: keys.map(read), values: values.map(read) }
      })
      places.set(draft, nodes.length)
      const { rule, groupBy, timespan, measure, judged, isCased, keepsNull } = draft
      nodes.push({
        rule,
        groupBy,
        ...(timespan === undefined ? {} : { timespan }),
        inputs,
        measure,
        judged,
        fires: fires(rule),
        ...(isCased ? { cased: true as const } : {}),
        ...(keepsNull ? { keepsNull: true as const } : {}),
      })
    }
    return { nodes, reads: [...reads].map(([rule, fields]) => ({ rule, fields })) }
  }
}

/** Correlations of correlations; each reads the events of all below it. */
const maxDepth = 32

/** The runs of an ordered correlation are kept for every pair of rules. */
const maxSteps = 64

function refuse(kind: Refusal['kind'], reason: string): Visited {
  return { kind: 'refused', refusal: { kind, reason } }
}

function missing(cause: string): Refusal {
  return { kind: 'reference', reason: `needs ${cause}`, cause }
}

function meaning(reason: string): Refusal {
  return { kind: 'meaning', reason }
}

function toMeasure(stage: CorrelateStage, steps: readonly string[]): Measure | Refusal {
  const { type, condition } = stage
  const isOrdered = type === 'temporal_ordered'
  if (condition !== undefined && condition.kind !== 'bounds') {
    const terms = findTerms(condition, steps)
    if (terms === undefined) return meaning('has a condition that comes to too many cases')
    return { kind: isOrdered ? 'ordered_rules' : 'rules', steps: steps.length, terms }
  }
  const bounds: Bounds = condition?.bounds ?? [{ operator: 'gte', value: steps.length }]
  const fields = condition?.fields ?? []
  if (type.startsWith('value_') && type !== 'value_count' && fields.length !== 1) {
    return meaning(`computes with ${fields.length} fields; one is needed`)
  }
  switch (type) {
    case 'event_count':
    case 'value_count':
      return { kind: type, bounds }
    case 'value_sum':
      return { kind: 'sum', bounds }
    case 'value_avg':
      return { kind: 'avg', bounds }
    case 'value_median':
      return { kind: 'median', bounds }
    case 'value_percentile': {
      const percentile = condition?.percentile
      if (percentile === undefined) return meaning('does not say which percentile it means')
      return { kind: 'percentile', percentile, bounds }
    }
    case 'temporal':
      return { kind: 'rule_count', steps: steps.length, bounds }
    case 'temporal_ordered':
      return { kind: 'ordered_count', steps: steps.length, bounds }
  }
}

/** What only more events can bring about is seen at once; what more events can undo, at the end. */
function isJudgedAtOnce(measure: Measure): boolean {
  if (measure.kind === 'rules' || measure.kind === 'ordered_rules') {
    return measure.terms.every(({ absent }) => absent.length === 0)
  }
  if (!('bounds' in measure)) return false
  return measure.bounds.every(({ operator }) => operator === 'gt' || operator === 'gte')
}

function draftAggregation(
  index: number,
  aggregation: Aggregation,
  { rule, lookBack }: PlannableRule,
): DraftNode | Refusal {
  const drafted = draftMeasure(aggregation, rule.logSource)
  if ('reason' in drafted) return meaning(drafted.reason)
  const { aggregate } = aggregation
  const toField = (name: string): DraftField => ({ kind: 'name', name })
  const input: DraftInput = {
    rule: index,
    node: undefined,
    steps: [0],
    keys: aggregate.groupBy.map(toField),
    values: drafted.values.map(toField),
  }
  const window = leastOf(aggregate.window, lookBack)
  return {
    rule: index,
    groupBy: aggregate.groupBy,
    timespan: window === undefined ? undefined : window * 1e6,
    measure: drafted.measure,
    judged: window === undefined ? 'at_end' : drafted.judged,
    inputs: [input],
    depth: 1,
    isCased: aggregate.cased === true,
    keepsNull: aggregate.keepsNull === true,
  }
}

function leastOf(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b)
}
