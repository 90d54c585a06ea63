import { joinSpans, type Span } from '../../base/index.ts'
import type { DeriveStage, Expression, FilterStage, Stage } from '../../ir/index.ts'
import { allOf, always, noneOf } from './connectives.ts'
import { lowerCondition } from './lower-condition.ts'
import { equalsField, isAbsent } from './lower-test.ts'
import { fieldName, type YaralLowering, type YaralName, type YaralScope } from './lowering.ts'
import { toOperand, type ValueOperand } from './operand.ts'
import { printYaralExpression } from './print.ts'
import type { YaralExpression, YaralField } from './syntax.ts'
import { conjunctsOf, fieldsOf, type YaralPlaceholder, type YaralVariables } from './variables.ts'

/** The section “events”, taken apart by the events that its conditions are about. */
export interface EventConditions {
  /** The conditions on one event, by its variable. */
  readonly ofEvent: ReadonlyMap<string, readonly YaralExpression[]>
  /** The conditions on several events together. */
  readonly together: readonly YaralExpression[]
}

export function sortConditions(
  conditions: readonly YaralExpression[],
  variables: YaralVariables,
): EventConditions {
  const ofEvent = new Map<string, YaralExpression[]>(variables.events.map(name => [name, []]))
  const together: YaralExpression[] = []
  const [first] = variables.events
  for (const condition of conditions.flatMap(conjunctsOf)) {
    if (variables.bindingNodes.has(condition)) continue
    const events = eventsIn(condition, variables)
    const [only = first] = events
    if (events.length > 1) together.push(condition)
    else if (only !== undefined) ofEvent.get(only)?.push(condition)
  }
  return { ofEvent, together }
}

/** The events that a condition is about; what a placeholder stands for counts. */
export function eventsIn(
  condition: YaralExpression,
  { placeholders }: YaralVariables,
): readonly string[] {
  const events = new Set<string>()
  const names = new Set<string>()
  for (const { path, variable = '' } of fieldsOf(condition)) {
    ;(path.length > 0 ? events : names).add(variable)
  }
  for (const name of names) {
    const own = [...(placeholders.get(name)?.keys() ?? [])]
    const [first] = own
    // Its value is the same in each of its events.
    if (first !== undefined && !own.some(event => events.has(event))) events.add(first)
  }
  return [...events]
}

/** The scope of conditions on one event. */
export class EventScope implements YaralScope {
  readonly lowering: YaralLowering
  readonly part: string | undefined
  readonly derived: Map<string, DeriveStage> = new Map()
  readonly event: string
  readonly #variables: YaralVariables

  constructor(
    event: string,
    variables: YaralVariables,
    lowering: YaralLowering,
    part: string | undefined,
  ) {
    this.event = event
    this.#variables = variables
    this.lowering = lowering
    this.part = part
  }

  nameField(field: YaralField): YaralName {
    return { name: fieldName(field), isDerived: false }
  }

  resolve({ variable = '' }: YaralField): YaralExpression | YaralName {
    const { bindings = [], isConditional } = this.#find(variable) ?? {}
    const name = `$${variable}`
    const [first] = bindings
    if (first !== undefined && !isConditional && isPlainValue(first.value)) return first.value
    if (first !== undefined && !this.derived.has(name)) {
      const text = bindings.map(({ value }) => printYaralExpression(value)).join(' or ')
      this.derived.set(name, {
        kind: 'derive',
        names: [name],
        text: `${name} = ${text}`,
        span: first.span,
      })
    }
    return { name, isDerived: true }
  }

  isBinding(expression: YaralExpression): boolean {
    return this.#variables.bindingNodes.has(expression)
  }

  nameCount(): undefined {
    return undefined
  }

  #find(placeholder: string): YaralPlaceholder | undefined {
    return this.#variables.placeholders.get(placeholder)?.get(this.event)
  }

  /** What a placeholder is called in this event. */
  operandOf(placeholder: string, span: Span): ValueOperand | undefined {
    const field: YaralField = { kind: 'field', variable: placeholder, path: [], span }
    if (this.#find(placeholder) === undefined) return undefined
    const operand = toOperand(field, this)
    return operand.kind === 'value' ? operand : undefined
  }
}

/** A field, which tests name, and no computed value. */
function isPlainValue(value: YaralExpression): boolean {
  return value.kind === 'field' || (value.kind === 'quantified' && isPlainValue(value.operand))
}

/** What a rule asks of one event. */
export interface EventWish {
  readonly conditions: readonly YaralExpression[]
  /** Placeholders that must have a value other than the zero value. */
  readonly filled: readonly string[]
  /** Where the section stands. */
  readonly span: Span
}

/** The stages of one event: what is computed from it, and the condition on it. */
export function eventStages(
  { conditions, filled, span }: EventWish,
  scope: EventScope,
  variables: YaralVariables,
): readonly Stage[] {
  const tests = [
    ...conditions.map(condition => lowerCondition(condition, scope)),
    ...equalities(scope, variables),
    ...filled.map(placeholder => isFilled(placeholder, span, scope)),
  ]
  const expression = allOf(tests)
  const place = spanOfAll(conditions) ?? span
  const filter: FilterStage = {
    kind: 'filter',
    condition: conditions.map(({ span: own }) => scope.lowering.slice(own)).join('\n'),
    parts: scope.part === undefined ? [] : [{ name: scope.part, expression, span: place }],
    expression,
    span: place,
  }
  return [...scope.derived.values(), filter]
}

/** From the first of several expressions to the last. */
export function spanOfAll(expressions: readonly YaralExpression[]): Span | undefined {
  const [first] = expressions
  if (first === undefined) return undefined
  return expressions.map(({ span }) => span).reduce(joinSpans, first.span)
}

/** A placeholder that several fields of one event are given to asks that they are equal. */
function equalities(scope: EventScope, { placeholders }: YaralVariables): readonly Expression[] {
  return [...placeholders].flatMap(([name, byEvent]) => {
    const { bindings = [], isConditional } = byEvent.get(scope.event) ?? {}
    const [first, ...others] = bindings
    if (first === undefined || isConditional) return []
    return others.flatMap(other => {
      const left = scope.operandOf(name, first.span)
      const right = toOperand(other.value, scope)
      if (left === undefined || right.kind !== 'value' || left.name === right.name) return []
      return [equalsField(left, right, other, scope)]
    })
  })
}

/**
 * “Google SecOps implicitly filters out zero values for all placeholders that are used in the match section.” The
 * data model does not store them, so what has one is absent.
 */
function isFilled(placeholder: string, span: Span, scope: EventScope): Expression {
  const operand = scope.operandOf(placeholder, span)
  return operand === undefined ? always : noneOf(isAbsent(operand, operand.span, scope))
}
