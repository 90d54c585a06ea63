/** How many columns of a terminal a text takes: wide characters two, combining ones none. */
export function textWidth(text: string): number {
  let width = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) continue
    if (/\p{Mn}|\p{Me}|\p{Cf}/u.test(character)) continue
    const isWide =
      (code >= 0x1100 && code <= 0x115f) ||
      (code >= 0x2e80 && code <= 0xa4cf) ||
      (code >= 0xac00 && code <= 0xd7a3) ||
      (code >= 0xf900 && code <= 0xfaff) ||
      (code >= 0xfe30 && code <= 0xfe6f) ||
      (code >= 0xff00 && code <= 0xff60) ||
      (code >= 0xffe0 && code <= 0xffe6) ||
      (code >= 0x1f300 && code <= 0x1faff) ||
      (code >= 0x20000 && code <= 0x3fffd)
    width += isWide ? 2 : 1
  }
  return width
}

/**
 * Breaks a text into lines of at most `width` columns: at blanks where it can, inside a word where
 * it must. Nothing is dropped; line breaks of the text stay.
 */
export function wrapText(text: string, width: number): readonly string[] {
  const limit = Math.max(width, 1)
  return text.split(/\r?\n/).flatMap(paragraph => wrapLine(paragraph, limit))
}

function wrapLine(line: string, width: number): readonly string[] {
  if (textWidth(line) <= width) return [line]
  const lines: string[] = []
  let current = ''
  for (const piece of line.match(/\s+|\S+/g) ?? []) {
    if (textWidth(current + piece) <= width) {
      current += piece
      continue
    }
    if (/^\s/.test(piece)) {
      // The blank that the line breaks at.
      if (current !== '') lines.push(current)
      current = ''
      continue
    }
    if (current.trim() !== '') lines.push(current.trimEnd())
    current = ''
    for (const character of piece) {
      if (textWidth(current + character) > width) {
        lines.push(current)
        current = ''
      }
      current += character
    }
  }
  if (current !== '') lines.push(current.trimEnd())
  return lines.length === 0 ? [''] : lines
}

/**
 * Makes what would steer the terminal visible: values of rules and logs are other people’s text, and
 * must not move the cursor, change colours or hide characters.
 */
export function visible(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
