import { compileRegex, type Regex } from '../ir/index.ts'
import type { At } from './pattern-matcher.ts'

/** Finds the first place where a regular expression matches a text. */
export type RegexMatcher = (text: string) => At | undefined

/** A matcher for texts as they are, or `undefined` when the expression cannot run. */
export function compileRegexMatcher(regex: Regex): RegexMatcher | undefined {
  const compiled = compileRegex(regex)
  if (compiled.kind !== 'compiled') return undefined
  const { program } = compiled
  if (regex.anchored) {
    return text => (program.matcher(text).matches() ? [0, text.length] : undefined)
  }
  return text => {
    // Whether there is a place is known sooner than where.
    if (!program.test(text)) return undefined
    const matcher = program.matcher(text)
    return matcher.find() ? [matcher.start(), matcher.end()] : undefined
  }
}
