import type { AggregateStage, Expression, Stage } from '../../ir/index.ts'
import { allOf, isAlways } from './connectives.ts'
import { lowerCondition } from './lower-condition.ts'
import type { EventStages } from './lower-events.ts'
import { fieldName } from './lowering.ts'
import { printYaralExpression } from './print.ts'
import type { RuleContext } from './rule-context.ts'
import type { YaralExpression } from './syntax.ts'
import { withCounts } from './trigger.ts'

/** What the condition asks of the group of events, besides that they occur. */
export function lowerGroup(kind: EventStages['kind'], context: RuleContext): readonly Stage[] {
  const { trigger, variables, group, conditionSpan: span, lowering, match } = context
  const absent = kind === 'join' ? [...trigger.absent] : []
  const tests = [
    ...absent.map(event => isAbsent(event, context)),
    ...trigger.rest.map(part => lowerCondition(withCounts(part, variables.events), group)),
  ]
  group.addOutcomes()
  const expression = allOf(tests)
  const before = [...group.derived.values()]
  const after = [...group.results.values()]
  if (group.functions.size === 0 && kind !== 'join') {
    if (isAlways(expression)) return []
    const condition = lowering.slice(span)
    return [...before, ...after, { kind: 'filter', condition, parts: [], expression, span }]
  }
  if (group.functions.size === 0 && match === undefined && isAlways(expression)) return []
  const aggregate: AggregateStage = {
    kind: 'aggregate',
    functions: [...group.functions.values()],
    groupBy: groupBy(context),
    ...(context.window === undefined ? {} : { window: context.window }),
    span: match?.span ?? span,
  }
  const stages: readonly Stage[] = [...before, aggregate, ...after]
  return isAlways(expression) ? stages : [...stages, { kind: 'threshold', expression, span }]
}

/** `#e = 0` */
function isAbsent(event: string, { group, conditionSpan: span }: RuleContext): Expression {
  const left: YaralExpression = { kind: 'count', variable: event, span }
  const right: YaralExpression = { kind: 'number', text: '0', span }
  return lowerCondition({ kind: 'comparison', operator: '=', left, right, span }, group)
}

/** The fields that the match variables are, where all events have them in the same one. */
function groupBy({ match, variables }: RuleContext): readonly string[] {
  const { events, placeholders } = variables
  return (match?.keys ?? []).map(key => {
    if (key.kind !== 'field') return printYaralExpression(key)
    if (key.path.length > 0) return events.length > 1 ? printYaralExpression(key) : fieldName(key)
    const own = `$${key.variable}`
    const names = new Set(
      [...(placeholders.get(key.variable ?? '')?.values() ?? [])].map(
        ({ bindings: [first], isConditional }) =>
          first?.value.kind === 'field' && !isConditional ? fieldName(first.value) : own,
      ),
    )
    const [only = own] = names
    return names.size === 1 ? only : own
  })
}
