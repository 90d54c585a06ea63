import { delimiterOf, isQuoteOpen, splitCells } from './cells.ts'

/** A name as columns have it; prose has commas too, but a blank behind each. */
const columnName = /^[\p{L}_@#$.][\p{L}\p{N} _.@:/()#%$[\]-]{0,127}$/u

/**
 * Whether a text may be a table: a header of names, and a first row with as many cells.
 * `atLeast` says how many columns there have to be.
 */
export function isCsvHead(text: string, atLeast: number): boolean {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const isWhole = lines.length > 1
  let at = 0
  while (at < lines.length && isPreamble(lines[at] ?? '')) at++
  const header = lines[at]
  if (header === undefined) return false
  const stated = /^sep=(.)$/i.exec(lines[at - 1] ?? '')?.[1]
  const delimiter = stated ?? delimiterOf(header)
  if (isQuoteOpen(header, delimiter, false)) return false
  const names = splitCells(header, delimiter)
  const named = names.filter(name => name.trim() !== '')
  // A header longer than the head of the file has a last name that is cut; the others tell enough.
  if (named.length < atLeast || !named.every(name => columnName.test(name))) return false
  const row = lines.slice(at + 1).find(line => line !== '')
  if (!isWhole || row === undefined || isQuoteOpen(row, delimiter, false)) return true
  // The row may be cut too.
  const cells = splitCells(row, delimiter).length
  return row === lines.at(-1) ? cells <= names.length + 1 : Math.abs(cells - names.length) <= 1
}

function isPreamble(line: string): boolean {
  return line.trim() === '' || /^sep=.$/i.test(line) || /^"?#TYPE /.test(line)
}
