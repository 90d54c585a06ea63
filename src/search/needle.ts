import { isLetterAt, normalText } from './normal-text.ts'

/**
 * What is searched for in texts, and where it may stand. `inside`: anywhere. `whole`: no letter or digit on
 * either side, so that event 468 is not found in 4688, nor T1059 in T10591. `start`: at the beginning of a word.
 */
export interface Needle {
  /** In normal form, not empty. */
  readonly text: string
  readonly mode: 'inside' | 'whole' | 'start'
}

/** Below this a word is searched for in titles and names only: it stands in nearly every longer text. */
export const shortestInTexts = 3

const identifiers =
  /^(?:\d+|t\d{4}(?:\.\d{3})?|ta\d{4}|cve-\d{4}-\d{4,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** Of a free word: numbers, ATT&CK ids, CVEs and UUIDs are found whole, unless they stand in quotes. */
export function toNeedle(text: string, isQuoted: boolean): Needle {
  const normal = normalText(text)
  if (!isQuoted && identifiers.test(normal)) return { text: normal, mode: 'whole' }
  return { text: normal, mode: normal.length < shortestInTexts ? 'start' : 'inside' }
}

/** Of `value:`, `title:` and their like. */
export function toPart(text: string): Needle {
  return { text: normalText(text), mode: 'inside' }
}

/** The offset of the first place where the needle stands, from `from` on, in a text in normal form; else -1. */
export function findNeedle(text: string, { text: wanted, mode }: Needle, from = 0): number {
  let at = text.indexOf(wanted, from)
  while (at >= 0) {
    const isOpen = mode === 'inside' || !(isLetterAt(wanted, 0) && isLetterAt(text, at - 1))
    const end = at + wanted.length
    const isEnd =
      mode !== 'whole' || !(isLetterAt(wanted, wanted.length - 1) && isLetterAt(text, end))
    if (isOpen && isEnd) return at
    at = text.indexOf(wanted, at + 1)
  }
  return -1
}

/** How well it fits where it stands: 2 for whole words, 1 from the beginning of one, 0 within. */
export type Fit = 0 | 1 | 2

export function fitAt(text: string, at: number, length: number): Fit {
  const isOpen = isLetterAt(text, at) && isLetterAt(text, at - 1)
  if (isOpen) return 0
  const end = at + length
  return isLetterAt(text, end - 1) && isLetterAt(text, end) ? 1 : 2
}
