/** A text, whose blanks count; a comment; or blanks. */
const piece =
  /@"(?:[^"\n]|"")*"|@'(?:[^'\n]|'')*'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\s+/g

/** A piece of a query in one line, without its comments. */
export function toPlainText(text: string): string {
  return text
    .replace(piece, found => (/^(?:\s|\/\/)/.test(found) ? ' ' : found))
    .replace(/ {2,}/g, ' ')
    .trim()
}
