import { anyOne, anyRun, literal, type Pattern, pattern } from '../../ir/index.ts'

/**
 * The pattern of `:`, `like` and `wildcard`. “The `*` wildcard matches zero or more characters”,
 * “the `?` wildcard matches exactly one character”. Nothing escapes them: a backslash is a
 * backslash, so that `"C:\\Users\\*"` ends in one and a star.
 */
export function toPattern(text: string): Pattern {
  return pattern(
    text.split(/([*?])/).map(piece => {
      if (piece === '*') return anyRun
      return piece === '?' ? anyOne : literal(piece)
    }),
  )
}
