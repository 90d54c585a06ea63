import type { Diagnostic, Span } from '../../base/index.ts'
import { type EventConditions, sortConditions } from './event-conditions.ts'
import { GroupScope } from './group-scope.ts'
import { YaralLowering } from './lowering.ts'
import { printYaralExpression } from './print.ts'
import type { YaralMatch, YaralRule } from './syntax.ts'
import { triggerOf, type YaralTrigger } from './trigger.ts'
import { findSection, variablesOf, type YaralVariables } from './variables.ts'
import { windowSeconds } from './window.ts'

/** What the parts of lowering know of a rule. */
export interface RuleContext {
  readonly rule: YaralRule
  readonly variables: YaralVariables
  readonly lowering: YaralLowering
  readonly group: GroupScope
  readonly match: YaralMatch | undefined
  /** Seconds. */
  readonly window: number | undefined
  readonly trigger: YaralTrigger
  readonly sorted: EventConditions
  /** Placeholders that the zero value is no value of. */
  readonly filled: ReadonlySet<string>
  /** Where the conditions on events stand. */
  readonly eventsSpan: Span
  readonly conditionSpan: Span
}

export function ruleContext(rule: YaralRule, text: string, diagnostics: Diagnostic[]): RuleContext {
  const variables = variablesOf(rule)
  const lowering = new YaralLowering(text, diagnostics)
  const match = findSection(rule, 'match')
  const condition = findSection(rule, 'condition')
  const conditions = rule.sections.flatMap(s => (s.kind === 'events' ? s.conditions : []))
  return {
    rule,
    variables,
    lowering,
    group: new GroupScope(variables, lowering),
    match,
    window: match?.window === undefined ? undefined : windowSeconds(match.window),
    trigger: triggerOf(condition?.condition, variables),
    sorted: sortConditions(conditions, variables),
    filled: new Set(allowsZero(rule) ? [] : keyNames(match)),
    eventsSpan: findSection(rule, 'events')?.span ?? rule.name.span,
    conditionSpan: condition?.condition.span ?? rule.name.span,
  }
}

/** “allow_zero_values … prevents the query from implicitly filtering out the zero values.” */
function allowsZero(rule: YaralRule): boolean {
  return (findSection(rule, 'options')?.pairs ?? []).some(
    ({ key, value }) =>
      key.text === 'allow_zero_values' && printYaralExpression(value).includes('true'),
  )
}

function keyNames(match: YaralMatch | undefined): readonly string[] {
  return (match?.keys ?? []).flatMap(key =>
    key.kind === 'field' && key.path.length === 0 ? [key.variable ?? ''] : [],
  )
}
