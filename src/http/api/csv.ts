/** One line of a table: quoted where it must be (RFC 4180), and ended. */
export function csvLine(cells: readonly (string | number | boolean | undefined)[]): string {
  return `${cells.map(cell => csvCell(cell)).join(',')}\r\n`
}

/**
 * A cell that begins like a formula gets an apostrophe before it: rules are other people’s text, and a
 * spreadsheet would compute it.
 */
function csvCell(cell: string | number | boolean | undefined): string {
  const text = String(cell ?? '')
  const isFormula = typeof cell === 'string' && /^[=+\-@\t\r]/.test(text)
  const safe = isFormula ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
