import type { FilterStage, Logic, SequenceStep, SourceStage, Stage } from '../../ir/index.ts'
import { allOf, isAlways } from './connectives.ts'
import { EventScope, eventStages, spanOfAll } from './event-conditions.ts'
import { lowerCondition } from './lower-condition.ts'
import { fieldName } from './lowering.ts'
import type { RuleContext } from './rule-context.ts'
import { type EventKey, findChain, keyText, type Relations, relationsOf } from './several-events.ts'
import type { YaralExpression } from './syntax.ts'
import { fieldsOf, maxEvents } from './variables.ts'

/** The stages that find the events of a rule. */
export interface EventStages {
  readonly stages: readonly Stage[]
  /** One event by itself, a sequence, or events that only the group ties together. */
  readonly kind: 'event' | 'sequence' | 'join'
}

export function lowerEvents(context: RuleContext): EventStages {
  const { events } = context.variables
  const [only = ''] = events
  if (events.length > maxEvents) return { stages: [tooMany(context)], kind: 'event' }
  if (events.length < 2) return { stages: lowerEvent(only, undefined, context), kind: 'event' }
  const { sorted, filled, match, variables, rule, lowering } = context
  const relations = relationsOf(sorted.together, filled, match?.window, variables)
  if (match === undefined) {
    const message = 'nothing says how the events of the rule belong together'
    lowering.report('yaral/missing-match', rule.name.span, message, 'add a section “match”')
  }
  const sequence = findSequence(relations, context)
  if (sequence !== undefined) return { stages: [sequence], kind: 'sequence' }
  return { stages: lowerJoin(relations, context), kind: 'join' }
}

function tooMany({ lowering, rule, eventsSpan }: RuleContext): Stage {
  const message = `the rule is about more than ${maxEvents} events`
  lowering.report('yaral/nesting-limit', rule.name.span, message)
  const text = lowering.slice(eventsSpan)
  return { kind: 'opaque', text, reason: 'yaral/nesting-limit', span: eventsSpan }
}

function lowerEvent(
  event: string,
  part: string | undefined,
  { variables, lowering, sorted, filled, eventsSpan, rule }: RuleContext,
): readonly Stage[] {
  const scope = new EventScope(event, variables, lowering, part)
  const all = rule.sections.flatMap(s => (s.kind === 'events' ? s.conditions : []))
  // A rule that tests no field of any event has its conditions nowhere else.
  const conditions = sorted.ofEvent.get(event) ?? all
  const wish = { conditions, filled: [...filled], span: eventsSpan }
  return eventStages(wish, scope, variables)
}

/** The logic of one of several events: where it comes from, and the condition on it. */
function sideOf(event: string, context: RuleContext): Logic {
  const stages = lowerEvent(event, `$${event}`, context)
  const name = sourceName(event, context)
  if (name === undefined) return { stages }
  const span = stages.at(-1)?.span ?? context.eventsSpan
  const source: SourceStage = { kind: 'source', logSource: {}, names: [name], span }
  return { stages: [source, ...stages] }
}

/** Events that are no log’s: what is known of an entity, and what other rules have found. */
function sourceName(event: string, { rule }: RuleContext): string | undefined {
  const conditions = rule.sections.flatMap(s => (s.kind === 'events' ? s.conditions : []))
  const roots = conditions
    .flatMap(fieldsOf)
    .filter(field => field.variable === event && field.path.length > 0)
    .map(field => fieldName(field).replace(/[.[].*/s, ''))
  if (roots.includes('graph')) return 'entity graph'
  return roots.includes('detection') ? 'detections' : undefined
}

/** Events in one order, of which none is counted and which nothing else compares. */
function findSequence(
  { keys, orders, others }: Relations,
  context: RuleContext,
): Stage | undefined {
  const { events } = context.variables
  const { required, absent, rest } = context.trigger
  if (others.length > 0 || rest.length > 0 || required.size === 0) return undefined
  if (required.size + absent.size < events.length) return undefined
  if (keys.some(({ names }) => names.size < events.length)) return undefined
  const chain = findChain(events, orders) ?? chainWithout(required, absent)
  if (chain === undefined) return undefined
  const isShared = (key: EventKey): boolean => new Set(key.names.values()).size === 1
  const own = keys.filter(key => !isShared(key))
  const optional = keys.filter(key => key.isOptional).flatMap(key => [...key.names.values()])
  const steps = chain.map(
    (event): SequenceStep => ({
      logic: sideOf(event, context),
      by: own.map(key => key.names.get(event) ?? ''),
      isMissing: absent.has(event),
      runs: 1,
    }),
  )
  return {
    kind: 'sequence',
    steps,
    by: keys.filter(isShared).flatMap(key => [...key.names.values()].slice(0, 1)),
    ...(optional.length === 0 ? {} : { optionalBy: [...new Set(optional)] }),
    ...(context.window === undefined ? {} : { maxSpan: context.window }),
    span: context.eventsSpan,
  }
}

/** One event without others anywhere near it: those must come neither before nor after it. */
function chainWithout(
  required: ReadonlySet<string>,
  absent: ReadonlySet<string>,
): readonly string[] | undefined {
  const [event] = required
  if (required.size !== 1 || event === undefined || absent.size === 0) return undefined
  return [...absent, event, ...absent]
}

function lowerJoin(relations: Relations, context: RuleContext): readonly Stage[] {
  const { variables, trigger, group, eventsSpan } = context
  const { required, absent } = trigger
  const sides = variables.events.filter(event => !absent.has(event))
  const keys = relations.keys.map(key => keyText(key, variables.events))
  const together = filterTogether([...relations.orderConditions, ...relations.others], context)
  const derived = [...group.derived.values()]
  group.derived.clear()
  return [
    {
      kind: 'join',
      how: sides.every(event => required.has(event)) ? 'all' : 'any',
      sides: sides.map(event => sideOf(event, context)),
      keys: [...new Set(keys)],
      span: eventsSpan,
    },
    ...[...absent].map(event => absentEvent(event, context)),
    ...derived,
    ...together,
  ]
}

/** An event that must not occur among others that must, in any order: it is counted, and there are none. */
function absentEvent(event: string, context: RuleContext): Stage {
  const filter = sideOf(event, context).stages.find(
    (stage): stage is FilterStage => stage.kind === 'filter',
  )
  const text = (filter?.condition ?? '').replace(/\s+/g, ' ')
  const span = filter?.span ?? context.eventsSpan
  return { kind: 'derive', names: [`$${event}`], text: `$${event} where ${text}`, span }
}

/** The conditions on several events, behind their join. */
function filterTogether(
  conditions: readonly YaralExpression[],
  { group, lowering, eventsSpan }: RuleContext,
): readonly FilterStage[] {
  const expression = allOf(conditions.map(condition => lowerCondition(condition, group)))
  if (isAlways(expression)) return []
  const span = spanOfAll(conditions) ?? eventsSpan
  return [
    {
      kind: 'filter',
      condition: conditions.map(condition => lowering.slice(condition.span)).join('\n'),
      parts: [],
      expression,
      span,
    },
  ]
}
