/** What may part the cells of a row, in the order in which they count when there are as many of two. */
export const delimiters: readonly string[] = [',', '\t', ';', '|']

/**
 * Whether a row goes on after `line`, because a quote is open at its end. `isOpen` says whether one was
 * open before it. A quote opens only where a cell begins, and closes wherever it is not doubled.
 */
export function isQuoteOpen(line: string, delimiter: string, isOpen: boolean): boolean {
  let at = 0
  if (isOpen) {
    at = closeQuote(line, 0)
    if (at < 0) return true
  } else if (!line.includes('"')) return false
  for (;;) {
    // Here a cell begins, or what stands behind the closed quote of one.
    if (line[at] === '"' && (at === 0 ? !isOpen : line[at - 1] === delimiter)) {
      at = closeQuote(line, at + 1)
      if (at < 0) return true
    }
    const next = line.indexOf(delimiter, at)
    if (next < 0) return false
    at = next + 1
  }
}

/** The index behind the quote that closes; negative when there is none. */
function closeQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at + 1
  }
  return -1
}

/**
 * The cells of a whole row (RFC 4180). What stands behind a closed quote belongs to the cell as it is,
 * and so do quotes inside a cell that does not begin with one.
 */
export function splitCells(row: string, delimiter: string): readonly string[] {
  if (!row.includes('"')) return row.split(delimiter)
  const cells: string[] = []
  let at = 0
  for (;;) {
    let cell = ''
    if (row[at] === '"') {
      const end = closeQuote(row, at + 1)
      const quoted = end < 0 ? row.slice(at + 1) : row.slice(at + 1, end - 1)
      cell = quoted.replaceAll('""', '"')
      at = end < 0 ? row.length : end
    }
    const next = row.indexOf(delimiter, at)
    cells.push(cell + row.slice(at, next < 0 ? row.length : next))
    if (next < 0) return cells
    at = next + 1
  }
}

/** The delimiter that a header has most often outside quotes; a comma when it has none. */
export function delimiterOf(header: string): string {
  const bare = header.replaceAll(/"(?:[^"]|"")*"/g, '')
  let best = ','
  let most = 0
  for (const delimiter of delimiters) {
    const count = bare.split(delimiter).length - 1
    if (count > most) {
      most = count
      best = delimiter
    }
  }
  return best
}
