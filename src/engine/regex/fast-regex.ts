/**
 * Whether a regular expression matches, without where: of a match the reference says that. RE2's
 * automaton (built as texts need it, a few megabytes at most) decides that in one pass over a text,
 * nearly twenty times as fast as the search for a place. That leaves little for the native engine
 * to gain, which would first have to be proven safe from running away (fast-regex.bench.ts).
 */

import { compileRegex, type Regex } from '../../ir/index.ts'
import { textLengths } from './match-lengths.ts'
import { parseRegex } from './parse-regex.ts'

/** Whether the expression matches a text; in time linear in the length of the text. */
export type FastRegex = (text: string) => boolean

/**
 * A matcher for texts as they are, `true` where `compileRegexMatcher(regex)` finds something;
 * `undefined` when the expression cannot run.
 */
export function compileFastRegex(regex: Regex): FastRegex | undefined {
  const compiled = compileRegex(regex)
  if (compiled.kind !== 'compiled') return undefined
  const { program } = compiled
  const tree = parseRegex(regex)
  const { min, max } = tree
    ? textLengths(tree, regex.anchored)
    : { min: 0, max: Number.POSITIVE_INFINITY }
  // HOT: called for every new value behind a literal, and for all values when there is none.
  return regex.anchored
    ? text => text.length >= min && text.length <= max && program.testExact(text)
    : text => text.length >= min && text.length <= max && program.test(text)
}
