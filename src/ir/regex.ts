import { RE2JS, RE2JSException } from 're2js'
import type { Regex } from './expression.ts'

/** A regular expression that runs in time linear in its input, or why there is none. */
export type CompiledRegex =
  | { readonly kind: 'compiled'; readonly program: RE2JS }
  /** Not a regular expression in any dialect. */
  | { readonly kind: 'invalid'; readonly message: string }
  /** A regular expression that needs look-around, back-references or the like. */
  | { readonly kind: 'unsupported'; readonly message: string }

/** What backtracking dialects have and a linear-time engine cannot have. */
const backtracking = /\(\?(?:[=!>]|<[=!])|\\[1-9]|\\k<|[+*?}]\+|\(\?\(/

/** Compiles the expression for RE2's linear-time matching; never throws. */
export function compileRegex(regex: Regex): CompiledRegex {
  const flags =
    (regex.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) |
    (regex.multiline ? RE2JS.MULTILINE : 0) |
    (regex.dotAll ? RE2JS.DOTALL : 0)
  try {
    return { kind: 'compiled', program: RE2JS.compile(regex.source, flags) }
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    const message = error.message.replace(/^error parsing regexp: /, '')
    return { kind: backtracking.test(regex.source) ? 'unsupported' : 'invalid', message }
  }
}
