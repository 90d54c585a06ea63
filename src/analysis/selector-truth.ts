import { compilePattern, foldCase, foldPattern } from '../engine/index.ts'
import type { Branch, Rule, Test } from '../ir/index.ts'
import { agentWords, selectorKind } from '../knowledge/index.ts'
import { type Candidate, findOperationField } from './candidate-events.ts'
import type { Leaf } from './clause-truth.ts'

/**
 * What an event type decides of the selectors of a branch. Several fields can say the operation of a
 * cloud log (`OperationName`, `properties.message`); a branch that tests more than one of them is
 * judged by the first that the log names.
 */
export function selectorTruth(candidate: Candidate, rule: Rule, branch: Branch): Leaf {
  const { type, isOperationLog, service, operation } = candidate
  const operationField = isOperationLog ? findOperationField(type, rule, branch) : undefined
  return test => {
    const field = test.field.toLowerCase()
    const words = isOperationLog ? undefined : agentWords(type, test.field)
    if (words !== undefined) return compareAny(test, words)
    switch (selectorKind(rule.logSource, test.field)) {
      case 'event_id':
        return isOperationLog ? undefined : compare(test, type.eventId)
      case 'operation':
        if (operationField !== undefined && operationField !== field) return undefined
        return compare(test, operation)
      case 'channel':
        return compare(test, type.channel)
      case 'provider':
        // The catalogue knows providers by name.
        if (field === 'provider_guid') return undefined
        return compare(test, isOperationLog ? service : type.provider)
      case 'category': {
        // auditd’s kind of record.
        const isOwn = type.operations.some(name => name.toLowerCase() === field)
        return isOwn ? compare(test, type.eventId) : undefined
      }
      default:
        return undefined
    }
  }
}

/** What is certain when a field has one of these values: that a test holds, or that it does not. */
function compareAny(test: Test, words: readonly string[]): boolean | undefined {
  const truths = words.map(word => compare(test, word))
  if (truths.includes(true)) return true
  return truths.every(truth => truth === false) ? false : undefined
}

function compare(test: Test, actual: string | undefined): boolean | undefined {
  if (actual === undefined || actual === '') return undefined
  const text = foldCase(actual)
  switch (test.operator) {
    case 'equals':
      return text === foldCase(String(test.value))
    case 'contains':
      return text.includes(foldCase(String(test.value)))
    case 'starts_with':
      return text.startsWith(foldCase(String(test.value)))
    case 'ends_with':
      return text.endsWith(foldCase(String(test.value)))
    case 'wildcard':
      return compilePattern(foldPattern(test.value))(text) !== undefined
    case 'lt':
      return compareNumbers(test.value, actual, (a, b) => a < b)
    case 'lte':
      return compareNumbers(test.value, actual, (a, b) => a <= b)
    case 'gt':
      return compareNumbers(test.value, actual, (a, b) => a > b)
    case 'gte':
      return compareNumbers(test.value, actual, (a, b) => a >= b)
    case 'exists':
      return test.value
    case 'null':
      return false
    default:
      return undefined
  }
}

function compareNumbers(
  bound: number | string,
  actual: string,
  holds: (actual: number, bound: number) => boolean,
): boolean | undefined {
  const number = Number(actual)
  if (typeof bound !== 'number' || Number.isNaN(number)) return undefined
  return holds(number, bound)
}
