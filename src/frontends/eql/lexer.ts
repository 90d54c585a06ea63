import { type Diagnostic, diagnostic, type Span } from '../../base/index.ts'

/** The words and signs of EQL. Comments and blanks are left out. */
export type TokenKind =
  | 'word'
  /** A word with its `~`: `like~`, `endsWith~`. */
  | 'tilde_word'
  /** In backticks. */
  | 'quoted_name'
  | 'text'
  | 'raw_text'
  | 'number'
  | 'sign'
  | 'unknown'
  /** A text, a name or a comment that has been reported: what it means is not known. */
  | 'broken'
  | 'end'

export interface Token {
  readonly kind: TokenKind
  /** What it says: a text without its quotes and escapes, anything else as written. */
  readonly text: string
  readonly span: Span
}

const wordPattern = /[A-Za-z_@][A-Za-z0-9_]*~?/y
const numberPattern = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y
const digitsPattern = /\d+/y
const signPattern = /!\[|==|!=|<=|>=|[:=<>+\-*/%.,[\]()|?!]/y

/** Cuts a query into tokens, the last of which is its end. Never throws; takes linear time. */
export function tokensOf(text: string, report: (diagnostic: Diagnostic) => void): readonly Token[] {
  const lexer = new Lexer(text, report)
  return lexer.readAll()
}

class Lexer {
  readonly #text: string
  readonly #report: (diagnostic: Diagnostic) => void
  readonly #tokens: Token[] = []
  #at = 0

  constructor(text: string, report: (diagnostic: Diagnostic) => void) {
    this.#text = text
    this.#report = report
  }

  readAll(): readonly Token[] {
    for (;;) {
      this.#skipBlanks()
      if (this.#at >= this.#text.length) break
      this.#readToken()
    }
    const end = this.#text.length
    this.#tokens.push({ kind: 'end', text: '', span: { start: end, end } })
    return this.#tokens
  }

  /** Blanks, and comments: `// …` to the end of the line, or between slash and star. */
  #skipBlanks(): void {
    const text = this.#text
    for (;;) {
      const character = text[this.#at]
      if (character === undefined) return
      if (/\s/.test(character)) this.#at++
      else if (text.startsWith('//', this.#at)) {
        const end = text.indexOf('\n', this.#at)
        this.#at = end < 0 ? text.length : end
      } else if (text.startsWith('/*', this.#at)) this.#skipComment()
      else return
    }
  }

  #skipComment(): void {
    const start = this.#at
    const end = this.#text.indexOf('*/', start + 2)
    this.#at = end < 0 ? this.#text.length : end + 2
    if (end >= 0) return
    const span = { start, end: start + 2 }
    this.#report(diagnostic('eql/syntax', span, 'the comment has no end; “*/” is missing'))
    this.#push('broken', this.#text.slice(start), start)
  }

  #readToken(): void {
    const start = this.#at
    const text = this.#text
    const character = text[start] ?? ''
    if (character === '`') this.#readQuotedName()
    else if (text.startsWith('"""', start)) this.#readRawText()
    else if (character === '"' || character === "'") this.#readText(start)
    else if (/^\?["']/.test(text.slice(start, start + 2))) this.#readOldRawText()
    else this.#readPlainToken(start)
  }

  #readPlainToken(start: number): void {
    const word = this.#match(wordPattern)
    if (word !== undefined) {
      this.#push(word.endsWith('~') ? 'tilde_word' : 'word', word, start)
      return
    }
    // `.0` goes on with a field’s name where it follows one, and is a number elsewhere.
    const number = this.#match(this.#isAfterDot() ? digitsPattern : numberPattern)
    if (number !== undefined && !(number.startsWith('.') && this.#isAfterName())) {
      this.#push('number', number, start)
      return
    }
    const sign = this.#match(signPattern)
    if (sign !== undefined) this.#push('sign', sign, start)
    else {
      const unknown = String.fromCodePoint(this.#text.codePointAt(start) ?? 0)
      this.#push('unknown', unknown, start)
    }
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    return pattern.exec(this.#text)?.[0]
  }

  #isAfterName(): boolean {
    const last = this.#tokens.at(-1)
    const isName = last?.kind === 'word' || last?.kind === 'quoted_name'
    return (isName || this.#isIndex(last)) && last?.span.end === this.#at
  }

  /** A number in a field’s name: the `0` of `a.0.b`. */
  #isIndex(last: Token | undefined): boolean {
    return last?.kind === 'number' && /^\d+$/.test(last.text) && isDot(this.#tokens.at(-2))
  }

  #isAfterDot(): boolean {
    const last = this.#tokens.at(-1)
    return isDot(last) && last?.span.end === this.#at
  }

  #push(kind: TokenKind, text: string, start: number, end: number = start + text.length): void {
    this.#at = end
    this.#tokens.push({ kind, text, span: { start, end } })
  }

  /** A backtick inside is written twice. */
  #readQuotedName(): void {
    const start = this.#at
    const match = /`((?:[^`\r\n]|``)*)`/y
    match.lastIndex = start
    const found = match.exec(this.#text)
    if (found !== null) {
      const name = (found[1] ?? '').replaceAll('``', '`')
      this.#push('quoted_name', name, start, match.lastIndex)
      return
    }
    const end = this.#endOfLine(start)
    this.#failText(start, end, '“`” is missing')
  }

  /**
   * “Raw strings treat special characters, such as backslashes, as literal characters.” Up to two
   * more quotes after the closing ones belong to the text, as in Elasticsearch.
   */
  #readRawText(): void {
    const start = this.#at
    const close = this.#text.indexOf('"""', start + 3)
    if (close < 0) {
      const end = this.#endOfLine(start)
      this.#failText(start, end, 'the three closing quotes are missing')
      return
    }
    let last = close
    while (last < close + 2 && this.#text[last + 3] === '"') last++
    this.#push('raw_text', this.#text.slice(start + 3, last), start, last + 3)
  }

  /** `?"…"` and `?'…'`: the raw texts of the older language. */
  #readOldRawText(): void {
    const start = this.#at
    const quote = this.#text[start + 1] ?? ''
    let end = start + 2
    while (end < this.#text.length && !/[\r\n]/.test(this.#text[end] ?? '')) {
      if (this.#text[end] === quote) break
      end += this.#text[end] === '\\' && this.#text[end + 1] === quote ? 2 : 1
    }
    const isClosed = this.#text[end] === quote
    const content = this.#text.slice(start + 2, end).replaceAll(`\\${quote}`, quote)
    if (!isClosed) {
      this.#failText(start, end, `“${quote}” is missing`)
      return
    }
    this.#reportOld(start, end + 1, 'raw texts stand in three quotes: """…"""')
    this.#push('raw_text', content, start, end + 1)
  }

  #readText(start: number): void {
    const text = this.#text
    const quote = text[start] ?? ''
    let content = ''
    let isValid = true
    let from = start + 1
    let at = from
    while (at < text.length && !/["'\\\r\n]/.test(text[at] ?? '')) at++
    for (;;) {
      const character = text[at]
      if (character === undefined || character === '\r' || character === '\n') {
        this.#failText(start, at, `“${quote}” is missing`)
        return
      }
      if (character === quote) {
        content += text.slice(from, at)
        if (quote === "'") this.#reportOld(start, at + 1, 'texts stand in double quotes')
        this.#push(isValid ? 'text' : 'broken', content, start, at + 1)
        return
      }
      if (character === '\\') {
        content += text.slice(from, at)
        const { value, end } = this.#readEscape(at)
        if (value === undefined) isValid = false
        content += value ?? ''
        from = end
        at = end
      } else at++
    }
  }

  /** `\n`, `\"`, `\u{200f}`; an unknown one has no value. */
  #readEscape(at: number): { readonly value: string | undefined; readonly end: number } {
    const letter = this.#text[at + 1] ?? ''
    const plain = escapes.get(letter)
    if (plain !== undefined) return { value: plain, end: at + 2 }
    const hex = /\\u\{([0-9a-fA-F]{2,8})\}/y
    hex.lastIndex = at
    const code = hex.exec(this.#text)?.[1]
    const number = code === undefined ? Number.NaN : Number.parseInt(code, 16)
    if (number <= 0x10ffff && !(number >= 0xd800 && number <= 0xdfff)) {
      return { value: String.fromCodePoint(number), end: hex.lastIndex }
    }
    if (/^[\r\n]?$/.test(letter)) return { value: undefined, end: at + 1 }
    const end = code === undefined ? at + 2 : hex.lastIndex
    const text = this.#text.slice(at, end)
    const help = 'a backslash itself is written twice; in """…""" it stands for itself'
    const message = `“${text}” is no escape`
    this.#report(diagnostic('eql/invalid-escape', { start: at, end }, message, help))
    return { value: undefined, end }
  }

  #endOfLine(from: number): number {
    const end = /[\r\n]/g
    end.lastIndex = from
    return end.exec(this.#text)?.index ?? this.#text.length
  }

  #failText(start: number, end: number, message: string): void {
    const span = { start, end }
    this.#report(diagnostic('eql/unterminated-text', span, `the text has no end: ${message}`))
    this.#push('broken', this.#text.slice(start, end), start, end)
  }

  #reportOld(start: number, end: number, help: string): void {
    const message = 'Elasticsearch does not take this form of a text'
    this.#report(diagnostic('eql/other-dialect', { start, end }, message, help))
  }
}

function isDot(token: Token | undefined): boolean {
  return token?.kind === 'sign' && token.text === '.'
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['t', '\t'],
  ['n', '\n'],
  ['f', '\f'],
  ['r', '\r'],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
])
