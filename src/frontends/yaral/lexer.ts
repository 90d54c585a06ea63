import { type Diagnostic, diagnostic, type Span } from '../../base/index.ts'

/** The words and signs of YARA-L. Comments and blanks are left out. */
export type YaralTokenKind =
  | 'word'
  /** `$name` */
  | 'variable'
  /** `#name` */
  | 'count'
  /** `%name`, `%table.column` */
  | 'list'
  | 'text'
  /** In back quotes. */
  | 'raw_text'
  | 'regex'
  | 'number'
  /** `5m`, `1h` */
  | 'duration'
  | 'sign'
  | 'unknown'
  /** A text, an expression or a comment that has been reported: what it means is not known. */
  | 'broken'
  | 'end'

export interface YaralToken {
  readonly kind: YaralTokenKind
  /** What it says: a text without its quotes and escapes, a variable without its sign. */
  readonly text: string
  readonly span: Span
  /** A line break stands before it. */
  readonly startsLine: boolean
}

const wordPattern = /[A-Za-z_][A-Za-z0-9_]*/y
const namePattern = /[A-Za-z0-9_]+/y
const listPattern = /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*/y
const numberPattern = /0[xX][0-9a-fA-F]+|\d+(?:\.\d+)?/y
const durationPattern = /\d+[smhdw](?![A-Za-z0-9_])/y
const signPattern = /!=|<=|>=|==|[=<>+\-*/.,[\](){}:!]/y

const plainTokens = [
  ['word', wordPattern],
  ['duration', durationPattern],
  ['number', numberPattern],
  ['sign', signPattern],
] as const

/** Cuts a file into tokens, the last of which is its end. Never throws; takes linear time. */
export function yaralTokensOf(
  text: string,
  report: (diagnostic: Diagnostic) => void,
): readonly YaralToken[] {
  return new Lexer(text, report).readAll()
}

class Lexer {
  readonly #text: string
  readonly #report: (diagnostic: Diagnostic) => void
  readonly #tokens: YaralToken[] = []
  #at = 0
  #startsLine = true

  constructor(text: string, report: (diagnostic: Diagnostic) => void) {
    this.#text = text
    this.#report = report
  }

  readAll(): readonly YaralToken[] {
    for (;;) {
      this.#skipBlanks()
      if (this.#at >= this.#text.length) break
      this.#readToken()
    }
    this.#push('end', '', this.#text.length, this.#text.length)
    return this.#tokens
  }

  /** Blanks, and comments: `// …` to the end of the line, or between slash and star. */
  #skipBlanks(): void {
    const text = this.#text
    for (;;) {
      const character = text[this.#at]
      if (character === undefined) return
      if (character === '\n' || character === '\r') {
        this.#startsLine = true
        this.#at++
      } else if (/\s|\ufeff/.test(character)) this.#at++
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
    if (end < 0) {
      const span = { start, end: start + 2 }
      this.#report(diagnostic('yaral/unterminated', span, 'the comment has no end', 'write “*/”'))
      this.#push('broken', this.#text.slice(start), start, this.#text.length)
      return
    }
    if (this.#text.slice(start, end).includes('\n')) this.#startsLine = true
    this.#at = end + 2
  }

  #readToken(): void {
    const start = this.#at
    switch (this.#text[start]) {
      case '"':
        this.#readText(start)
        break
      case '`':
        this.#readRawText(start)
        break
      case '$':
        this.#readName('variable', namePattern, start)
        break
      case '#':
        this.#readName('count', namePattern, start)
        break
      case '%':
        this.#readName('list', listPattern, start)
        break
      case '/':
        if (this.#isAfterOperand()) this.#readPlainToken(start)
        else this.#readRegex(start)
        break
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

  /** A sign and a name directly behind it; `%` alone divides. */
  #readName(kind: 'variable' | 'count' | 'list', pattern: RegExp, start: number): void {
    const name = this.#match(pattern, start + 1)
    if (name === undefined) {
      const isOperator = kind === 'list' && this.#isAfterOperand()
      this.#push(isOperator ? 'sign' : 'unknown', this.#text[start] ?? '', start, start + 1)
    } else this.#push(kind, name, start, start + 1 + name.length)
  }

  #match(pattern: RegExp, at: number): string | undefined {
    pattern.lastIndex = at
    return pattern.exec(this.#text)?.[0]
  }

  /** Behind a value on its line a slash divides; elsewhere an expression begins. */
  #isAfterOperand(): boolean {
    if (this.#startsLine) return false
    const last = this.#tokens.at(-1)
    switch (last?.kind) {
      case 'variable':
      case 'count':
      case 'list':
      case 'text':
      case 'raw_text':
      case 'regex':
      case 'number':
        return true
      case 'word':
        return !/^(?:and|or|not|in|is|regex|cidr|any|all|of|nocase)$/i.test(last.text)
      case 'sign':
        return last.text === ')' || last.text === ']'
      default:
        return false
    }
  }

  #push(kind: YaralTokenKind, text: string, start: number, end: number): void {
    this.#at = end
    this.#tokens.push({ kind, text, span: { start, end }, startsLine: this.#startsLine })
    this.#startsLine = false
  }

  /** “Raw strings” in back quotes stand for themselves; nothing escapes in them. */
  #readRawText(start: number): void {
    const end = this.#text.indexOf('`', start + 1)
    if (end < 0) this.#fail(start, this.#endOfLine(start), 'the text has no end', '`')
    else this.#push('raw_text', this.#text.slice(start + 1, end), start, end + 1)
  }

  #readText(start: number): void {
    const text = this.#text
    let content = ''
    let at = start + 1
    let from = at
    for (;;) {
      const character = text[at]
      if (character === undefined || character === '\n' || character === '\r') {
        this.#fail(start, at, 'the text has no end', '"')
        return
      }
      if (character === '"') {
        this.#push('text', content + text.slice(from, at), start, at + 1)
        return
      }
      if (character !== '\\') {
        at++
        continue
      }
      content += text.slice(from, at)
      const escaped = text[at + 1] ?? ''
      const value = escapes.get(escaped)
      if (value === undefined) {
        // What it stands for is nowhere said; expressions are written so, and mean the backslash.
        content += '\\'
        at += 1
        if (/^[^\r\n]$/.test(escaped)) this.#reportEscape(at - 1)
      } else {
        content += value
        at += 2
      }
      from = at
    }
  }

  #reportEscape(at: number): void {
    const span = { start: at, end: at + 2 }
    const message = `“${this.#text.slice(at, at + 2)}” is no escape, so the backslash stays`
    const help = 'write two backslashes, or the text in back quotes'
    this.#report(diagnostic('yaral/unknown-escape', span, message, help))
  }

  /** Up to a slash without a backslash before it, on the same line. */
  #readRegex(start: number): void {
    const pattern = /\/((?:[^/\\\r\n]|\\[^\r\n])*)\//y
    const found = this.#match(pattern, start)
    if (found === undefined) {
      this.#fail(start, this.#endOfLine(start), 'the expression has no end', '/')
    } else this.#push('regex', found.slice(1, -1), start, start + found.length)
  }

  #endOfLine(from: number): number {
    const end = /[\r\n]/g
    end.lastIndex = from
    return end.exec(this.#text)?.index ?? this.#text.length
  }

  #fail(start: number, end: number, message: string, missing: string): void {
    const help = `“${missing}” is missing`
    this.#report(diagnostic('yaral/unterminated', { start, end }, message, help))
    this.#push('broken', this.#text.slice(start, end), start, end)
  }
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['t', '\t'],
  ['n', '\n'],
  ['r', '\r'],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
])
