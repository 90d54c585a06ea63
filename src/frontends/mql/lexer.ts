import { type Diagnostic, diagnostic, type Span } from '../../base/index.ts'

/** The words and signs of MQL. Comments and blanks are left out. */
export type MqlTokenKind =
  | 'word'
  /** A word with its `~`: `in~`. */
  | 'tilde_word'
  /** `$name` */
  | 'list'
  | 'text'
  /** In single quotes. */
  | 'raw_text'
  | 'number'
  /** One dot or several in a row. */
  | 'dots'
  | 'sign'
  | 'unknown'
  /** A text or a comment that has been reported: what it means is not known. */
  | 'broken'
  | 'end'

export interface MqlToken {
  readonly kind: MqlTokenKind
  /** What it says: a text without its quotes and escapes, a list without its dollar. */
  readonly text: string
  readonly span: Span
}

const plainTokens = [
  ['tilde_word', /in~/y],
  ['word', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['number', /\d+(?:\.\d+)?(?![.\w])|\d+/y],
  ['dots', /\.+/y],
  ['sign', /==|!=|=~|!~|<=|>=|[=<>+\-*/%,[\]()]/y],
] as const
const namePattern = /[A-Za-z0-9_]+/y

/** Cuts a query into tokens, the last of which is its end. Never throws; takes linear time. */
export function mqlTokensOf(
  text: string,
  report: (diagnostic: Diagnostic) => void,
): readonly MqlToken[] {
  return new Lexer(text, report).readAll()
}

class Lexer {
  readonly #text: string
  readonly #report: (diagnostic: Diagnostic) => void
  readonly #tokens: MqlToken[] = []
  #at = 0

  constructor(text: string, report: (diagnostic: Diagnostic) => void) {
    this.#text = text
    this.#report = report
  }

  readAll(): readonly MqlToken[] {
    for (;;) {
      this.#skipBlanks()
      if (this.#at >= this.#text.length) break
      this.#readToken()
    }
    this.#push('end', '', this.#text.length, this.#text.length)
    return this.#tokens
  }

  /** Blanks, and comments: `// …` and `# …` to the end of the line, or between slash and star. */
  #skipBlanks(): void {
    const text = this.#text
    for (;;) {
      const character = text[this.#at]
      if (character === undefined) return
      if (/[\s\ufeff]/.test(character)) this.#at++
      else if (character === '#' || text.startsWith('//', this.#at)) {
        const end = text.indexOf('\n', this.#at)
        this.#at = end < 0 ? text.length : end
      } else if (text.startsWith('/*', this.#at)) this.#skipComment()
      else return
    }
  }

  #skipComment(): void {
    const start = this.#at
    const end = this.#text.indexOf('*/', start + 2)
    if (end >= 0) {
      this.#at = end + 2
      return
    }
    const span = { start, end: start + 2 }
    this.#report(diagnostic('mql/unterminated', span, 'the comment has no end', 'write “*/”'))
    this.#push('broken', this.#text.slice(start), start, this.#text.length)
  }

  #readToken(): void {
    const start = this.#at
    switch (this.#text[start]) {
      case '"':
        this.#readText(start)
        break
      case "'":
        this.#readRawText(start)
        break
      case '$': {
        const name = this.#match(namePattern, start + 1)
        if (name === undefined) this.#push('unknown', '$', start, start + 1)
        else this.#push('list', name, start, start + 1 + name.length)
        break
      }
      default:
        this.#readPlainToken(start)
    }
  }

  #readPlainToken(start: number): void {
    for (const [kind, pattern] of plainTokens) {
      const found = this.#match(pattern, start)
      if (found === undefined) continue
      this.#push(kind, found, start, start + found.length)
      return
    }
    const unknown = String.fromCodePoint(this.#text.codePointAt(start) ?? 0)
    this.#push('unknown', unknown, start, start + unknown.length)
  }

  #match(pattern: RegExp, at: number): string | undefined {
    pattern.lastIndex = at
    return pattern.exec(this.#text)?.[0]
  }

  #push(kind: MqlTokenKind, text: string, start: number, end: number): void {
    this.#at = end
    this.#tokens.push({ kind, text, span: { start, end } })
  }

  /** “No escape sequences are supported within a raw string. However, two single quotes '' can be used”. */
  #readRawText(start: number): void {
    let content = ''
    let from = start + 1
    for (;;) {
      const quote = this.#text.indexOf("'", from)
      if (quote < 0) {
        this.#fail(start, this.#endOfLine(start), "'")
        return
      }
      content += this.#text.slice(from, quote)
      if (this.#text[quote + 1] !== "'") {
        this.#push('raw_text', content, start, quote + 1)
        return
      }
      content += "'"
      from = quote + 2
    }
  }

  #readText(start: number): void {
    const text = this.#text
    let content = ''
    let isValid = true
    let at = start + 1
    let from = at
    for (;;) {
      const character = text[at]
      if (character === undefined) {
        this.#fail(start, this.#endOfLine(start), '"')
        return
      }
      if (character === '"') {
        content += text.slice(from, at)
        this.#push(isValid ? 'text' : 'broken', content, start, at + 1)
        return
      }
      if (character !== '\\') {
        at++
        continue
      }
      content += text.slice(from, at)
      const { value, end } = this.#readEscape(at)
      if (value === undefined) isValid = false
      content += value ?? ''
      at = end
      from = end
    }
  }

  /** `\n`, `\"`, `\u{200f}`; “an unrecognized character … causes a syntax error”. */
  #readEscape(at: number): { readonly value: string | undefined; readonly end: number } {
    const letter = this.#text[at + 1] ?? ''
    const plain = escapes.get(letter)
    if (plain !== undefined) return { value: plain, end: at + 2 }
    const code = /\\u\{([0-9a-fA-F]{2,8})\}/y
    code.lastIndex = at
    const found = code.exec(this.#text)
    const number = found === null ? Number.NaN : Number.parseInt(found[1] ?? '', 16)
    if (number > 0 && number <= 0x10ffff && !(number >= 0xd800 && number <= 0xdfff)) {
      return { value: String.fromCodePoint(number), end: code.lastIndex }
    }
    const end = letter === '' ? at + 1 : Math.max(code.lastIndex, at + 2)
    const span = { start: at, end }
    const message = `“${this.#text.slice(at, end)}” is no escape`
    const help = 'write two backslashes, or the text in single quotes'
    this.#report(diagnostic('mql/invalid-escape', span, message, help))
    return { value: undefined, end }
  }

  #endOfLine(from: number): number {
    const end = /[\r\n]/g
    end.lastIndex = from
    return end.exec(this.#text)?.index ?? this.#text.length
  }

  #fail(start: number, end: number, missing: string): void {
    const span = { start, end }
    const help = `“${missing}” is missing`
    this.#report(diagnostic('mql/unterminated', span, 'the text has no end', help))
    this.#push('broken', this.#text.slice(start, end), start, end)
  }
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['r', '\r'],
  ['n', '\n'],
  ['t', '\t'],
  ["'", "'"],
  ['"', '"'],
  ['\\', '\\'],
])
