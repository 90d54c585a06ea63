import { compileRegex, type Regex } from '../ir/index.ts'
import type { At } from './pattern-matcher.ts'

/** Finds the first place where a regular expression matches a text. */
export type RegexMatcher = (text: string) => At | undefined

/** A matcher for texts as they are, or `undefined` when the expression cannot run. */
export function compileRegexMatcher(regex: Regex): RegexMatcher | undefined {
  const compiled = compileRegex(regex)
  if (compiled.kind !== 'compiled') return undefined
  const { program } = compiled
  const longLine = findLongLine(regex)
  if (longLine !== undefined) return text => longLineIn(text, longLine)
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

/**
 * The number of an expression that is `.{n,}` and nothing else: a line of at least that many characters.
 * Rules look for overlong command lines so, and as an automaton it has a state for each character.
 */
export function findLongLine(regex: Regex): number | undefined {
  if (regex.anchored || regex.dotAll || regex.dialect === 'lucene') return undefined
  const digits = /^\.\{(\d{1,4}),\}$/.exec(regex.source)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** Where the first line of at least `least` characters stands. */
export function longLineIn(text: string, least: number): At | undefined {
  for (let start = 0; start <= text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    if (end - start >= least && countCharacters(text, start, end) >= least) return [start, end]
    start = end + 1
  }
  return undefined
}

function countCharacters(text: string, start: number, end: number): number {
  let count = 0
  for (let at = start; at < end; count++) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
  return count
}

/** How many characters of texts one expression remembers places in. */
const mostKept = 32_768
