import { fieldName } from './lowering.ts'
import { printYaralExpression } from './print.ts'
import type { YaralExpression, YaralWindow } from './syntax.ts'
import type { YaralVariables } from './variables.ts'

/** What events of one group share: the field, or the computed value, that each of them has it in. */
export interface EventKey {
  /** The placeholder that stands for it, if there is one. */
  readonly placeholder: string | undefined
  /** By event variable. */
  readonly names: ReadonlyMap<string, string>
  /** An event without a value can take part. */
  readonly isOptional: boolean
}

/** How several events of a rule belong together. */
export interface Relations {
  readonly keys: readonly EventKey[]
  /** Which event comes before which. */
  readonly orders: readonly (readonly [string, string])[]
  /** What else must hold of several of them. */
  readonly others: readonly YaralExpression[]
  /** The conditions that the orders come from. */
  readonly orderConditions: readonly YaralExpression[]
}

/** Placeholders that several events have, and conditions that compare two of them. */
export function relationsOf(
  together: readonly YaralExpression[],
  filled: ReadonlySet<string>,
  window: YaralWindow | undefined,
  variables: YaralVariables,
): Relations {
  const keys = placeholderKeys(filled, variables)
  const orders: (readonly [string, string])[] = []
  const others: YaralExpression[] = []
  const orderConditions: YaralExpression[] = []
  for (const condition of together) {
    const key = findFieldKey(condition)
    const order = findOrder(condition)
    if (key !== undefined) keys.push(key)
    else if (order !== undefined) {
      orders.push(order)
      orderConditions.push(condition)
    } else others.push(condition)
  }
  const { pivot } = window ?? {}
  if (pivot !== undefined) {
    const first = pivot.variable.text
    for (const event of variables.events) {
      if (event !== first) orders.push(pivot.side === 'after' ? [first, event] : [event, first])
    }
  }
  return { keys, orders, others, orderConditions }
}

function placeholderKeys(
  filled: ReadonlySet<string>,
  { events, placeholders }: YaralVariables,
): EventKey[] {
  return [...placeholders].flatMap(([placeholder, byEvent]) => {
    const names = new Map<string, string>()
    for (const event of events) {
      const { bindings: [first] = [], isConditional } = byEvent.get(event) ?? {}
      if (first === undefined) continue
      const isPlain = !isConditional && first.value.kind === 'field'
      names.set(event, isPlain ? nameOf(first.value) : `$${placeholder}`)
    }
    return names.size < 2 ? [] : [{ placeholder, names, isOptional: !filled.has(placeholder) }]
  })
}

function nameOf(value: YaralExpression): string {
  return value.kind === 'field' ? fieldName(value) : printYaralExpression(value)
}

/** `$e1.principal.ip = $e2.principal.ip` */
function findFieldKey(condition: YaralExpression): EventKey | undefined {
  if (condition.kind !== 'comparison' || condition.operator !== '=') return undefined
  const { left, right } = condition
  if (left.kind !== 'field' || right.kind !== 'field') return undefined
  if (left.path.length === 0 || right.path.length === 0) return undefined
  const names = new Map([
    [left.variable ?? '', fieldName(left)],
    [right.variable ?? '', fieldName(right)],
  ])
  return names.size === 2 ? { placeholder: undefined, names, isOptional: true } : undefined
}

/** `$e1.metadata.event_timestamp.seconds < $e2.metadata.event_timestamp.seconds` */
function findOrder(condition: YaralExpression): readonly [string, string] | undefined {
  if (condition.kind !== 'comparison') return undefined
  const { operator, left, right } = condition
  if (operator === '=' || operator === '!=' || !isTime(left) || !isTime(right)) return undefined
  if (left.kind !== 'field' || right.kind !== 'field') return undefined
  const [a = '', b = ''] = [left.variable, right.variable]
  return operator.startsWith('<') ? [a, b] : [b, a]
}

/** The time of an event, and of a detection. */
function isTime(expression: YaralExpression): boolean {
  if (expression.kind !== 'field') return false
  const name = fieldName(expression)
  return /^(?:metadata\.event_timestamp|detection\.detection_time)(?:\.seconds)?$/.test(name)
}

/** The events in the one order that the conditions leave; `undefined` if they leave several or none. */
export function findChain(
  events: readonly string[],
  orders: readonly (readonly [string, string])[],
): readonly string[] | undefined {
  const before = new Map<string, Set<string>>(events.map(event => [event, new Set()]))
  for (const [first, second] of orders) before.get(second)?.add(first)
  const chain: string[] = []
  while (chain.length < events.length) {
    const ready = events.filter(
      event =>
        !chain.includes(event) && [...(before.get(event) ?? [])].every(e => chain.includes(e)),
    )
    const [next] = ready
    if (ready.length !== 1 || next === undefined) return undefined
    chain.push(next)
  }
  return chain
}

/** What the keys of a join are called: the field, or each event’s where they differ. */
export function keyText({ placeholder, names }: EventKey, events: readonly string[]): string {
  const own = [...new Set(names.values())]
  const [only] = own
  const isShared = events.every(event => names.has(event))
  if (own.length === 1 && only !== undefined && isShared) return only
  const all = [...names].map(([event, name]) => qualified(event, name))
  return [...(placeholder === undefined ? [] : [`$${placeholder}`]), ...new Set(all)].join(' = ')
}

function qualified(event: string, name: string): string {
  return name.startsWith('$') ? name : `$${event}.${name}`
}
