import { computedText, type GivenValue, isNumber, wholeNumber } from './computed-value.ts'
import type { ComputingFunction } from './computing-function.ts'

/** A text in lower case where case does not count; no position in it moves. */
function folded(text: string, ignoresCase: boolean): string {
  if (!ignoresCase) return text
  return Array.from(text, character => {
    const lower = character.toLowerCase()
    return lower.length === character.length ? lower : character
  }).join('')
}

/** What stands between two texts, the first of each; or up to the last of the right one. */
export const between: ComputingFunction = ([source, left, right, greedy = false], ignoresCase) => {
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
}

/** The texts of values, one after another. */
export const concat: ComputingFunction = values => values.map(computedText).join('')

export const startsWith: ComputingFunction = compareTexts((text, part) => text.startsWith(part))

export const endsWith: ComputingFunction = compareTexts((text, part) => text.endsWith(part))

/** Whether a text holds another; the empty one is in none. */
export const contains: ComputingFunction = compareTexts(
  (text, part) => part !== '' && text.includes(part),
)

function compareTexts(holds: (text: string, part: string) => boolean): ComputingFunction {
  return ([text, part], ignoresCase) => {
    if (typeof text !== 'string' || typeof part !== 'string') return undefined
    return holds(folded(text, ignoresCase), folded(part, ignoresCase))
  }
}

/** The first position of a text in another, from a position on; null if it is not there. */
export const indexOf: ComputingFunction = ([source, part, from = wholeNumber(0)], ignoresCase) => {
  if (typeof source !== 'string' || typeof part !== 'string' || !isNumber(from)) return undefined
  const start = Math.max(0, from.number)
  if (start > source.length) return null
  const index = folded(source, ignoresCase).indexOf(folded(part, ignoresCase), start)
  return index < 0 ? null : wholeNumber(index)
}

/** The length of a text in UTF-16 units, as Java and JavaScript count. */
export const length: ComputingFunction = ([text]) =>
  typeof text === 'string' ? wholeNumber(text.length) : undefined

/** A value as a text. */
export const toText: ComputingFunction = ([value]: readonly GivenValue[]) =>
  value === undefined ? undefined : computedText(value)

/** A text from a position to another, which count from its end where they are negative. */
export const substring: ComputingFunction = ([source, start, end]) => {
  if (typeof source !== 'string' || !isNumber(start)) return undefined
  if (end === undefined) return source.slice(start.number)
  return isNumber(end) ? source.slice(start.number, end.number) : undefined
}

export const toLower: ComputingFunction = changeText(text => text.toLowerCase())

export const toUpper: ComputingFunction = changeText(text => text.toUpperCase())

/** Without blanks at its ends. */
export const trim: ComputingFunction = changeText(text => text.trim())

function changeText(change: (text: string) => string): ComputingFunction {
  return ([text]) => (typeof text === 'string' ? change(text) : undefined)
}

/** With another text in place of every occurrence of one. */
export const replace: ComputingFunction = ([text, part, other]) => {
  if (typeof text !== 'string' || typeof part !== 'string' || typeof other !== 'string') {
    return undefined
  }
  return part === '' ? text : text.split(part).join(other)
}

/** How many characters (code points) a text has. */
export const characters: ComputingFunction = ([text]) =>
  typeof text === 'string' ? wholeNumber([...text].length) : undefined

/**
 * So many characters of a text from a place on, which counts from 1, or from the end where it is
 * negative; all behind it if no number is given.
 */
export const part: ComputingFunction = ([text, start, count]) => {
  if (typeof text !== 'string' || !isNumber(start)) return undefined
  if (count !== undefined && !(isNumber(count) && count.number >= 0)) return undefined
  const all = [...text]
  const from = start.number < 0 ? Math.max(0, all.length + start.number) : start.number - 1
  const first = Math.max(0, from)
  return all.slice(first, count === undefined ? undefined : first + count.number).join('')
}
