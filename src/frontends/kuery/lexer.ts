import { type Diagnostic, diagnostic, type Parsed, type Span } from '../../base/index.ts'
import { anyRun, literal, type PatternToken, pattern } from '../../ir/index.ts'
import type { KueryLiteral } from './syntax.ts'

/** A mark or a keyword; a keyword’s kind is in lower case whatever its spelling. */
export interface KueryMark {
  readonly kind: '(' | ')' | '{' | '}' | ':' | '<' | '<=' | '>' | '>=' | 'and' | 'or' | 'not'
  readonly span: Span
}

export type KueryToken = KueryMark | KueryLiteral

/** Blanks as the language has them; other blanks of Unicode are text. */
const blank = /[ \t\r\n\u00a0]+/y
const mark = /<=|>=|[(){}:<>]/y
/** A keyword stands alone. */
const keyword = /(and|or|not)(?=[ \t\r\n\u00a0(]|$)/iy
const plainText = /[^\\():<>"*{} \t\r\n\u00a0]+/y
const quotedText = /[^"\\]+/y
const unicodeEscape = /u([0-9a-f]{4})/iy
const keywordEscape = /and|or|not/iy
const controls: Readonly<Record<string, string>> = { t: '\t', r: '\r', n: '\n' }

/** Cuts a query into tokens, in time linear in its length. */
export function lexKuery(text: string): Parsed<readonly KueryToken[]> {
  const lexer = new KueryLexer(text)
  return { value: lexer.lex(), diagnostics: lexer.diagnostics }
}

class KueryLexer {
  readonly diagnostics: Diagnostic[] = []
  private readonly text: string
  private at = 0

  constructor(text: string) {
    this.text = text
  }

  lex(): readonly KueryToken[] {
    const tokens: KueryToken[] = []
    for (;;) {
      this.take(blank)
      if (this.at >= this.text.length) return tokens
      tokens.push(this.next())
    }
  }

  private next(): KueryToken {
    const start = this.at
    const found = this.take(mark) ?? this.take(keyword)
    if (found !== undefined) {
      const kind = found.toLowerCase() as KueryMark['kind']
      const span = { start, end: this.at }
      if (/^[a-z]/.test(kind) && this.text[this.at] === '(') {
        this.report('kuery/syntax', span, `a blank is missing behind “${found}”`)
      }
      return { kind, span }
    }
    return this.text[start] === '"' ? this.quoted() : this.unquoted()
  }

  /** `"C:\\Windows"`: `\\`, `\"`, `\t`, `\r`, `\n` and `\u0041` are escapes; `\W` is itself. */
  private quoted(): KueryLiteral {
    const start = this.at++
    let value = ''
    for (;;) {
      value += this.take(quotedText) ?? ''
      const c = this.text[this.at++]
      if (c === '"') break
      if (c === undefined) {
        this.at = this.text.length
        const span = { start, end: start + 1 }
        this.report('kuery/unterminated-string', span, 'the quotation has no end')
        break
      }
      const next = this.text[this.at] ?? ''
      if (next === '\\' || next === '"') {
        value += next
        this.at++
      } else value += this.control() ?? this.codeUnit() ?? '\\'
    }
    const span = { start, end: this.at }
    return { kind: 'literal', isQuoted: true, tokens: pattern([literal(value)]), span }
  }

  /** `foo bar*`: all words up to a mark or a keyword, with the blanks between them. */
  private unquoted(): KueryLiteral {
    const start = this.at
    let end = this.at
    const tokens: PatternToken[] = []
    for (;;) {
      const plain = this.take(plainText)
      if (plain !== undefined) tokens.push(literal(plain))
      else if (this.text[this.at] === '*') {
        tokens.push(anyRun)
        this.at++
      } else if (this.text[this.at] === '\\') tokens.push(literal(this.escape()))
      else break
      end = this.at
      const between = this.take(blank)
      if (between === undefined) continue
      keyword.lastIndex = this.at
      if (keyword.test(this.text)) break
      tokens.push(literal(between))
    }
    const trimmed = trim(tokens)
    const isQuoted = trimmed.length === 0
    return { kind: 'literal', isQuoted, tokens: trimmed, span: { start, end } }
  }

  /** A backslash outside quotation marks: before a mark, a keyword, or as in {@link quoted}. */
  private escape(): string {
    const start = this.at++
    const special = this.control() ?? this.codeUnit() ?? this.take(keywordEscape)
    if (special !== undefined) return special
    const next = this.text[this.at] ?? ''
    if (/[\\():<>"*{}]/.test(next)) {
      this.at++
      return next
    }
    const message = next === '' ? 'a backslash ends the query' : `“\\${next}” is no escape`
    const help = 'write “\\\\” for a backslash'
    this.report('kuery/invalid-escape', { start, end: this.at }, message, help)
    return '\\'
  }

  /** The control character of an escape whose backslash has been read. */
  private control(): string | undefined {
    const character = controls[this.text[this.at] ?? '']
    if (character === undefined) return undefined
    this.at++
    const span = { start: this.at - 2, end: this.at }
    if (/^\w/.test(this.text[this.at] ?? '')) {
      const name = character === '\t' ? 'a tab' : 'a line break'
      const message = `“${this.text.slice(span.start, span.end)}” is ${name}`
      const help = 'write “\\\\” for a backslash'
      this.report('kuery/control-character', span, message, help)
    }
    return character
  }

  private codeUnit(): string | undefined {
    const digits = this.take(unicodeEscape)?.slice(1)
    return digits === undefined ? undefined : String.fromCharCode(Number.parseInt(digits, 16))
  }

  /** What matches here, which is then read. */
  private take(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.at
    const [found] = sticky.exec(this.text) ?? []
    if (found !== undefined) this.at += found.length
    return found
  }

  private report(code: Diagnostic['code'], span: Span, message: string, help?: string): void {
    this.diagnostics.push(diagnostic(code, span, message, help))
  }
}

/** A value without the blanks around it, escaped ones included. */
function trim(tokens: readonly PatternToken[]): readonly PatternToken[] {
  const joined = [...pattern(tokens)]
  const [first] = joined
  if (first?.kind === 'literal') joined[0] = literal(first.text.trimStart())
  const last = joined.at(-1)
  if (last?.kind === 'literal') joined[joined.length - 1] = literal(last.text.trimEnd())
  return pattern(joined)
}
