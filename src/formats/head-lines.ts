/** The first lines of a log that begins with `text`, without blank ones; a line that may be cut only alone. */
export function headLines(text: string): readonly string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/, 12)
  const whole = lines.length > 1 && lines.length < 12 ? lines.slice(0, -1) : lines
  return whole.filter(line => line.trim() !== '')
}
