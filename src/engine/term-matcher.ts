import type { Pattern } from '../ir/index.ts'
import { type At, findSegment } from './pattern-matcher.ts'

/** The ends of a find that must be ends of terms. */
export type TermEnds = 'start' | 'end' | 'both'

/**
 * The first place where a pattern without runs stands as whole terms: maximal runs of letters and
 * digits, of any script. A find may hold several terms and what is between them.
 *
 *     has "shell"         in "power-shell.exe" yes, in "powershell.exe" no
 *     has_prefix "power"  in "powershell.exe" yes
 */
export function findTerm(tokens: Pattern, text: string, ends: TermEnds): At | undefined {
  for (let from = 0; from <= text.length; from++) {
    const at = findSegment(tokens, text, from)
    if (at === undefined) return undefined
    if (
      (ends === 'end' || isBoundary(text, at[0])) &&
      (ends === 'start' || isBoundary(text, at[1]))
    ) {
      return at
    }
    from = at[0]
  }
  return undefined
}

/** Whether no term goes on across an offset. */
function isBoundary(text: string, offset: number): boolean {
  const before = text.slice(Math.max(0, offset - 2), offset)
  return !(/[\p{L}\p{N}]$/u.test(before) && /^[\p{L}\p{N}]/u.test(text.slice(offset, offset + 2)))
}
