import type { Span } from '../base/index.ts'

/**
 * Cuts a query into terms. No character needs escaping: a backslash is a backslash, a quote inside of a word is a
 * quote, a bracket that a word opens belongs to the word, and a phrase ends at the first quote that stands
 * before a space, a closing bracket or the end.
 */

export const spaceAt: RegExp = /\s/

/** A piece of the text that was read, with where the reading goes on. */
export interface Piece {
  readonly text: string
  readonly span: Span
}

export interface QuotedPiece extends Piece {
  readonly isClosed: boolean
}

/** What ends a term in its place. */
export interface TermEnd {
  /** Inside of brackets a `)` that the term did not open ends it. */
  readonly isBracketed: boolean
  /** In a list a comma ends a value. */
  readonly isListed: boolean
}

/**
 * A phrase, from the quote at `start` on:
 *
 *     "cmd /c "whoami" x"  →  cmd /c "whoami" x
 */
export function readQuoted(text: string, start: number, { isListed }: TermEnd): QuotedPiece {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] !== '"') continue
    const next = text[i + 1]
    const isEnd = next === undefined || next === ')' || spaceAt.test(next)
    if (isEnd || (isListed && next === ',')) {
      return { text: text.slice(start + 1, i), span: { start, end: i + 1 }, isClosed: true }
    }
  }
  return { text: text.slice(start + 1), span: { start, end: text.length }, isClosed: false }
}

/** A word, up to a space or what else ends it. */
export function readBare(text: string, start: number, { isBracketed, isListed }: TermEnd): Piece {
  let opened = 0
  let i = start
  for (; i < text.length; i++) {
    const character = text.charAt(i)
    if (spaceAt.test(character) || (isListed && character === ',')) break
    if (character === '(') opened++
    if (character === ')') {
      if (opened > 0) opened--
      else if (isBracketed) break
    }
  }
  return { text: text.slice(start, i), span: { start, end: i } }
}
