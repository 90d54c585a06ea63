import type { Span } from '../../base/index.ts'
import type {
  YaralAssignment,
  YaralComparison,
  YaralExpression,
  YaralField,
  YaralRule,
  YaralSection,
} from './syntax.ts'

/** Events that a rule can be about. */
export const maxEvents = 50

/** A placeholder and what stands for it: `$user = $e.principal.user.userid`. */
export interface YaralBinding {
  readonly placeholder: string
  readonly value: YaralExpression
  /** The event variables that the value is about. */
  readonly events: readonly string[]
  /** It stands under “or”, so that it need not be what the placeholder stands for. */
  readonly isConditional: boolean
  readonly ignoresCase: boolean
  readonly span: Span
}

/** What a placeholder is in one event. */
export interface YaralPlaceholder {
  readonly bindings: readonly YaralBinding[]
  /** It is one thing or another. */
  readonly isConditional: boolean
}

/** The variables of a rule, and what they are. */
export interface YaralVariables {
  /** Those that have fields, in the order of their appearance. */
  readonly events: readonly string[]
  /** By name, then by the event whose value it is. */
  readonly placeholders: ReadonlyMap<string, ReadonlyMap<string, YaralPlaceholder>>
  /** Placeholders for values of several events. */
  readonly joined: ReadonlySet<string>
  readonly outcomes: ReadonlyMap<string, YaralAssignment>
  /** The comparisons that are bindings and no conditions. */
  readonly bindingNodes: ReadonlySet<YaralExpression>
}

export function findSection<K extends YaralSection['kind']>(
  { sections }: YaralRule,
  kind: K,
): (YaralSection & { readonly kind: K }) | undefined {
  return sections.find(
    (section): section is YaralSection & { readonly kind: K } => section.kind === kind,
  )
}

export function variablesOf(rule: YaralRule): YaralVariables {
  const conditions = rule.sections.flatMap(s => (s.kind === 'events' ? s.conditions : []))
  const assignments = rule.sections.flatMap(s => (s.kind === 'outcome' ? s.assignments : []))
  const events = new Set<string>()
  for (const condition of conditions) addEvents(condition, events)
  // A variable that no condition is about, such as `$e` of a rule that tests nothing.
  if (events.size === 0) for (const { value } of assignments) addEvents(value, events)
  const found = { bindings: new Map<string, YaralBinding[]>(), nodes: new Set<YaralExpression>() }
  for (const condition of conditions) collectBindings(condition, 'all', events, found)
  linkPlaceholders(conditions, events, found)
  return {
    events: [...events],
    placeholders: new Map([...found.bindings].map(([name, list]) => [name, byEvent(list)])),
    joined: new Set(
      [...found.bindings.values()]
        .flat()
        .flatMap(({ placeholder, events: own }) => (own.length > 1 ? [placeholder] : [])),
    ),
    outcomes: new Map(assignments.map(assignment => [assignment.name.text, assignment])),
    bindingNodes: found.nodes,
  }
}

function byEvent(bindings: readonly YaralBinding[]): ReadonlyMap<string, YaralPlaceholder> {
  const lists = new Map<string, YaralBinding[]>()
  for (const binding of bindings) {
    // A value of several events is computed behind their join.
    const event = binding.events.length === 1 ? (binding.events[0] ?? '') : undefined
    if (event === undefined) continue
    const known = lists.get(event)
    if (known === undefined) lists.set(event, [binding])
    else known.push(binding)
  }
  return new Map(
    [...lists].map(([event, list]): [string, YaralPlaceholder] => [
      event,
      { bindings: list, isConditional: list.some(binding => binding.isConditional) },
    ]),
  )
}

interface Found {
  readonly bindings: Map<string, YaralBinding[]>
  readonly nodes: Set<YaralExpression>
}

