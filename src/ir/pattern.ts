/**
 * Text patterns as lists of tokens. Every language has its own escapes; a front end reads them once,
 * and from then on a star is a token and a backslash is a backslash.
 */

export type PatternToken = Literal | AnyOne | AnyRun | OneOf

/** Text that stands for itself. */
export interface Literal {
  readonly kind: 'literal'
  readonly text: string
}

/** Exactly one character, whichever (`?`). */
export interface AnyOne {
  readonly kind: 'any_one'
}

/** Any number of characters, none included (`*`). */
export interface AnyRun {
  readonly kind: 'any_run'
}

/** Exactly one of some characters: what `windash` makes of a dash. */
export interface OneOf {
  readonly kind: 'one_of'
  readonly characters: string
}

export type Pattern = readonly PatternToken[]

export const anyOne: AnyOne = { kind: 'any_one' }
export const anyRun: AnyRun = { kind: 'any_run' }

export function literal(text: string): Literal {
  return { kind: 'literal', text }
}

/** A pattern in normal form: no empty literals, neighbours joined, no two runs in a row. */
export function pattern(tokens: readonly PatternToken[]): Pattern {
  const normal: PatternToken[] = []
  for (const token of tokens) {
    const last = normal.at(-1)
    if (token.kind === 'literal') {
      if (token.text === '') continue
      if (last?.kind === 'literal') normal[normal.length - 1] = literal(last.text + token.text)
      else normal.push(token)
    } else if (!(token.kind === 'any_run' && last?.kind === 'any_run')) normal.push(token)
  }
  return normal
}

/** The text of a pattern that is nothing but text, or `undefined` if it has a wildcard. */
export function findLiteralText(tokens: Pattern): string | undefined {
  if (tokens.length === 0) return ''
  const [only] = tokens
  return tokens.length === 1 && only?.kind === 'literal' ? only.text : undefined
}

/**
 * The pattern as a person writes it, with `*` and `?` for wildcards and a backslash before a star,
 * a question mark, or a backslash that stands before one of those.
 */
export function printPattern(tokens: Pattern): string {
  return tokens.map((token, i) => printToken(token, tokens[i + 1])).join('')
}

function printToken(token: PatternToken, next: PatternToken | undefined): string {
  switch (token.kind) {
    case 'any_one':
      return '?'
    case 'any_run':
      return '*'
    case 'one_of':
      return `[${token.characters}]`
    case 'literal': {
      const text = token.text.replace(
        /(\\*)([*?])/g,
        (_, slashes: string, wild: string) => `${slashes}${slashes}\\${wild}`,
      )
      // Backslashes before a wildcard would otherwise read as its escape.
      return next === undefined ? text : text.replace(/\\+$/, slashes => slashes + slashes)
    }
  }
}
