import {
  anyOne,
  anyRun,
  literal,
  type Pattern,
  type PatternToken,
  pattern,
} from '../../../ir/index.ts'

/**
 * A pattern of `fnmatch`: “* matches everything, ? matches any single character, [seq] matches any character
 * in seq”. `undefined` for `[!seq]` and ranges, which a pattern of the logic cannot say.
 */
export function toWildcard(text: string): Pattern | undefined {
  const tokens: PatternToken[] = []
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? ''
    if (character === '*') tokens.push(anyRun)
    else if (character === '?') tokens.push(anyOne)
    else if (character === '[' && text.indexOf(']', at + 2) > 0) {
      const end = text.indexOf(']', at + 2)
      const characters = text.slice(at + 1, end)
      if (/^!|.-./.test(characters)) return undefined
      tokens.push({ kind: 'one_of', characters })
      at = end
    } else tokens.push(literal(character))
  }
  return pattern(tokens)
}
