import { foldCase } from '../base/index.ts'

/**
 * Texts as search compares them: without case, and with one space for any run of white space. A *run* is a
 * maximal piece of either letters and digits or of other characters, spaces apart; the words of an index are
 * runs, so that punctuation can be searched for like anything else.
 *
 *     C:\Temp\frpc.exe -c  →  c  :\  temp  \  frpc  .  exe  -  c
 */

/** The form in which texts and what is searched for are compared. Half characters are lost: no UTF-8 holds them. */
export function normalText(text: string): string {
  const whole = /[\ud800-\udfff]/.test(text) ? text.replace(/\p{Surrogate}/gu, '\ufffd') : text
  return foldCase(whole.replace(/\s+/g, ' ').trim())
}

const space = 0
const letter = 1
const other = 2

/** What a UTF-16 code unit is; everything beyond ASCII is a letter. */
const classes: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code === 32) return space
  return /[a-z0-9]/i.test(String.fromCharCode(code)) ? letter : other
})

function classOf(code: number): number {
  return code < 128 ? (classes[code] ?? other) : letter
}

/** Whether a letter or digit stands there. */
export function isLetterAt(text: string, index: number): boolean {
  return index >= 0 && index < text.length && classOf(text.charCodeAt(index)) === letter
}

/** The runs of a text in normal form. HOT: over every text when an index is built. */
export function eachRun(text: string, visit: (run: string) => void): void {
  let start = 0
  let current = space
  for (let i = 0; i < text.length; i++) {
    const next = classOf(text.charCodeAt(i))
    if (next === current) continue
    if (current !== space) visit(text.slice(start, i))
    start = i
    current = next
  }
  if (current !== space) visit(text.slice(start))
}

/** The runs of a text in normal form, in their order. */
export function runsOf(text: string): readonly string[] {
  const runs: string[] = []
  eachRun(text, run => runs.push(run))
  return runs
}
