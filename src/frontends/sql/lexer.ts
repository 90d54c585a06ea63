import { type Diagnostic, diagnostic, type Span } from '../../base/index.ts'
import type { SqlDialectFacts } from './dialect.ts'

export interface SqlToken {
  readonly kind:
    | 'word'
    | 'quoted'
    | 'string'
    | 'number'
    | 'duration'
    | 'parameter'
    | 'template'
    | 'symbol'
    | 'end'
  /** A word in lower case, a text or a quoted name without its marks, else as written. */
  readonly value: string
  readonly span: Span
}

const blank = /\s+/y
const lineComment = /--[^\r\n]*/y
const slashComment = /\/\/[^\r\n]*/y
const word = /[\p{L}_][\p{L}\p{N}_$]*/uy
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y
const hexNumber = /0[xX][0-9a-fA-F]+/y
const duration = /\d+[A-Za-z]+/y
const parameter = /\$\w+\$|\$\w+|\?\d*|@\w+/y
const symbol = /=>|->|<=>|<=|>=|<>|!=|==|::|\|\||<<|>>|[,.()[\]{}=<>+\-*/%;:&|~^!]/y
const dollarTag = /\$\$/y
const plainText = /[^'\\]+/y

/** “\ooo ASCII character in octal notation, \xhh in hexadecimal notation, \uhhhh Unicode character”. */
const codeEscape = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))/y

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/** Reads a query token by token, in time linear in its length. */
export class SqlLexer {
  readonly text: string
  readonly diagnostics: Diagnostic[] = []
  private readonly dialect: SqlDialectFacts
  private at = 0
  /** Problems before this place have been told. */
  private told = 0

  constructor(text: string, dialect: SqlDialectFacts) {
    this.text = text
    this.dialect = dialect
  }

  /** Where the next token begins. */
  get offset(): number {
    this.skip()
    return this.at
  }

  /** Goes back to where a token began. */
  rewind(offset: number): void {
    this.at = offset
  }

  next(): SqlToken {
    this.skip()
    const start = this.at
    if (start >= this.text.length) return this.token('end', '', start)
    const character = this.text.charAt(start)
    if (character === "'") return this.token('string', this.string(), start)
    if (character === '"' || character === '`') {
      return this.token('quoted', this.quoted(character), start)
    }
    if (this.text.startsWith('{{', start)) return this.token('template', this.template(), start)
    if (this.dialect.isSnowflake && this.take(dollarTag) !== undefined) {
      return this.token('string', this.dollarString(start), start)
    }
    const name = this.take(word)
    if (name !== undefined) return this.token('word', name.toLowerCase(), start)
    const found = this.take(hexNumber) ?? this.number()
    if (found !== undefined) {
      return this.token(
        /^\d+[a-z]/i.test(found) && !isNumber(found) ? 'duration' : 'number',
        found,
        start,
      )
    }
    const mark = this.take(parameter)
    if (mark !== undefined) return this.token('parameter', mark, start)
    const sign = this.take(symbol)
    if (sign !== undefined) return this.token('symbol', sign, start)
    // What begins no token is one character, so that a surrogate pair stays whole.
    const other = String.fromCodePoint(this.text.codePointAt(start) ?? 0)
    this.at += other.length
    return this.token('symbol', other, start)
  }

  /** `12`, `1.5e3`, and `1h`, which is a length of time in Panther’s macros. */
  private number(): string | undefined {
    const start = this.at
    const plain = this.take(number)
    const end = this.at
    this.at = start
    const long = this.take(duration)
    if (long !== undefined && long.length > (plain?.length ?? 0)) return long
    this.at = end
    return plain
  }

  /** Blanks, comments, and statements and comments of templates. */
  private skip(): void {
    for (;;) {
      if (this.take(blank) !== undefined || this.take(lineComment) !== undefined) continue
      if (this.dialect.isSnowflake && this.take(slashComment) !== undefined) continue
      const start = this.at
      if (this.text.startsWith('/*', start)) this.passOver('*/')
      else if (this.text.startsWith('{#', start)) this.passOver('#}')
      else if (this.text.startsWith('{%', start)) {
        this.passOver('%}')
        const span = { start, end: this.at }
        this.report('sql/template', span, 'statements of templates are not carried out')
      } else return
    }
  }

  private passOver(close: string): void {
    const start = this.at
    const end = this.text.indexOf(close, start + 2)
    this.at = end < 0 ? this.text.length : end + 2
    if (end >= 0) return
    this.report('sql/unterminated', { start, end: start + 2 }, `“${close}” is missing behind it`)
  }

  /** `'a''b'`, and with escapes `'a\'b'`. */
  private string(): string {
    const start = this.at++
    let value = ''
    while (this.at < this.text.length) {
      value += this.take(plainText) ?? ''
      const character = this.text[this.at]
      if (character === "'") {
        this.at++
        if (this.text[this.at] !== "'") return value
        value += "'"
        this.at++
      } else if (character === '\\') value += this.escape()
    }
    this.report('sql/unterminated', { start, end: start + 1 }, 'the text has no end')
    return value
  }

  /** “If a backslash is used in sequences other than those listed above, the backslash is ignored.” */
  private escape(): string {
    if (!this.dialect.hasBackslashEscapes) {
      this.at++
      return '\\'
    }
    codeEscape.lastIndex = this.at
    const [found, octal, hexadecimal, unicode] = codeEscape.exec(this.text) ?? []
    if (found !== undefined) {
      this.at += found.length
      const digits = octal ?? hexadecimal ?? unicode ?? ''
      return String.fromCharCode(Number.parseInt(digits, octal === undefined ? 16 : 8))
    }
    const next = this.text.charAt(this.at + 1)
    this.at += 1 + next.length
    return escapes[next] ?? next
  }

  /** `$$text$$`, in which nothing is escaped. */
  private dollarString(start: number): string {
    const from = this.at
    const end = this.text.indexOf('$$', from)
    this.at = end < 0 ? this.text.length : end + 2
    if (end < 0) {
      this.report('sql/unterminated', { start, end: start + 2 }, 'the text has no end')
    }
    return this.text.slice(from, end < 0 ? undefined : end)
  }

  /** `"a ""b"""`. */
  private quoted(mark: string): string {
    const start = this.at++
    let value = ''
    for (;;) {
      const end = this.text.indexOf(mark, this.at)
      value += this.text.slice(this.at, end < 0 ? undefined : end)
      this.at = end < 0 ? this.text.length : end + 1
      if (end < 0) {
        this.report('sql/unterminated', { start, end: start + 1 }, 'the name has no end')
        return value
      }
      if (this.text[this.at] !== mark) return value
      value += mark
      this.at++
    }
  }

  private template(): string {
    const start = this.at
    this.passOver('}}')
    return this.text.slice(start, this.at)
  }

  private token(kind: SqlToken['kind'], value: string, start: number): SqlToken {
    return { kind, value, span: { start, end: this.at } }
  }

  /** What matches here, which is then read. */
  private take(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.at
    const [found] = sticky.exec(this.text) ?? []
    if (found !== undefined) this.at += found.length
    return found
  }

  private report(code: Diagnostic['code'], span: Span, message: string): void {
    if (span.start < this.told) return
    this.told = span.start + 1
    this.diagnostics.push(diagnostic(code, span, message))
  }
}

function isNumber(text: string): boolean {
  return /^(?:0x[0-9a-f]+|\d+e\d+)$/i.test(text)
}
