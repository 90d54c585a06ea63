/**
 * The arguments of a command line, as Windows’ C runtime takes it apart.
 *
 * “2n backslashes followed by a quotation mark produce n backslashes and begin or end a quoted string”;
 * with one more, the quotation mark is literal; two quotation marks in a quoted string are one. Blanks
 * and tabs outside of quoted strings separate arguments.
 */
export function splitCommandLine(line: string): readonly string[] {
  const found: string[] = []
  let argument = ''
  let isOpen = false
  let isQuoted = false
  for (let at = 0; at < line.length; at++) {
    const unit = line[at] ?? ''
    if (!isQuoted && (unit === ' ' || unit === '\t')) {
      if (isOpen) found.push(argument)
      argument = ''
      isOpen = false
      continue
    }
    isOpen = true
    if (unit === '\\') {
      let run = 1
      while (line[at + run] === '\\') run++
      const isBeforeQuote = line[at + run] === '"'
      argument += '\\'.repeat(isBeforeQuote ? Math.floor(run / 2) : run)
      at += run - 1
      if (isBeforeQuote && run % 2 === 1) {
        argument += '"'
        at++
      }
    } else if (unit === '"') {
      if (isQuoted && line[at + 1] === '"') {
        argument += '"'
        at++
      }
      isQuoted = !isQuoted
    } else argument += unit
  }
  if (isOpen) found.push(argument)
  return found
}
