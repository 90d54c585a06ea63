import {
  type Diagnostic,
  type DiagnosticCode,
  diagnostic,
  limitDiagnostics,
  maxDiagnostics,
  type Parsed,
  type Span,
} from '../../base/index.ts'
import { findLiteralText } from '../../ir/index.ts'
import { type LuceneMark, type LuceneToken, lexLucene } from './lexer.ts'
import type { LuceneClause, LuceneField, LuceneNode, LuceneQuery, LuceneTerm } from './syntax.ts'

/**
 * The grammar:
 *
 *     query    clause*
 *     clause   [AND | OR] [+ | - | NOT] [field:] node [^boost]
 *     node     term[~] | "phrase"[~] | /regex/ | [a TO b] | ( query )
 */

/** Groups inside one another. */
export const maxLuceneDepth = 200

/** Reads a query into its syntax tree. Never throws; what is missing is a node of its own. */
export function parseLuceneSyntax(text: string): Parsed<LuceneQuery> {
  const lexed = lexLucene(text)
  const parser = new LuceneParser(text, lexed.value)
  const value = parser.parse()
  return { value, diagnostics: limitDiagnostics([...lexed.diagnostics, ...parser.diagnostics]) }
}

class LuceneParser {
  readonly diagnostics: Diagnostic[] = []
  private readonly text: string
  private readonly tokens: readonly LuceneToken[]
  private position = 0
  private depth = 0

  constructor(text: string, tokens: readonly LuceneToken[]) {
    this.text = text
    this.tokens = tokens
  }

  parse(): LuceneQuery {
    const clauses: LuceneClause[] = []
    for (;;) {
      this.parseClauses(clauses)
      const rest = this.peek()
      if (rest === undefined) return this.query(0, clauses)
      this.report('lucene/syntax', rest.span, `“${this.textOf(rest)}” is not expected here`)
      this.position++
    }
  }

  /** Adds the clauses up to a bracket that closes. */
  private parseClauses(clauses: LuceneClause[]): void {
    for (let next = this.peek(); next !== undefined && next.kind !== ')'; next = this.peek()) {
      clauses.push(this.parseWords() ?? this.parseClause(clauses.length === 0))
    }
  }

  /**
   * “Whitespace is not considered an operator, hence new york city will be passed as-is to the
   * analyzer.” A word with an operator at either side is a clause of its own.
   */
  private parseWords(): LuceneClause | undefined {
    const words: { text: string; span: Span }[] = []
    while (true) {
      const word = this.wordAt(this.position + words.length)
      const after = this.tokens[this.position + words.length + 1]
      if (word === undefined || (after !== undefined && endsWords.has(after.kind))) break
      words.push(word)
    }
    const [first] = words
    const last = words.at(-1)
    if (first === undefined || last === undefined || words.length < 2) return undefined
    this.position += words.length
    const span = { start: first.span.start, end: last.span.end }
    return {
      conjunction: undefined,
      modifier: undefined,
      field: undefined,
      node: { kind: 'words', words, span },
      boost: undefined,
      span,
    }
  }

  /** A term without wildcards that is no comparison. */
  private wordAt(position: number): { text: string; span: Span } | undefined {
    const token = this.tokens[position]
    const text = token?.kind === 'term' ? findLiteralText(token.tokens) : undefined
    if (token === undefined || text === undefined || /^[<>]/.test(text)) return undefined
    return { text, span: token.span }
  }

  private parseClause(isFirst: boolean): LuceneClause {
    const start = this.peek()?.span.start ?? this.text.length
    const conjunction = this.takeConjunction(isFirst)
    const modifier = this.takeModifier()
    const field = this.takeField()
    const node = this.parseNode()
    let boost = this.takeBoost()
    let fuzzed = node
    if (node.kind === 'term' && this.peek()?.kind === 'fuzzy') {
      fuzzed = this.withFuzziness(node)
      boost ??= this.takeBoost()
    }
    const end = Math.max(start, this.tokens[this.position - 1]?.span.end ?? start)
    return { conjunction, modifier, field, node: fuzzed, boost, span: { start, end } }
  }

  private takeConjunction(isFirst: boolean): 'AND' | 'OR' | undefined {
    const token = this.peek()
    if (token?.kind !== 'AND' && token?.kind !== 'OR') return undefined
    this.position++
    if (!isFirst) return token.kind
    const message = `nothing stands before “${this.textOf(token)}”`
    this.report('lucene/syntax', token.span, message)
    return undefined
  }

  /** The last one counts where several follow one another. */
  private takeModifier(): '+' | '-' | undefined {
    let modifier: '+' | '-' | undefined
    for (let token = this.peek(); isModifier(token); token = this.peek()) {
      if (modifier !== undefined) {
        const message = `“${this.textOf(token)}” follows another operator`
        this.report('lucene/syntax', token.span, message)
      }
      modifier = token.kind === '+' ? '+' : '-'
      this.position++
    }
    return modifier
  }

