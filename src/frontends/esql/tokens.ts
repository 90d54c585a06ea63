import { type Diagnostic, diagnostic, type Span } from '../../base/index.ts'
import { EsqlLexer, type EsqlToken } from './lexer.ts'
import type { EsqlMissing } from './syntax.ts'

/** How deep brackets, negations, forks and subqueries may nest. */
export const maxEsqlDepth = 200

/** Problems of syntax that are told of one query; past them the rest of it is not read. */
export const maxEsqlProblems = 50

/**
 * The tokens of a query with one of look-ahead, and what was wrong. After a problem the rest of the
 * command is passed over: every function then finds the end of the command and returns.
 */
export class EsqlTokens {
  /** Whether the command that is being read has a problem. */
  isBroken = false
  depth = 0
  private readonly lexer: EsqlLexer
  private readonly problems: Diagnostic[] = []
  private ahead: EsqlToken | undefined
  private behind = 0

  constructor(text: string) {
    this.lexer = new EsqlLexer(text)
  }

  get text(): string {
    return this.lexer.text
  }

  get diagnostics(): readonly Diagnostic[] {
    return [...this.lexer.diagnostics, ...this.problems]
  }

  /** How many texts, comments and escapes so far were wrong in themselves. */
  get brokenTokens(): number {
    return this.lexer.diagnostics.length
  }

  /** Whether so much is wrong that nothing more is worth reading. */
  get isHopeless(): boolean {
    return this.problems.length + this.lexer.diagnostics.length >= maxEsqlProblems
  }

  /** The end of the last token that was read. */
  get end(): number {
    return this.behind
  }

  get start(): number {
    return this.ahead?.span.start ?? this.lexer.offset
  }

  peek(): EsqlToken {
    this.ahead ??= this.lexer.next()
    return this.ahead
  }

  advance(): EsqlToken {
    const token = this.peek()
    this.ahead = undefined
    this.behind = token.span.end
    return token
  }

  /** Goes back to a token that began at `start`, behind one that ended at `end`. */
  rewind(start: number, end: number): void {
    this.ahead = undefined
    this.lexer.rewind(start)
    this.behind = end
  }

  isSymbol(...values: readonly string[]): boolean {
    const { kind, value } = this.peek()
    return kind === 'symbol' && values.includes(value)
  }

  isWord(...values: readonly string[]): boolean {
    const { kind, value } = this.peek()
    return kind === 'word' && values.includes(value)
  }

  acceptSymbol(value: string): boolean {
    if (!this.isSymbol(value)) return false
    this.advance()
    return true
  }

  acceptWord(value: string): boolean {
    if (!this.isWord(value)) return false
    this.advance()
    return true
  }

  expectSymbol(value: string, help?: string): boolean {
    if (this.acceptSymbol(value)) return true
    this.expected(`“${value}”`, help)
    return false
  }

  expectWord(value: string): boolean {
    if (this.acceptWord(value)) return true
    this.expected(value.toUpperCase())
    return false
  }

  /** The name of an index, read by its own rules. */
  index(): { readonly text: string; readonly span: Span } | undefined {
    this.lexer.rewind(this.start)
    this.ahead = undefined
    const found = this.lexer.index()
    if (found !== undefined) this.behind = found.span.end
    return found
  }

  /** A name with stars, read by its own rules; empty if none stands here. */
  namePattern(): readonly string[] {
    const { start } = this
    this.lexer.rewind(start)
    this.ahead = undefined
    const parts = this.lexer.namePattern()
    if (parts.length > 0) this.behind = this.lexer.position
    else this.lexer.rewind(start)
    return parts
  }

  /** Whether the command ends here. */
  isAtEnd(): boolean {
    return this.peek().kind === 'end' || this.isSymbol('|')
  }

  /** Says that something else should stand here, and passes over the rest of the command. */
  expected(what: string, help?: string): EsqlMissing {
    const token = this.peek()
    const found = token.kind === 'end' ? 'the end of the query' : `“${this.textOf(token.span)}”`
    return this.fail('esql/syntax', token.span, `${what} should stand in place of ${found}`, help)
  }

  /** Tells a problem, once a command, and passes over the rest of the command. */
  fail(code: Diagnostic['code'], span: Span, message: string, help?: string): EsqlMissing {
    if (!this.isBroken) this.problems.push(diagnostic(code, span, message, help))
    this.isBroken = true
    const { start } = this
    while (!this.isAtEnd()) this.advance()
    return { kind: 'missing', span: { start, end: Math.max(start, this.behind) } }
  }

  /** Tells what does not keep the query from being read. */
  warn(code: Diagnostic['code'], span: Span, message: string): void {
    this.problems.push(diagnostic(code, span, message))
  }

  /** Reads something one level deeper; past the limit it is not read. */
  nested<T>(read: () => T): T | EsqlMissing {
    if (this.depth >= maxEsqlDepth) {
      const message = `nests deeper than ${maxEsqlDepth} levels`
      return this.fail('esql/nesting-limit', this.peek().span, message)
    }
    this.depth++
    const value = read()
    this.depth--
    return value
  }

  private textOf({ start, end }: Span): string {
    const text = this.text.slice(start, end)
    return text.length > 40 ? `${text.slice(0, 40)}…` : text
  }
}
