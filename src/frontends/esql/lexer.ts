import { type Diagnostic, diagnostic, type Span } from '../../base/index.ts'

export interface EsqlToken {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'parameter' | 'symbol' | 'end'
  /** A word in lower case, a string or a quoted name without quotation marks, else as written. */
  readonly value: string
  readonly span: Span
}

const blank = /[ \t\r\n]+/y
const lineComment = /\/\/[^\r\n]*/y
const word = /[A-Za-z]\w*|[_@]\w+/y
const quotedName = /`(?:[^`]|``)+`/y
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y
const parameter = /\?\??\w*/y
const symbol = /==|!=|<=|>=|=~|::|[|,.()[\]{}=<>:+\-*/%;]/y
const plainText = /[^\r\n"\\]+/y
const indexName = /(?:[^:"=|,[\]/ \t\r\n();]|\/(?![*/])|::?(?=[^\s:]))+/y
const namePart = /[\w@*-]+|`(?:[^`]|``)+`/y
const dot = /\./y

const escapes: Readonly<Record<string, string>> = {
  t: '\t',
  n: '\n',
  r: '\r',
  '"': '"',
  '\\': '\\',
}

/**
 * Reads a query token by token, in time linear in its length. Names of indexes and patterns of names
 * follow rules of their own, so the parser says where they stand.
 */
export class EsqlLexer {
  readonly text: string
  readonly diagnostics: Diagnostic[] = []
  private at = 0
  private behind = 0
  /** Problems before this place have been told. */
  private told = 0

  constructor(text: string) {
    this.text = text
  }

  /** Where the next token begins. */
  get offset(): number {
    this.skip()
    return this.at
  }

  /** Where reading stands, blanks not skipped. */
  get position(): number {
    return this.at
  }

  /** Goes back to where a token began. */
  rewind(offset: number): void {
    this.at = offset
  }

  next(): EsqlToken {
    this.skip()
    const start = this.at
    if (start >= this.text.length) return this.token('end', '', start)
    const name = this.take(word)
    if (name !== undefined) return this.token('word', name.toLowerCase(), start)
    if (this.text[start] === '"') return this.token('string', this.string(), start)
    const found = this.take(number)
    if (found !== undefined) return this.token('number', found, start)
    const quoted = this.take(quotedName)
    if (quoted !== undefined) return this.token('quoted', unquoteName(quoted), start)
    const mark = this.take(parameter)
    if (mark !== undefined) return this.token('parameter', mark, start)
    const found2 = this.take(symbol)
    if (found2 !== undefined) return this.token('symbol', found2, start)
    // What begins no token is one character, so that a surrogate pair stays whole.
    const character = String.fromCodePoint(this.text.codePointAt(start) ?? 0)
    this.at += character.length
    return this.token('symbol', character, start)
  }

  /** `logs-*`, `cluster:logs-*`, `"a,b"`; `undefined` if none stands here. */
  index(): { readonly text: string; readonly span: Span } | undefined {
    this.skip()
    const start = this.at
    const text = this.text[start] === '"' ? this.string() : this.take(indexName)
    return text === undefined ? undefined : { text, span: { start, end: this.at } }
  }

  /** The parts of a name in which stars stand for any characters: `Esql.*`, `*`, `` `a b`.c ``. */
  namePattern(): readonly string[] {
    const parts: string[] = []
    do {
      this.skip()
      const found = this.take(namePart)
      if (found === undefined) return []
      parts.push(found.startsWith('`') ? unquoteName(found) : found)
      this.behind = this.at
      this.skip()
    } while (this.take(dot) !== undefined)
    this.at = this.behind
    return parts
  }

  /** Blanks and comments. */
  private skip(): void {
    for (;;) {
      if (this.take(blank) !== undefined || this.take(lineComment) !== undefined) continue
      if (!this.text.startsWith('/*', this.at)) return
      const start = this.at
      const end = this.text.indexOf('*/', start + 2)
      this.at = end < 0 ? this.text.length : end + 2
      if (end < 0) {
        const span = { start, end: start + 2 }
        this.report('esql/unterminated-comment', span, 'the comment has no end')
      }
    }
  }

  /** `"a \"b\""`, `"""a "b""""`. */
  private string(): string {
    return this.text.startsWith('"""', this.at) ? this.rawString() : this.escapedString()
  }

  /** Up to two quotation marks before the last three belong to the text. */
  private rawString(): string {
    const start = this.at
    const from = start + 3
    const close = this.text.indexOf('"""', from)
    const line = this.text.slice(from, close < 0 ? undefined : close).search(/[\r\n]/)
    if (close < 0 || line >= 0) {
      this.at = line >= 0 ? from + line : this.text.length
      const span = { start, end: start + 3 }
      this.report('esql/unterminated-string', span, 'the text has no end on its line')
      return this.text.slice(from, this.at)
    }
    let end = close
    while (end < close + 2 && this.text[end + 3] === '"') end++
    this.at = end + 3
    return this.text.slice(from, end)
  }

  private escapedString(): string {
    const start = this.at++
    let value = ''
    for (;;) {
      value += this.take(plainText) ?? ''
      const character = this.text[this.at]
      if (character === '"') {
        this.at++
        return value
      }
      if (character !== '\\') {
        const span = { start, end: start + 1 }
        this.report('esql/unterminated-string', span, 'the text has no end on its line')
        return value
      }
      value += this.escape()
    }
  }

  private escape(): string {
    const start = this.at++
    const next = this.text[this.at] ?? ''
    const found = Object.hasOwn(escapes, next) ? escapes[next] : undefined
    if (found !== undefined) {
      this.at++
      return found
    }
    const span = { start, end: Math.min(start + 2, this.text.length) }
    const help = 'write “\\\\” for a backslash, or put the text into """'
    this.report('esql/invalid-escape', span, `“\\${next}” is no escape`, help)
    return '\\'
  }

  private token(kind: EsqlToken['kind'], value: string, start: number): EsqlToken {
    return { kind, value, span: { start, end: this.at } }
  }

  /** What matches here, which is then read. */
  private take(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.at
    const [found] = sticky.exec(this.text) ?? []
    if (found !== undefined) this.at += found.length
    return found
  }

  private report(code: Diagnostic['code'], span: Span, message: string, help?: string): void {
    if (span.start < this.told) return
    this.told = span.start + 1
    this.diagnostics.push(diagnostic(code, span, message, help))
  }
}

function unquoteName(text: string): string {
  return text.slice(1, -1).replaceAll('``', '`')
}
