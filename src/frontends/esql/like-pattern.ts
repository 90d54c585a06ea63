import {
  anyOne,
  anyRun,
  literal,
  type Pattern,
  type PatternToken,
  pattern,
} from '../../ir/index.ts'

export interface LikePattern {
  readonly tokens: Pattern
  /** A backslash stands before a character that needs none, which probably was to be a backslash. */
  readonly strayEscape: string | undefined
}

/**
 * The pattern of `LIKE`: “`*` matches zero or more characters. `?` matches one character.” A backslash
 * makes the next character a plain one, whichever it is.
 *
 *     C:\\Windows\\* → literal “C:\Windows\”, any run
 */
export function readLikePattern(text: string): LikePattern {
  const tokens: PatternToken[] = []
  let strayEscape: string | undefined
  let plain = ''
  const flush = (): void => {
    tokens.push(literal(plain))
    plain = ''
  }
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '\\' && at + 1 < text.length) {
      const next = text.charAt(++at)
      if (!/[\\*?]/.test(next)) strayEscape ??= `\\${next}`
      plain += next
    } else if (character === '*' || character === '?') {
      flush()
      tokens.push(character === '*' ? anyRun : anyOne)
    } else plain += character
  }
  flush()
  return { tokens: pattern(tokens), strayEscape }
}
