import {
  type Diagnostic,
  type DiagnosticCode,
  diagnostic,
  type Parsed,
  type Span,
} from '../../base/index.ts'
import {
  anyOne,
  anyRun,
  literal,
  type Pattern,
  type PatternToken,
  pattern,
} from '../../ir/index.ts'
import type { LuceneBound } from './syntax.ts'

export type LuceneToken =
  | { readonly kind: LuceneMark; readonly span: Span }
  | { readonly kind: 'term'; readonly tokens: Pattern; readonly span: Span }
  | { readonly kind: 'quoted' | 'regex'; readonly text: string; readonly span: Span }
  | { readonly kind: 'fuzzy' | 'boost'; readonly value: number | undefined; readonly span: Span }
  | {
      readonly kind: 'range'
      readonly lower: LuceneBound
      readonly upper: LuceneBound
      readonly span: Span
    }

export type LuceneMark = 'AND' | 'OR' | 'NOT' | '+' | '-' | '(' | ')' | ':'

const blank = /[ \t\r\n\u3000]+/y
/** Keywords are words of their own, in capitals. */
const keyword = /(?:AND|OR|NOT|&&|\|\|)(?=[ \t\r\n\u3000!():^[\]"{}~/]|$)/y
const plainStart = /[^ \t\r\n\u3000+\-!():^[\]"{}~*?\\/]/y
const plainText = /[^ \t\r\n\u3000!():^[\]"{}~*?\\/]+/y
const number = /\d+(?:\.\d+)?/y
const quotedText = /[^"\\]+/y
const unicodeEscape = /u([0-9a-f]{4})/iy
const regexText = /[^/\\]+/y
const boundText = /[^ \t\r\n\u3000\]}]+/y

/** Cuts a query into tokens, in time linear in its length. */
export function lexLucene(text: string): Parsed<readonly LuceneToken[]> {
  const lexer = new LuceneLexer(text)
  return { value: lexer.lex(), diagnostics: lexer.diagnostics }
}

class LuceneLexer {
  readonly diagnostics: Diagnostic[] = []
  private readonly text: string
  private at = 0

  constructor(text: string) {
    this.text = text
  }

  lex(): readonly LuceneToken[] {
    const tokens: LuceneToken[] = []
    for (;;) {
      this.take(blank)
      if (this.at >= this.text.length) return tokens
      const token = this.next()
      if (token !== undefined) tokens.push(token)
    }
  }

  private next(): LuceneToken | undefined {
    const start = this.at
    const word = this.take(keyword)
    if (word !== undefined) {
      const kind = word === '&&' ? 'AND' : word === '||' ? 'OR' : (word as LuceneMark)
      return { kind, span: { start, end: this.at } }
    }
    const c = this.text[start] ?? ''
    switch (c) {
      case '(':
      case ')':
      case ':':
        this.at++
        return { kind: c, span: { start, end: this.at } }
      case '+':
      case '-':
      case '!':
        return this.operator(c)
      case '"':
        this.at++
        return { kind: 'quoted', text: this.quoted(start), span: { start, end: this.at } }
      case '/':
        return this.regex()
      case '[':
      case '{':
        return this.range()
      case '~': {
        this.at++
        const value = this.take(number)
        const span = { start, end: this.at }
        return { kind: 'fuzzy', value: value === undefined ? undefined : Number(value), span }
      }
      case '^':
        return this.boost()
      case ']':
      case '}':
        this.at++
        this.report('lucene/syntax', { start, end: this.at }, `“${c}” is not expected here`)
        return undefined
      default:
        return this.term()
    }
  }

  /** An operator stands directly before what it is about; with a blank behind it, it is a term. */
  private operator(c: '+' | '-' | '!'): LuceneToken {
    const start = this.at++
    const span = { start, end: this.at }
    const next = this.text[this.at]
    if (next !== undefined && /[ \t\r\n\u3000]/.test(next)) {
      const message = `“${c}” is a term of its own, since a blank follows it`
      this.report('lucene/bare-operator', span, message, 'leave the blank out')
      return { kind: 'term', tokens: [literal(c)], span }
    }
    return { kind: c === '!' ? 'NOT' : c, span }
  }

  private term(): LuceneToken {
    const start = this.at
    const tokens: PatternToken[] = []
    for (;;) {
      const plain = this.take(tokens.length === 0 ? plainStart : plainText)
      const c = this.text[this.at]
      if (plain !== undefined) tokens.push(literal(plain))
      else if (c === '*' || c === '?') {
        tokens.push(c === '*' ? anyRun : anyOne)
        this.at++
      } else if (c === '\\') tokens.push(literal(this.escape()))
      else break
    }
    return { kind: 'term', tokens: pattern(tokens), span: { start, end: this.at } }
  }

  /** The text behind a quotation mark that has been read. */
  private quoted(start: number): string {
    let value = ''
    for (;;) {
      value += this.take(quotedText) ?? ''
      const c = this.text[this.at]
      if (c === '\\') value += this.escape()
      else {
        this.at = Math.min(this.at + 1, this.text.length)
        if (c !== undefined) return value
        const span = { start, end: start + 1 }
        this.report('lucene/unterminated-string', span, 'the quotation has no end')
        return value
      }
    }
  }

  /** “Escape … with a leading backslash”: any character, or a code unit as `\u0041`. */
  private escape(): string {
    const start = this.at++
    const digits = this.take(unicodeEscape)?.slice(1)
    if (digits !== undefined) return String.fromCharCode(Number.parseInt(digits, 16))
    const c = this.text[this.at]
    if (c === undefined || c === 'u') {
      const message =
        c === undefined ? 'a backslash ends the query' : '“\\u” needs four hexadecimal digits'
      this.report('lucene/invalid-escape', { start, end: this.at }, message)
      return '\\'
    }
    this.at++
    return c
  }

  /** `/…/` with `\/` for a slash. */
  private regex(): LuceneToken {
    const start = this.at++
    let text = ''
    for (;;) {
      text += this.take(regexText) ?? ''
      const c = this.text[this.at]
      const next = this.text[this.at + 1]
      this.at = Math.min(this.at + (c === '\\' && next !== undefined ? 2 : 1), this.text.length)
      if (c === '\\') text += next === '/' ? '/' : c + (next ?? '')
      else {
        if (c === undefined) {
          const span = { start, end: start + 1 }
          this.report('lucene/unterminated-regex', span, 'the regular expression has no end')
        }
        return { kind: 'regex', text, span: { start, end: this.at } }
      }
    }
  }

  /** `[a TO b]`: square brackets include the bound, curly ones do not. */
  private range(): LuceneToken {
    const start = this.at
    const isLowerInclusive = this.text[this.at++] === '['
    const lower = this.bound()
    this.take(blank)
    const to = this.take(boundText)
    const upper = to === 'TO' ? this.bound() : undefined
    if (lower === undefined || upper === undefined) {
      const span = { start, end: this.at }
      this.report('lucene/syntax', span, 'a range has the form “[from TO to]”')
    }
    this.take(blank)
    const close = this.text[this.at]
    if (close === ']' || close === '}') this.at++
    else {
      const span = { start, end: start + 1 }
      this.report('lucene/syntax', span, 'the range has no “]” or “}” at its end')
    }
    return {
      kind: 'range',
      lower: { ...(lower ?? open), isInclusive: isLowerInclusive },
      upper: { ...(upper ?? open), isInclusive: close !== '}' },
      span: { start, end: this.at },
    }
  }

  private bound(): Omit<LuceneBound, 'isInclusive'> | undefined {
    this.take(blank)
    const start = this.at
    if (this.text[start] === '"') {
      this.at++
      return { text: this.quoted(start), isQuoted: true }
    }
    const written = this.take(boundText)
    if (written === undefined) return undefined
    if (written === '*') return open
    return { text: unescapeBound(written), isQuoted: false }
  }

  /** `^2`, `^0.5`. */
  private boost(): LuceneToken {
    const start = this.at++
    const value = this.take(number)
    const span = { start, end: this.at }
    if (value === undefined) this.report('lucene/syntax', span, '“^” needs a number behind it')
    return { kind: 'boost', value: value === undefined ? undefined : Number(value), span }
  }

  /** What matches here, which is then read. */
  private take(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.at
    const [found] = sticky.exec(this.text) ?? []
    if (found === undefined || found === '') return undefined
    this.at += found.length
    return found
  }

  private report(code: DiagnosticCode, span: Span, message: string, help?: string): void {
    this.diagnostics.push(diagnostic(code, span, message, help))
  }
}

const open = { text: undefined, isQuoted: false } as const

function unescapeBound(text: string): string {
  return text.replace(/\\(u[0-9a-f]{4}|[\s\S])/gi, (_, escaped: string) =>
    /^u[0-9a-f]{4}$/i.test(escaped)
      ? String.fromCharCode(Number.parseInt(escaped.slice(1), 16))
      : escaped,
  )
}
