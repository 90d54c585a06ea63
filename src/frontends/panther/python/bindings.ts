import type { Span } from '../../../base/index.ts'
import type { PyExpression } from './syntax.ts'
import { type FieldValue, findEquality, none, type Scope, type Value } from './value.ts'

/** The names that a loop sets, bound to a member; `undefined` if they do not go together. */
export function bind(target: PyExpression, item: Value, scope: Scope): Scope | undefined {
  if (target.kind === 'name') return new Map([...scope, [target.name, item]])
  if (target.kind !== 'sequence' || item.kind !== 'list') return undefined
  if (target.items.length !== item.items.length) return undefined
  return target.items.reduce<Scope | undefined>(
    (inner, name, i) => inner && bind(name, item.items[i] ?? none, inner),
    scope,
  )
}

/** Any one element of a list of the event. */
export function elementOf(list: FieldValue): FieldValue {
  return { ...list, absent: none, element: { path: list.path } }
}

/** The value of a key of a map of the event. */
export function fieldInside(
  object: FieldValue,
  key: string,
  absent: FieldValue['absent'],
  span: Span,
): FieldValue {
  return {
    kind: 'field',
    path: [...object.path, key],
    absent,
    nullIsAbsent: false,
    span,
    ...(object.element === undefined ? {} : { element: object.element }),
  }
}

export function findInside(
  { entries }: Extract<Value, { kind: 'dictionary' }>,
  key: Value,
): Value | undefined {
  return entries.find(entry => findEquality(entry.key, key) === true)?.value
}
