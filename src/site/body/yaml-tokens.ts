/** A part of a text that is shown in its own colour. */
export interface BodyToken {
  readonly kind: 'key' | 'string' | 'comment'
  readonly start: number
  readonly end: number
}

/**
 * The keys, quoted strings and comments of YAML, in order: enough for colour, in one pass over the text. What is
 * no YAML gives tokens too, wrong ones perhaps, but never text that is not there.
 *
 *     Image|endswith: '\frpc.exe' # a comment
 *     key             string      comment
 */
export function yamlTokens(text: string): readonly BodyToken[] {
  const tokens: BodyToken[] = []
  let at = 0
  /** Lines that are indented deeper belong to a block scalar; -1 outside of one. */
  let blockIndent = -1
  while (at < text.length) {
    const lineEnd = endOfLine(text, at)
    const first = skipSpaces(text, at, lineEnd)
    const indent = first - at
    if (blockIndent >= 0 && (first === lineEnd || indent > blockIndent)) {
      at = lineEnd + 1
      continue
    }
    blockIndent = -1
    const line = scanLine(text, first, lineEnd, tokens)
    if (line.opensBlock) blockIndent = indent
    at = line.end + 1
  }
  return tokens
}

interface ScannedLine {
  /** The end of the line that the scan came to: a quoted string may have led it on. */
  readonly end: number
  readonly opensBlock: boolean
}

function scanLine(text: string, first: number, lineEnd: number, tokens: BodyToken[]): ScannedLine {
  let at = first
  while (text[at] === '-' && isGap(text, at + 1)) at = skipSpaces(text, at + 1, lineEnd)
  let keyStart = at
  let valueStart = at
  let hasKey = false
  let end = lineEnd
  while (at < end) {
    const character = text[at]
    if (character === '#' && (at === first || isGap(text, at - 1))) {
      tokens.push({ kind: 'comment', start: at, end })
      return { end, opensBlock: false }
    }
    if ((character === '"' || character === "'") && startsScalar(text, at, keyStart, valueStart)) {
      const stringEnd = endOfString(text, at)
      const isKey = !hasKey && text[stringEnd] === ':' && isGap(text, stringEnd + 1)
      tokens.push({ kind: isKey ? 'key' : 'string', start: at, end: stringEnd })
      if (isKey) hasKey = true
      if (stringEnd > end) end = endOfLine(text, stringEnd)
      at = stringEnd
      if (isKey) valueStart = skipSpaces(text, at + 1, end)
      keyStart = -1
      continue
    }
    if (character === ':' && !hasKey && keyStart >= 0 && at > keyStart && isGap(text, at + 1)) {
      tokens.push({ kind: 'key', start: keyStart, end: at })
      hasKey = true
      valueStart = skipSpaces(text, at + 1, end)
      if (/^[|>][-+\d]*\s*(#.*)?$/.test(text.slice(valueStart, Math.min(end, valueStart + 200)))) {
        return { end, opensBlock: true }
      }
    }
    at++
  }
  return { end, opensBlock: /^[|>][-+\d]*\s*$/.test(text.slice(valueStart, end).slice(0, 20)) }
}

/** Quotes inside of a plain scalar are part of it. */
function startsScalar(text: string, at: number, keyStart: number, valueStart: number): boolean {
  return at === keyStart || at === valueStart || /[[{,(\s]/.test(text[at - 1] ?? ' ')
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

function skipSpaces(text: string, from: number, end: number): number {
  let at = from
  while (at < end && (text[at] === ' ' || text[at] === '\t')) at++
  return at
}

function isGap(text: string, at: number): boolean {
  const character = text[at]
  return (
    character === undefined ||
    character === ' ' ||
    character === '\t' ||
    character === '\n' ||
    character === '\r'
  )
}

/** Strings that are not closed within 20,000 characters end with their line. */
const maxString = 20_000

function endOfString(text: string, start: number): number {
  const quote = text[start]
  const limit = Math.min(text.length, start + maxString)
  for (let at = start + 1; at < limit; at++) {
    if (quote === '"' && text[at] === '\\') at++
    else if (text[at] === quote) {
      if (quote === "'" && text[at + 1] === "'") at++
      else return at + 1
    }
  }
  return endOfLine(text, start)
}