  /** `title:`, or `*:` for all fields. */
  private takeField(): LuceneField | undefined {
    const token = this.peek()
    if (token?.kind !== 'term' || this.tokens[this.position + 1]?.kind !== ':') return undefined
    const isAny = token.tokens.length === 1 && token.tokens[0]?.kind === 'any_run'
    const name = isAny ? '*' : findLiteralText(token.tokens)
    if (name === undefined) {
      const help = 'write “\\*” for a star in the name of a field'
      this.report('lucene/syntax', token.span, 'a field has a wildcard in its name', help)
    }
    this.position += 2
    return { name: name ?? this.textOf(token), span: token.span }
  }

  private parseNode(): LuceneNode {
    const token = this.peek()
    switch (token?.kind) {
      case 'term':
        this.position++
        return this.withFuzziness({ ...token, fuzziness: undefined })
      case 'quoted': {
        this.position++
        const slop = this.takeFuzzy()
        const { text, span } = token
        return { kind: 'phrase', text, slop: slop === 'auto' ? undefined : slop, span }
      }
      case 'regex':
        this.position++
        return { kind: 'regex', source: token.text, span: token.span }
      case 'range':
        this.position++
        return token
      case '(':
        this.position++
        return this.parseGroup(token.span)
      default:
        return this.missing()
    }
  }

  private parseGroup({ start }: Span): LuceneNode {
    if (this.depth >= maxLuceneDepth) {
      const message = `nested more than ${maxLuceneDepth} levels deep`
      this.report('lucene/nesting-limit', { start, end: start + 1 }, message)
      this.skipGroup()
      return { kind: 'missing', span: { start, end: start + 1 } }
    }
    this.depth++
    const clauses: LuceneClause[] = []
    this.parseClauses(clauses)
    this.depth--
    if (this.peek()?.kind === ')') this.position++
    else this.report('lucene/syntax', { start, end: start + 1 }, '“)” is missing for “(”')
    if (clauses.length === 0) {
      const span = { start, end: this.previousEnd() }
      this.report('lucene/syntax', span, 'the brackets are empty')
    }
    const query = this.query(start + 1, clauses)
    return { kind: 'group', query, span: { start, end: this.previousEnd() } }
  }

  /** Skips to behind the bracket that closes the present group. */
  private skipGroup(): void {
    for (let open = 1; open > 0 && this.position < this.tokens.length; this.position++) {
      const kind = this.tokens[this.position]?.kind
      if (kind === '(') open++
      else if (kind === ')') open--
    }
  }

  private withFuzziness(term: LuceneTerm): LuceneTerm {
    const fuzziness = this.takeFuzzy()
    return fuzziness === undefined ? term : { ...term, fuzziness }
  }

  private takeFuzzy(): number | 'auto' | undefined {
    const token = this.peek()
    if (token?.kind !== 'fuzzy') return undefined
    this.position++
    return token.value ?? 'auto'
  }

  private takeBoost(): number | undefined {
    const token = this.peek()
    if (token?.kind !== 'boost') return undefined
    this.position++
    return token.value
  }

  /** What cannot begin a node is skipped, unless something else can go on with it. */
  private missing(): LuceneNode {
    const token = this.peek()
    const span = token?.span ?? { start: this.text.length, end: this.text.length }
    const message =
      token === undefined
        ? 'a term is missing at the end'
        : `a term is missing before “${this.textOf(token)}”`
    this.report('lucene/syntax', span, message)
    if (token?.kind === ':' || token?.kind === 'fuzzy' || token?.kind === 'boost') this.position++
    return { kind: 'missing', span: { start: span.start, end: span.start } }
  }

  private query(start: number, clauses: readonly LuceneClause[]): LuceneQuery {
    const first = clauses[0]?.span.start ?? start
    return {
      kind: 'query',
      clauses,
      span: { start: first, end: clauses.at(-1)?.span.end ?? first },
    }
  }

  private peek(): LuceneToken | undefined {
    return this.tokens[this.position]
  }

  private previousEnd(): number {
    return this.tokens[this.position - 1]?.span.end ?? 0
  }

  private textOf({ span }: LuceneToken): string {
    const text = this.text.slice(span.start, span.end)
    return text.length > 40 ? `${text.slice(0, 40)}…` : text
  }

  private report(code: DiagnosticCode, span: Span, message: string, help?: string): void {
    if (this.diagnostics.length >= maxDiagnostics) return
    this.diagnostics.push(diagnostic(code, span, message, help))
  }
}

/** What makes the word before it a clause of its own. */
const endsWords: ReadonlySet<LuceneToken['kind']> = new Set([':', 'fuzzy', 'boost', 'AND', 'OR'])

function isModifier(
  token: LuceneToken | undefined,
): token is Extract<LuceneToken, { readonly kind: LuceneMark }> {
  return token?.kind === '+' || token?.kind === '-' || token?.kind === 'NOT'
}
