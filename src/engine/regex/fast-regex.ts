/**
 * Whether a regular expression matches, without where: of a match the reference says that. An expression that the
 * native engine cannot run away with runs there; every other one in RE2's automaton (built as texts need it, 8 MB at
 * most), which decides in one pass over a text, an order of magnitude faster than the search for a place. What need
 * not even be tried is known before.
 */

import { compileRegex, type Regex } from '../../ir/index.ts'
import { findLongLine, longLineIn } from '../regex-matcher.ts'
import { certainTexts } from './certain-texts.ts'
import { textLengths } from './match-lengths.ts'
import { findNativeRegex } from './native-regex.ts'
import { parseRegex } from './parse-regex.ts'

/** Whether the expression matches a text; in time linear in the length of the text. */
export type FastRegex = (text: string) => boolean

/**
 * A matcher for texts as they are, `true` where `compileRegexMatcher(regex)` finds something;
 * `undefined` when the expression cannot run.
 */
export function compileFastRegex(regex: Regex): FastRegex | undefined {
  const tree = parseRegex(regex)
  const native = tree && findNativeRegex(tree, regex)
  const decide: FastRegex | undefined =
    native === undefined ? compileLinear(regex) : text => native.test(text)
  if (tree === undefined || decide === undefined) return decide
  const { min, max } = textLengths(tree, regex.anchored)
  const texts = certainTexts(tree)
  // HOT: called for every new value behind a literal, and for all values when there is none.
  return text => {
    if (text.length < min || text.length > max) return false
    for (const certain of texts) if (!text.includes(certain)) return false
    return decide(text)
  }
}

function compileLinear(regex: Regex): FastRegex | undefined {
  const longLine = findLongLine(regex)
  // As an automaton it would be a thousand states, for nothing.
  if (longLine !== undefined && longLine <= mostRepeats) {
    return text => longLineIn(text, longLine) !== undefined
  }
  const compiled = compileRegex(regex)
  if (compiled.kind !== 'compiled') return undefined
  const { program } = compiled
  return regex.anchored ? text => program.testExact(text) : text => program.test(text)
}

/** RE2 refuses more. */
const mostRepeats = 1000