/** The placeholders that are given a field or a computed value, wherever that is not denied. */
function collectBindings(
  condition: YaralExpression,
  place: 'all' | 'some',
  events: ReadonlySet<string>,
  found: Found,
): void {
  switch (condition.kind) {
    case 'and':
      for (const operand of condition.operands) collectBindings(operand, place, events, found)
      break
    case 'or':
      for (const operand of condition.operands) collectBindings(operand, 'some', events, found)
      break
    case 'nocase':
    case 'comparison': {
      const comparison = condition.kind === 'nocase' ? condition.operand : condition
      if (comparison.kind !== 'comparison' || comparison.operator !== '=') break
      const sides = findSides(comparison, events)
      if (sides === undefined) break
      const { placeholder, value } = sides
      addBinding(found, condition, {
        placeholder,
        value,
        events: eventsOf(value),
        isConditional: place === 'some',
        ignoresCase: condition.kind === 'nocase',
        span: condition.span,
      })
      break
    }
    default:
  }
}

function addBinding(found: Found, node: YaralExpression, binding: YaralBinding): void {
  const known = found.bindings.get(binding.placeholder)
  if (known === undefined) found.bindings.set(binding.placeholder, [binding])
  else known.push(binding)
  found.nodes.add(node)
}

/** `$user = $e.f` or `$e.f = $user`, and not `$user = "x"`, which is a condition. */
function findSides(
  { left, right }: YaralComparison,
  events: ReadonlySet<string>,
): { readonly placeholder: string; readonly value: YaralExpression } | undefined {
  for (const [variable, value] of [
    [left, right],
    [right, left],
  ] as const) {
    const name = placeholderName(variable, events)
    if (name !== undefined && eventsOf(value).length > 0) return { placeholder: name, value }
  }
  return undefined
}

/** Placeholders that nothing but another placeholder gives a value: `$login_ip = $ip`. */
function linkPlaceholders(
  conditions: readonly YaralExpression[],
  events: ReadonlySet<string>,
  found: Found,
): void {
  for (const condition of conditions.flatMap(conjunctsOf)) {
    if (condition.kind !== 'comparison' || condition.operator !== '=') continue
    const left = placeholderName(condition.left, events)
    const right = placeholderName(condition.right, events)
    if (left === undefined || right === undefined || left === right) continue
    const [known, other] = found.bindings.has(left) ? [left, right] : [right, left]
    const bindings = found.bindings.get(known)
    if (bindings === undefined || found.bindings.has(other)) continue
    for (const binding of [...bindings]) {
      addBinding(found, condition, { ...binding, placeholder: other, span: condition.span })
    }
  }
}

function placeholderName(
  expression: YaralExpression,
  events: ReadonlySet<string>,
): string | undefined {
  if (expression.kind !== 'field' || expression.path.length > 0) return undefined
  const { variable } = expression
  return variable === undefined || events.has(variable) ? undefined : variable
}

/** The conditions that a condition is a conjunction of. */
export function conjunctsOf(condition: YaralExpression): readonly YaralExpression[] {
  return condition.kind === 'and' ? condition.operands.flatMap(conjunctsOf) : [condition]
}

/** The event variables whose fields an expression names. */
export function eventsOf(expression: YaralExpression): readonly string[] {
  const events = new Set<string>()
  addEvents(expression, events)
  return [...events]
}

function addEvents(expression: YaralExpression, events: Set<string>): void {
  for (const field of fieldsOf(expression)) {
    if (field.path.length > 0) events.add(field.variable ?? '')
  }
}

/** Every field and variable of an expression, from left to right. */
export function fieldsOf(expression: YaralExpression): readonly YaralField[] {
  if (expression.kind === 'field') return [expression]
  return partsOf(expression).flatMap(fieldsOf)
}

/** The expressions directly inside one. */
export function partsOf(expression: YaralExpression): readonly YaralExpression[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.operands
    case 'not':
    case 'nocase':
    case 'sign':
    case 'quantified':
    case 'presence':
      return [expression.operand]
    case 'comparison':
    case 'arithmetic':
      return [expression.left, expression.right]
    case 'membership':
      return [expression.operand, expression.list]
    case 'call':
      return expression.arguments
    case 'array':
    case 'number_of':
      return expression.items
    default:
      return []
  }
}
