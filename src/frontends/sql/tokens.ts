import { type Diagnostic, diagnostic, type Span } from '../../base/index.ts'
import type { SqlDialectFacts } from './dialect.ts'
import { SqlLexer, type SqlToken } from './lexer.ts'
import type { SqlExpression, SqlMissing, SqlQuery } from './syntax.ts'

/** How deep brackets, negations and queries may nest. */
export const maxSqlDepth = 200

/** Problems of syntax that are told of one query; past them the rest of it is not read. */
export const maxSqlProblems = 50

/** Words that begin a clause: reading goes on at one after a problem. */
const clauseWords: ReadonlySet<string> = new Set(
  'from where group having qualify order limit union intersect except minus'.split(' '),
)

/** The rules of the grammar that others need although they stand on top of them. */
export interface SqlGrammar {
  expression(tokens: SqlTokens): SqlExpression
  /** A value without comparisons. */
  value(tokens: SqlTokens): SqlExpression
  query(tokens: SqlTokens): SqlQuery
}

/**
 * The tokens of a query with one of look-ahead, and what was wrong. After a problem the rest of the
 * clause is passed over: every function then finds the end of the clause and returns.
 */
export class SqlTokens {
  readonly dialect: SqlDialectFacts
  private readonly grammar: SqlGrammar
  /** Whether the query that is being read has a problem. */
  isBroken = false
  depth = 0
  private readonly lexer: SqlLexer
  private readonly problems: Diagnostic[] = []
  private ahead: SqlToken | undefined
  private behind = 0

  constructor(text: string, dialect: SqlDialectFacts, grammar: SqlGrammar) {
    this.lexer = new SqlLexer(text, dialect)
    this.dialect = dialect
    this.grammar = grammar
  }

  expression(): SqlExpression {
    return this.grammar.expression(this)
  }

  value(): SqlExpression {
    return this.grammar.value(this)
  }

  query(): SqlQuery {
    return this.grammar.query(this)
  }

  /** Whether a query stands here, and no value. */
  startsQuery(): boolean {
    return this.isWord('select', 'with')
  }

  /** What stands between commas. */
  separated<T>(parse: () => T): readonly T[] {
    const values = [parse()]
    while (this.acceptSymbol(',')) values.push(parse())
    return values
  }

  get text(): string {
    return this.lexer.text
  }

  get diagnostics(): readonly Diagnostic[] {
    return [...this.lexer.diagnostics, ...this.problems]
  }

  /** Whether so much is wrong that nothing more is worth reading. */
  get isHopeless(): boolean {
    return this.problems.length >= maxSqlProblems
  }

  /** The end of the last token that was read. */
  get end(): number {
    return this.behind
  }

  get start(): number {
    return this.ahead?.span.start ?? this.lexer.offset
  }

  /** From a place to the end of what was read. */
  from(start: number): Span {
    return { start, end: Math.max(start, this.behind) }
  }

  peek(): SqlToken {
    this.ahead ??= this.lexer.next()
    return this.ahead
  }

  advance(): SqlToken {
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

  /** What comes behind the next token. */
  peekSecond(): SqlToken {
    const { start, end } = this
    this.advance()
    const token = this.peek()
    this.rewind(start, end)
    return token
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

  expectSymbol(value: string): boolean {
    if (this.acceptSymbol(value)) return true
    this.expected(`“${value}”`)
    return false
  }

  expectWord(value: string): boolean {
    if (this.acceptWord(value)) return true
    this.expected(value.toUpperCase())
    return false
  }

  /** Says that something else should stand here, and passes over the rest of the clause. */
  expected(what: string, help?: string): SqlMissing {
    const token = this.peek()
    const found = token.kind === 'end' ? 'the end of the query' : `“${this.textOf(token.span)}”`
    return this.fail('sql/syntax', token.span, `${what} should stand in place of ${found}`, help)
  }

  /** Tells a problem, and passes over the rest of the clause. */
  fail(code: Diagnostic['code'], span: Span, message: string, help?: string): SqlMissing {
    const last = this.problems.at(-1)
    if (!this.isHopeless && last?.span.start !== span.start)
      this.problems.push(diagnostic(code, span, message, help))
    this.isBroken = true
    const { start } = this
    let open = 0
    for (;;) {
      const { kind, value } = this.peek()
      if (kind === 'end' || (open === 0 && !this.isHopeless && this.isClauseEnd())) break
      if (kind === 'symbol' && value === '(') open++
      if (kind === 'symbol' && value === ')') open--
      this.advance()
    }
    return { kind: 'missing', span: this.from(start) }
  }

  /** Tells what does not keep the query from being read. */
  note(code: Diagnostic['code'], span: Span, message: string): void {
    this.problems.push(diagnostic(code, span, message))
  }

  /** Reads something one level deeper; past the limit it is not read. */
  nested<T>(read: () => T): T | SqlMissing {
    if (this.depth >= maxSqlDepth) {
      const message = `nested more than ${maxSqlDepth} levels deep`
      const missing = this.fail('sql/nesting-limit', this.peek().span, message)
      while (this.peek().kind !== 'end') this.advance()
      return missing
    }
    this.depth++
    const value = read()
    this.depth--
    return value
  }

  textOf({ start, end }: Span): string {
    return this.text.slice(start, end)
  }

  private isClauseEnd(): boolean {
    const { kind, value } = this.peek()
    if (kind === 'word') return clauseWords.has(value)
    return kind === 'symbol' && (value === ')' || value === ';')
  }
}
