import { isNumber, type Value, valueText } from '../value.ts'
import { defineFunction, type EqlFunction, folded, manyArguments } from './function.ts'

/**
 * “Extracts a substring that’s between a provided left and right text in a source string.”
 *
 *     between("C:\\a\\b\\c", "\\", "\\")        → "a"
 *     between("C:\\a\\b\\c", "\\", "\\", true)  → "a\\b"
 */
export const between: EqlFunction = defineFunction({
  name: 'between',
  minArguments: 3,
  maxArguments: 4,
  result: 'text',
  hasCaseForm: true,
  compute([source, left, right, greedy = false], ignoresCase) {
    if (typeof source !== 'string' || typeof left !== 'string') return undefined
    if (typeof right !== 'string' || typeof greedy !== 'boolean') return undefined
    const text = folded(source, ignoresCase)
    const found = text.indexOf(folded(left, ignoresCase))
    if (source === '' || found < 0) return ''
    const start = found + left.length
    const end = greedy
      ? text.lastIndexOf(folded(right, ignoresCase))
      : text.indexOf(folded(right, ignoresCase), start)
    return end < start ? '' : source.slice(start, end)
  },
})

/** “Returns a concatenated string of provided values.” */
export const concat: EqlFunction = defineFunction({
  name: 'concat',
  minArguments: 1,
  maxArguments: manyArguments,
  result: 'text',
  compute: values => values.map(valueText).join(''),
})

/** “Returns true if a source string ends with a provided substring.” */
export const endsWith: EqlFunction = defineFunction({
  name: 'endsWith',
  minArguments: 2,
  maxArguments: manyArguments,
  result: 'boolean',
  hasCaseForm: true,
  compute: ([source, ...parts], ignoresCase) =>
    anyPart(source, parts, (text, part) =>
      folded(text, ignoresCase).endsWith(folded(part, ignoresCase)),
    ),
})

/** “Returns true if a source string begins with a provided substring.” */
export const startsWith: EqlFunction = defineFunction({
  name: 'startsWith',
  minArguments: 2,
  maxArguments: manyArguments,
  result: 'boolean',
  hasCaseForm: true,
  compute: ([source, ...parts], ignoresCase) =>
    anyPart(source, parts, (text, part) =>
      folded(text, ignoresCase).startsWith(folded(part, ignoresCase)),
    ),
})

/** “Returns true if a source string contains a provided substring”; an empty one it never does. */
export const stringContains: EqlFunction = defineFunction({
  name: 'stringContains',
  minArguments: 2,
  maxArguments: manyArguments,
  result: 'boolean',
  hasCaseForm: true,
  compute: ([source, ...parts], ignoresCase) =>
    anyPart(
      source,
      parts,
      (text, part) => part !== '' && folded(text, ignoresCase).includes(folded(part, ignoresCase)),
    ),
})

function anyPart(
  source: Value | undefined,
  parts: readonly Value[],
  holds: (text: string, part: string) => boolean,
): boolean | undefined {
  if (typeof source !== 'string' || !parts.every(part => typeof part === 'string')) return undefined
  return parts.some(part => holds(source, part))
}

/** “Returns the first position of a provided substring in a source string”, or null. */
export const indexOf: EqlFunction = defineFunction({
  name: 'indexOf',
  minArguments: 2,
  maxArguments: 3,
  result: 'number',
  hasCaseForm: true,
  compute([source, part, from = { number: 0, isFloat: false }], ignoresCase) {
    if (typeof source !== 'string' || typeof part !== 'string' || !isNumber(from)) return undefined
    // “Negative offsets are treated as 0.” “If … higher than the length …, the function returns null.”
    const start = Math.max(0, from.number)
    if (start > source.length) return null
    const index = folded(source, ignoresCase).indexOf(folded(part, ignoresCase), start)
    return index < 0 ? null : { number: index, isFloat: false }
  },
})

/** “Returns the character length of a provided string”: Java’s, which counts UTF-16 units. */
export const length: EqlFunction = defineFunction({
  name: 'length',
  minArguments: 1,
  maxArguments: 1,
  result: 'number',
  compute: ([text]) =>
    typeof text === 'string' ? { number: text.length, isFloat: false } : undefined,
})

/** “Converts a value to a string.” */
export const string: EqlFunction = defineFunction({
  name: 'string',
  minArguments: 1,
  maxArguments: 1,
  result: 'text',
  compute: ([value]) => (value === undefined ? undefined : valueText(value)),
})

/**
 * “Extracts a substring from a source string at provided start and end positions”, which count from
 * the end where they are negative.
 */
export const substring: EqlFunction = defineFunction({
  name: 'substring',
  minArguments: 2,
  maxArguments: 3,
  result: 'text',
  compute([source, start, end]) {
    if (typeof source !== 'string' || start === undefined || !isNumber(start)) return undefined
    if (end === undefined) return source.slice(start.number)
    return isNumber(end) ? source.slice(start.number, end.number) : undefined
  },
})
