import { type Diagnostic, diagnostic, type Span } from '../../base/index.ts'
import type { SplMissing, SplSubsearch } from './syntax.ts'

/** How deep brackets, negations, calls and subsearches may nest. */
export const maxSplDepth = 200

/** Problems of syntax that are told of one search; past them the rest of it is not read. */
export const maxSplProblems = 50

const blank = /\s+/y
const quoted = /"((?:[^"\\]|\\[\s\S])*)"/y
/** Up to where the command ends, whatever stands there. */
const passed = /[^|"[\]\\`]+|\\[\s\S]|\\$|"(?:[^"\\]|\\[\s\S])*"?/y

/**
 * A place in a search. Every command has words of its own kind, so what stands at a place is asked for by
 * the parser that knows. After a problem the rest of the command is passed over.
 */
export class SplCursor {
  readonly text: string
  readonly diagnostics: Diagnostic[] = []
  at = 0
  /** How deep in brackets, calls and subsearches. */
  depth = 0
  /** Subsearches around the place, which a square bracket ends. */
  subsearches = 0
  /** Whether the command that is being read has a problem. */
  isBroken = false
  /** The end of what was read last. */
  end = 0

  private readonly parseSubsearch: (cursor: SplCursor) => SplSubsearch | SplMissing

  /** A subsearch holds commands, which are read by the parser of those. */
  constructor(text: string, parseSubsearch: (cursor: SplCursor) => SplSubsearch | SplMissing) {
    this.text = text
    this.parseSubsearch = parseSubsearch
  }

  /** The subsearch that begins here. */
  takeSubsearch(): SplSubsearch | SplMissing {
    return this.parseSubsearch(this)
  }

  get isHopeless(): boolean {
    return this.diagnostics.length >= maxSplProblems
  }

  /** Passes over blanks; whether there were any. */
  skipBlanks(): boolean {
    blank.lastIndex = this.at
    const [found] = blank.exec(this.text) ?? []
    this.at += found?.length ?? 0
    return found !== undefined
  }

  /** Reads one character. */
  step(): void {
    this.at++
    this.end = this.at
  }

  /** What matches here, which is then read. */
  take(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.at
    const [found] = sticky.exec(this.text) ?? []
    if (found === undefined || found === '') return undefined
    this.at += found.length
    this.end = this.at
    return found
  }

  /** Whether it matches here. */
  sees(sticky: RegExp): boolean {
    sticky.lastIndex = this.at
    return sticky.test(this.text)
  }

  /** The inside of a text in quotation marks that begins here. */
  takeQuoted(): string | undefined {
    const start = this.at
    if (this.text[start] !== '"') return undefined
    quoted.lastIndex = start
    const [whole, inner] = quoted.exec(this.text) ?? []
    if (whole !== undefined && inner !== undefined) {
      this.at += whole.length
      this.end = this.at
      return inner
    }
    this.fail('spl/unterminated-string', { start, end: start + 1 }, 'the text has no end')
    this.at = this.text.length
    this.end = this.at
    return this.text.slice(start + 1)
  }

  /** The inside of backticks. */
  takeMacro(): string | undefined {
    const start = this.at
    if (this.text[start] !== '`') return undefined
    const close = this.text.indexOf('`', start + 1)
    if (close < 0) {
      this.at = this.text.length
      this.end = this.at
      this.fail('spl/syntax', { start, end: start + 1 }, 'the macro has no end')
      return this.text.slice(start + 1)
    }
    this.at = close + 1
    this.end = this.at
    return this.text.slice(start + 1, close)
  }

  /** Whether the command ends here, blanks aside. */
  isAtEnd(): boolean {
    this.skipBlanks()
    const character = this.text[this.at]
    return (
      character === undefined || character === '|' || (character === ']' && this.subsearches > 0)
    )
  }

  /** Says that something else should stand here, and passes over the rest of the command. */
  expected(what: string, help?: string): SplMissing {
    this.skipBlanks()
    const start = this.at
    const found = /^[^\s|]{1,40}/.exec(this.text.slice(start, start + 40))?.[0]
    const place = found === undefined ? 'the end of the command' : `“${found}”`
    const span = { start, end: start + (found?.length ?? 0) }
    return this.fail('spl/syntax', span, `${what} should stand in place of ${place}`, help)
  }

  /** Tells a problem, once a command, and passes over the rest of the command. */
  fail(code: Diagnostic['code'], span: Span, message: string, help?: string): SplMissing {
    if (!this.isBroken) this.diagnostics.push(diagnostic(code, span, message, help))
    this.isBroken = true
    const start = this.at
    this.skipCommand()
    return { kind: 'missing', span: { start, end: Math.max(start, this.end) } }
  }

  /** Passes over what is left of the command, subsearches in it included. */
  skipCommand(): void {
    let inner = 0
    while (this.at < this.text.length) {
      const character = this.text[this.at]
      if (character === '[') inner++
      else if (character === ']') {
        if (inner === 0 && this.subsearches > 0) return
        inner = Math.max(0, inner - 1)
      } else if (character === '|' && inner === 0) return
      if (this.take(passed) === undefined) this.at++
      this.end = this.at
    }
  }

  /** Tells what does not keep the search from being read. */
  warn(code: Diagnostic['code'], span: Span, message: string, help?: string): void {
    this.diagnostics.push(diagnostic(code, span, message, help))
  }

  /** Reads something one level deeper; past the limit it is not read. */
  nested<T>(read: () => T): T | SplMissing {
    if (this.depth >= maxSplDepth) {
      const span = { start: this.at, end: Math.min(this.at + 1, this.text.length) }
      return this.fail('spl/nesting-limit', span, `nests deeper than ${maxSplDepth} levels`)
    }
    this.depth++
    const value = read()
    this.depth--
    return value
  }
}
