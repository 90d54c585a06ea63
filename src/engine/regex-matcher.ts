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
  const places = new Map<string, At>()
  let kept = 0
  return text => {
    // Whether there is a place is known sooner than where, and logs repeat themselves.
    const known = places.get(text)
    if (known !== undefined) return known
    if (!program.test(text)) return undefined
    const matcher = program.matcher(text)
    if (!matcher.find()) return undefined
    const at: At = [matcher.start(), matcher.end()]
    kept += text.length + 16
    if (kept > mostKept) {
      places.clear()
      kept = text.length
    }
    if (kept <= mostKept) places.set(text, at)
    return at
  }
}

/** How many characters of texts one expression remembers places in. */
const mostKept = 32_768
