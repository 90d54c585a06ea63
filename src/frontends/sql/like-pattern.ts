import {
  anyOne,
  anyRun,
  literal,
  type Pattern,
  type PatternToken,
  pattern,
} from '../../ir/index.ts'

/**
 * The pattern of `LIKE`: `_` is one character, `%` any run. “There is no default escape character”; one
 * that `ESCAPE` names makes the next character a plain one.
 *
 *     C:\Windows\% → literal “C:\Windows\”, any run
 */
export function readLikePattern(text: string, escapeMark: string | undefined): Pattern {
  const tokens: PatternToken[] = []
  let plain = ''
  const flush = (): void => {
    tokens.push(literal(plain))
    plain = ''
  }
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === escapeMark && at + 1 < text.length) plain += text.charAt(++at)
    else if (character === '%' || character === '_') {
      flush()
      tokens.push(character === '%' ? anyRun : anyOne)
    } else plain += character
  }
  flush()
  return pattern(tokens)
}

/** SQLite’s `GLOB`: `*`, `?`, and `[abc]`; `undefined` for sets that are ranges or denied. */
export function readGlobPattern(text: string): Pattern | undefined {
  const tokens: PatternToken[] = []
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '*') tokens.push(anyRun)
    else if (character === '?') tokens.push(anyOne)
    else if (character === '[') {
      const end = text.indexOf(']', at + 2)
      const characters = text.slice(at + 1, end < 0 ? undefined : end)
      if (end < 0 || /^[\^!]|-/.test(characters)) return undefined
      tokens.push({ kind: 'one_of', characters })
      at = end
    } else tokens.push(literal(character))
  }
  return pattern(tokens)
}

/**
 * A pattern for a matcher that heeds case, where only ASCII letters are to match in either case:
 * “SQLite only understands upper/lower case for ASCII characters by default.”
 */
export function withAsciiCases(tokens: Pattern): Pattern {
  return pattern(
    tokens.flatMap((token): readonly PatternToken[] => {
      if (token.kind !== 'literal') return [token]
      return [...token.text].map(character =>
        /[a-z]/i.test(character)
          ? { kind: 'one_of', characters: character.toLowerCase() + character.toUpperCase() }
          : literal(character),
      )
    }),
  )
}

/** Whether the whole of a text follows a pattern: a star takes more only when what is behind it fails. */
export function followsPattern(text: string, tokens: Pattern): boolean {
  const units = tokens.flatMap((token): readonly PatternToken[] =>
    token.kind === 'literal' ? [...token.text].map(literal) : [token],
  )
  const characters = [...text]
  let at = 0
  let unit = 0
  let retryUnit = -1
  let retryAt = 0
  while (at < characters.length) {
    const token = units[unit]
    if (token?.kind === 'any_run') {
      retryUnit = unit++
      retryAt = at
    } else if (token !== undefined && takes(token, characters[at] ?? '')) {
      unit++
      at++
    } else {
      if (retryUnit < 0) return false
      unit = retryUnit + 1
      at = ++retryAt
    }
  }
  return units.slice(unit).every(({ kind }) => kind === 'any_run')
}

function takes(token: PatternToken, character: string): boolean {
  if (token.kind === 'any_one') return true
  if (token.kind === 'one_of') return token.characters.includes(character)
  return token.kind === 'literal' && token.text === character
}

/** Whether a text has letters beyond ASCII whose case differs. */
export function hasOtherCases(text: string): boolean {
  return [...text].some(c => c > '\x7f' && c.toLowerCase() !== c.toUpperCase())
}
