import { anyRun, literal, type Pattern, type PatternToken, pattern } from '../../ir/index.ts'

/**
 * “To pass a literal backslash in an argument to an SPL command, you must escape the backslash by using the
 * double-slash (\\) string.” A quotation mark and a pipe are escaped likewise; before anything else
 * a backslash is one.
 */
export function unescapeText(raw: string): string {
  return raw.replace(/\\([\\"|])/g, '$1')
}

/**
 * The pattern that a word of a search is. “SPL uses the asterisk ( * ) as a wildcard character. The backslash
 * symbol can't be used to escape the asterisk in search strings.” A question mark is one.
 */
export function readSearchPattern(raw: string): Pattern {
  const tokens: PatternToken[] = []
  for (const [piece] of raw.matchAll(/\\[\s\S]|\*|[^\\*]+|\\/g)) {
    if (piece === '*') tokens.push(anyRun)
    else if (piece === '\\*') tokens.push(literal('\\'), anyRun)
    else tokens.push(literal(unescapeText(piece)))
  }
  return pattern(tokens)
}

/** The first backslash of a text that stands before a character that needs none: `\W`. */
export function findStrayBackslash(raw: string): string | undefined {
  return /^(?:[^\\]|\\[\\"|])*(\\[^\\"|])/.exec(raw)?.[1]
}

/** A pattern of `like`: “the percent ( % ) symbol for multiple characters, the underscore for a single one”. */
export function readLikePattern(text: string): Pattern {
  const tokens: PatternToken[] = []
  for (const [piece] of text.matchAll(/[%_]|[^%_]+/g)) {
    if (piece === '%') tokens.push(anyRun)
    else if (piece === '_') tokens.push({ kind: 'any_one' })
    else tokens.push(literal(piece))
  }
  return pattern(tokens)
}
