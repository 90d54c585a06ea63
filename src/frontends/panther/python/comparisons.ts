import type { Span } from '../../../base/index.ts'
import type { Evaluator } from './evaluator.ts'
import { canHoldFolded, compareConstants } from './field-tests.ts'
import type { PyComparator } from './syntax.ts'
import { anyOf, choose, constantTruth, negated, type Truth } from './truth.ts'
import {
  type ConstantValue,
  constantsOf,
  type FieldValue,
  findEquality,
  type Value,
} from './value.ts'

/** `a comparator b`. */
export function compare(
  evaluator: Evaluator,
  comparator: PyComparator,
  a: Value,
  b: Value,
  span: Span,
): Truth {
  if (a.kind === 'choice') {
    const whenTrue = compare(evaluator, comparator, a.whenTrue, b, span)
    return choose(a.condition, whenTrue, compare(evaluator, comparator, a.whenFalse, b, span))
  }
  if (b.kind === 'choice') {
    const whenTrue = compare(evaluator, comparator, a, b.whenTrue, span)
    return choose(b.condition, whenTrue, compare(evaluator, comparator, a, b.whenFalse, span))
  }
  switch (comparator) {
    case '==':
    case 'is':
      return equal(evaluator, a, b, span)
    case '!=':
    case 'is not':
      return negated(equal(evaluator, a, b, span))
    case 'in':
      return contains(evaluator, b, a, span)
    case 'not in':
      return negated(contains(evaluator, b, a, span))
    default:
      return order(evaluator, comparator, a, b, span)
  }
}

function equal(evaluator: Evaluator, a: Value, b: Value, span: Span): Truth {
  const known = findEquality(a, b)
  if (known !== undefined) return constantTruth(known)
  if (a.kind === 'constant')
    return b.kind === 'constant' ? evaluator.opaque(span) : equal(evaluator, b, a, span)
  if (a.kind === 'field' && b.kind === 'field') {
    const same = a.element === undefined && b.element === undefined && evaluator.tests.sameAs(a, b)
    return same || evaluator.opaque(span)
  }
  if (a.kind === 'truth') return equalTruth(evaluator, a, b, span)
  if (b.kind !== 'constant') return evaluator.opaque(span)
  if (a.kind === 'field') return equalConstant(evaluator, a, b, evaluator.tests.newList())
  if (a.kind !== 'computed') return evaluator.opaque(span)
  if (b.value === null) return evaluator.opaque(span)
  return evaluator.derived(a.text, b.span, { operator: 'equals', value: b.value })
}

function equalTruth(evaluator: Evaluator, a: Value, b: Value, span: Span): Truth {
  if (a.kind !== 'truth' || b.kind !== 'constant') return evaluator.opaque(span)
  if (a.isMatch) return b.value === null ? negated(a.truth) : constantTruth(false)
  if (b.value === true) return a.truth
  return b.value === false ? negated(a.truth) : evaluator.opaque(span)
}

function equalConstant(
  evaluator: Evaluator,
  field: FieldValue,
  constant: ConstantValue,
  list: number,
): Truth {
  const isText = typeof constant.value === 'string'
  if (isText && !canHoldFolded(field, String(constant.value))) return constantTruth(false)
  return evaluator.tests.equals(field, constant, list)
}

/** `item in container`. */
export function contains(evaluator: Evaluator, container: Value, item: Value, span: Span): Truth {
  switch (container.kind) {
    case 'list':
      return isMember(evaluator, container.items, item, span)
    case 'dictionary': {
      const keys = container.entries.map(({ key }) => key)
      return isMember(evaluator, keys, item, span)
    }
    case 'constant':
      if (typeof container.value === 'string' && item.kind === 'constant') {
        return constantTruth(container.value.includes(String(item.value)))
      }
      return evaluator.opaque(span)
    case 'field':
      return item.kind === 'constant'
        ? fieldContains(evaluator, container, item)
        : evaluator.opaque(span)
    case 'network':
      return item.kind === 'field'
        ? evaluator.tests.cidr(item, container.network, container.span, evaluator.tests.newList())
        : evaluator.opaque(span)
    case 'computed':
      return item.kind === 'constant' && typeof item.value === 'string'
        ? evaluator.derived(container.text, item.span, { operator: 'contains', value: item.value })
        : evaluator.opaque(span)
    default:
      return evaluator.opaque(span)
  }
}

/** The members of one list of constants are one list of tests. */
function isMember(evaluator: Evaluator, items: readonly Value[], item: Value, span: Span): Truth {
  const constants = constantsOf({ kind: 'list', items })
  if (item.kind === 'field' && constants !== undefined) {
    const list = evaluator.tests.newList()
    return anyOf(constants.map(constant => equalConstant(evaluator, item, constant, list)))
  }
  return anyOf(items.map(member => equal(evaluator, item, member, span)))
}

/**
 * `"text" in field`: a part of a text, a member of a list, or a key of a map. What it is, the default says that
 * the rule asks for the field with, else the events of its tests.
 */
function fieldContains(evaluator: Evaluator, field: FieldValue, item: ConstantValue): Truth {
  const { absent, path } = field
  const type = path.length === 0 ? 'map' : evaluator.options.typeOf(path)
  if (type === 'map' || (absent !== 'raises' && absent.kind === 'dictionary')) {
    if (typeof item.value !== 'string') return constantTruth(false)
    const key = { ...field, path: [...path, item.value] }
    const isMap = evaluator.options.typeOf(key.path) === 'map'
    return isMap ? evaluator.opaque(item.span) : evaluator.tests.hasKey(key, item.span)
  }
  if (type === 'list' || (absent !== 'raises' && absent.kind === 'list')) {
    return evaluator.tests.hasElement(field, item, evaluator.tests.newList())
  }
  if (typeof item.value !== 'string') {
    return evaluator.tests.hasElement(field, item, evaluator.tests.newList())
  }
  const isText =
    type === 'text' || (absent !== 'raises' && absent.kind === 'constant' && absent.value === '')
  if (!isText && field.folding === undefined) {
    const message = `whether “${path.join('.')}” is a text or a list is not said; it is taken for a text`
    evaluator.options.note(message, field.span)
  }
  if (!canHoldFolded(field, item.value)) return constantTruth(false)
  const constant = { ...item, value: item.value }
  return evaluator.tests.text(field, 'contains', constant, evaluator.tests.newList())
}

const operators = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const
const mirrored = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const

function order(
  evaluator: Evaluator,
  comparator: keyof typeof operators,
  a: Value,
  b: Value,
  span: Span,
): Truth {
  if (a.kind === 'constant' && b.kind !== 'constant') {
    return order(evaluator, mirrored[comparator], b, a, span)
  }
  if (b.kind !== 'constant' || b.value === null || typeof b.value === 'boolean') {
    return evaluator.opaque(span)
  }
  const operator = operators[comparator]
  const { value } = b
  if (a.kind === 'constant') {
    return a.value === null || typeof a.value !== typeof value
      ? evaluator.opaque(span)
      : constantTruth(compareConstants(operator, a.value, value))
  }
  if (a.kind === 'field') return evaluator.tests.compare(a, operator, { ...b, value })
  if (a.kind === 'computed') return evaluator.derived(a.text, b.span, { operator, value })
  return evaluator.opaque(span)
}
