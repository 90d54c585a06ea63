import type { Span } from '../../../base/index.ts'

export type PyTokenKind =
  | 'name'
  | 'string'
  /** A text with values in it: `f"…"`, or bytes, which are no text. */
  | 'other_string'
  | 'number'
  | 'operator'
  | 'newline'
  | 'indent'
  | 'dedent'
  | 'end'

export interface PyToken {
  readonly kind: PyTokenKind
  /** A name or an operator as written, the digits of a number, the content of a string. */
  readonly text: string
  readonly span: Span
}

const operator =
  /\*\*=|\/\/=|>>=|<<=|\.\.\.|->|:=|==|!=|<=|>=|\*\*|\/\/|<<|>>|\+=|-=|\*=|\/=|%=|@=|&=|\|=|\^=|[-+*/%@&|^~<>()[\]{},:.;=]/y
const name = /[\p{L}_][\p{L}\p{N}_]*/uy
const number =
  /0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*)?\.\d[\d_]*(?:[eE][-+]?\d+)?|\d[\d_]*\.?(?:[eE][-+]?\d+)?/y
const stringStart = /([rRbBuUfF]{0,2})("""|'''|"|')/y

/** The tokens of a Python text, blank lines and comments left out; never throws. */
export function tokenisePython(text: string): readonly PyToken[] {
  return new Lexer(text).tokens()
}

class Lexer {
  private readonly text: string
  private readonly found: PyToken[] = []
  private readonly indents: number[] = [0]
  /** Brackets that are open: line breaks inside them mean nothing. */
  private brackets = 0
  private at = 0

  constructor(text: string) {
    this.text = text
  }

  tokens(): readonly PyToken[] {
    this.startLine()
    while (this.at < this.text.length) this.next()
    this.add('newline', '', this.text.length, this.text.length)
    while (this.indents.length > 1) this.closeIndent()
    this.add('end', '', this.text.length, this.text.length)
    return this.found
  }

  private next(): void {
    const character = this.text[this.at] ?? ''
    if (character === '\n') this.endLine()
    else if (/\s/.test(character)) this.at++
    else if (character === '#') this.at = this.endOfLine()
    else if (character === '\\' && /^\\\r?\n/.test(this.text.slice(this.at, this.at + 3))) {
      this.at = this.text.indexOf('\n', this.at) + 1
    } else if (!this.readString()) this.readWord()
  }

  private endOfLine(): number {
    const end = this.text.indexOf('\n', this.at)
    return end < 0 ? this.text.length : end
  }

  private endLine(): void {
    if (this.brackets > 0) {
      this.at++
      return
    }
    this.add('newline', '\n', this.at, this.at + 1)
    this.at++
    this.startLine()
  }

  /** Reads the indentation of the next line that has something on it. */
  private startLine(): void {
    for (;;) {
      let width = 0
      let at = this.at
      for (; this.text[at] === ' ' || this.text[at] === '\t'; at++) {
        width = this.text[at] === '\t' ? width + 8 - (width % 8) : width + 1
      }
      const first = this.text[at]
      if (first !== undefined && first !== '\n' && first !== '\r' && first !== '#') {
        this.at = at
        this.indentTo(width)
        return
      }
      this.at = at
      const end = this.endOfLine()
      if (end >= this.text.length) {
        this.at = this.text.length
        return
      }
      this.at = end + 1
    }
  }

  private indentTo(width: number): void {
    if (width > (this.indents.at(-1) ?? 0)) {
      this.indents.push(width)
      this.add('indent', '', this.at, this.at)
    }
    while (width < (this.indents.at(-1) ?? 0)) this.closeIndent()
  }

  private closeIndent(): void {
    this.indents.pop()
    this.add('dedent', '', this.at, this.at)
  }

  private readString(): boolean {
    stringStart.lastIndex = this.at
    const [opening, prefix = '', quote = ''] = stringStart.exec(this.text) ?? []
    if (opening === undefined) return false
    const isRaw = /r/i.test(prefix)
    const start = this.at
    let end = start + opening.length
    while (end < this.text.length && !this.text.startsWith(quote, end)) {
      if (quote.length === 1 && this.text[end] === '\n') break
      end += this.text[end] === '\\' ? 2 : 1
    }
    end = Math.min(end, this.text.length)
    const content = this.text.slice(start + opening.length, end)
    this.at = this.text.startsWith(quote, end) ? end + quote.length : end
    const kind = /[fb]/i.test(prefix) ? 'other_string' : 'string'
    this.add(kind, isRaw ? content : withoutEscapes(content), start, this.at)
    return true
  }

  private readWord(): void {
    for (const [kind, pattern] of [
      ['name', name],
      ['number', number],
      ['operator', operator],
    ] as const) {
      pattern.lastIndex = this.at
      const [found] = pattern.exec(this.text) ?? []
      if (found === undefined || found === '') continue
      if ('([{'.includes(found)) this.brackets++
      else if (')]}'.includes(found) && this.brackets > 0) this.brackets--
      this.add(kind, found, this.at, this.at + found.length)
      this.at += found.length
      return
    }
    const code = this.text.codePointAt(this.at) ?? 0
    const length = code > 0xffff ? 2 : 1
    this.add('operator', this.text.slice(this.at, this.at + length), this.at, this.at + length)
    this.at += length
  }

  private add(kind: PyTokenKind, text: string, start: number, end: number): void {
    this.found.push({ kind, text, span: { start, end } })
  }
}

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
}

/** “Unlike Standard C, all unrecognized escape sequences are left in the string unchanged.” */
function withoutEscapes(content: string): string {
  if (!content.includes('\\')) return content
  return content.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|(\r?\n)|([\s\S]))/g,
    (
      whole,
      x?: string,
      u?: string,
      long?: string,
      octal?: string,
      line?: string,
      other?: string,
    ) => {
      if (line !== undefined) return ''
      const digits = x ?? u ?? long
      if (digits !== undefined) {
        const code = Number.parseInt(digits, 16)
        return code <= 0x10ffff ? String.fromCodePoint(code) : whole
      }
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8))
      return other !== undefined && Object.hasOwn(escapes, other)
        ? (escapes[other] ?? whole)
        : whole
    },
  )
}
