import {
  type Diagnostic,
  diagnostic,
  joinSpans,
  limitDiagnostics,
  maxDiagnostics,
  type Parsed,
  type Span,
} from '../../base/index.ts'
import { type KueryMark, type KueryToken, lexKuery } from './lexer.ts'
import type {
  KueryIs,
  KueryLiteral,
  KueryMissing,
  KueryNegation,
  KueryOperation,
  KueryRangeOperator,
  KuerySyntax,
  KueryValue,
} from './syntax.ts'

/**
 * The grammar, least to most binding:
 *
 *     or        a: 1 or b: 2
 *     and       a: 1 and b: 2
 *     not       not a: 1
 *     group     (a: 1 or b: 2)
 *     query     a: 1    a: (1 or not 2)    a >= 1    a: { b: 1 }    free text
 */

/** Brackets and negations inside one another. */
export const maxKueryDepth = 200

const rangeOperators: Readonly<Record<string, KueryRangeOperator>> = {
  '<': 'lt',
  '<=': 'lte',
  '>': 'gt',
  '>=': 'gte',
}

/** Reads a query into its syntax tree. Never throws; what is missing is a node of its own. */
export function parseKuerySyntax(text: string): Parsed<KuerySyntax> {
  const lexed = lexKuery(text)
  const parser = new KueryParser(text, lexed.value)
  const value = parser.parse()
  return { value, diagnostics: limitDiagnostics([...lexed.diagnostics, ...parser.diagnostics]) }
}

/** What the operators join: queries, or the values of one field. */
interface Operands<T> {
  readonly parse: () => T
  /** Nodes of the same kinds in both: these make them of the one type or of the other. */
  readonly join: (operation: KueryOperation<T>) => T
  readonly negate: (negation: KueryNegation<T>) => T
  readonly none: (missing: KueryMissing) => T
}

class KueryParser {
  readonly diagnostics: Diagnostic[] = []
  private readonly text: string
  private readonly tokens: readonly KueryToken[]
  private readonly queries: Operands<KuerySyntax> = {
    parse: () => this.parseQuery(),
    join: operation => operation,
    negate: negation => negation,
    none: missing => missing,
  }
  private readonly values: Operands<KueryValue> = {
    parse: () => this.parseValue(),
    join: operation => operation,
    negate: negation => negation,
    none: missing => missing,
  }
  private position = 0
  private depth = 0

  constructor(text: string, tokens: readonly KueryToken[]) {
    this.text = text
    this.tokens = tokens
  }

  parse(): KuerySyntax {
    if (this.tokens.length === 0) return { kind: 'everything', span: this.here() }
    const parts: KuerySyntax[] = []
    for (;;) {
      parts.push(this.parseOr(this.queries))
      const rest = this.peek()
      if (rest === undefined) break
      // Only what closes nothing is left here; what stands behind it is read all the same.
      this.report('kuery/syntax', rest.span, `“${this.textOf(rest)}” is not expected here`)
      this.position++
      const next = this.peek()?.kind
      if (next === 'and' || next === 'or') this.position++
      else if (next === undefined) break
    }
    return joined('and', parts, this.queries.join)
  }

  private parseOr<T extends Placed>(operands: Operands<T>): T {
    return this.parseOperation('or', operands, () =>
      this.parseOperation('and', operands, () => this.parseNot(operands)),
    )
  }

  private parseOperation<T extends Placed>(
    kind: 'and' | 'or',
    { join }: Operands<T>,
    parseOperand: () => T,
  ): T {
    const operands = [parseOperand()]
    for (;;) {
      const next = this.peek()
      if (next?.kind === kind) this.position++
      else if (kind === 'and' && next !== undefined && beginsOperand(next)) {
        const message = `“and” or “or” is missing before “${this.textOf(next)}”`
        this.report('kuery/syntax', next.span, message)
      } else break
      operands.push(parseOperand())
    }
    return joined(kind, operands, join)
  }

  private parseNot<T extends Placed>(operands: Operands<T>): T {
    const word = this.peek()
    if (word?.kind === 'not') {
      this.position++
      const operand = this.nested(word.span, operands, () => this.parseNot(operands))
      return operands.negate({ kind: 'not', operand, span: joinSpans(word.span, operand.span) })
    }
    if (word?.kind === '(') {
      this.position++
      const inner = this.nested(word.span, operands, () => this.parseOr(operands))
      this.close(word, ')')
      return inner
    }
    return operands.parse()
  }

  /** `field: …`, `field > 1`, or free text. */
  private parseQuery(): KuerySyntax {
    const field = this.peek()
    if (field?.kind !== 'literal') {
      if (field?.kind !== ':' && field?.kind !== '{' && !isRange(field))
        return this.missing('a query')
      this.report('kuery/syntax', field.span, `“${this.textOf(field)}” has no field before it`)
      if (field.kind !== '{') this.position++
      // The value is read so that the query goes on behind it, and is dropped with its field.
      const { span } = this.peek()?.kind === '{' ? this.parseBraces() : this.parseFieldValue()
      return { kind: 'missing', span: joinSpans(field.span, span) }
    }
    this.position++
    const operator = this.peek()
    if (operator?.kind === ':') {
      this.position++
      if (this.peek()?.kind === '{') {
        const query = this.parseBraces()
        const span = { start: field.span.start, end: this.previousEnd() }
        return { kind: 'nested', field, query, span }
      }
      const value = this.parseFieldValue()
      const span = { start: field.span.start, end: Math.max(field.span.end, this.previousEnd()) }
      return { kind: 'is', field, value, span }
    }
    if (isRange(operator)) {
      this.position++
      const value = this.parseValue()
      const span = joinSpans(field.span, value.span)
      return { kind: 'range', field, operator: rangeOperators[operator.kind] ?? 'lt', value, span }
    }
    return this.freeText(field)
  }

  private freeText(value: KueryLiteral): KueryIs {
    const text = this.text.slice(value.span.start, value.span.end)
    const sign = value.isQuoted ? null : /^[^\s=]+\s*(==?)\s*\S/.exec(text)
    if (sign !== null) {
      const message = `“${text}” is searched for in all fields`
      this.report('kuery/equals-sign', value.span, message, 'compare a field with “:”')
    }
    return { kind: 'is', field: undefined, value, span: value.span }
  }

  private parseFieldValue(): KueryValue {
    if (this.peek()?.kind !== '(') return this.parseValue()
    return this.parseNot(this.values)
  }

  private parseValue(): KueryLiteral | KueryMissing {
    const token = this.peek()
    if (token?.kind !== 'literal') return this.missing('a value')
    this.position++
    return token
  }

  private parseBraces(): KuerySyntax {
    const brace = this.peek() as KueryMark
    this.position++
    const inner = this.nested(brace.span, this.queries, () => this.parseOr(this.queries))
    this.close(brace, '}')
    return inner
  }

  private nested<T>(span: Span, { none }: Operands<T>, parse: () => T): T {
    if (this.depth >= maxKueryDepth) {
      const message = `nested more than ${maxKueryDepth} levels deep`
      this.report('kuery/nesting-limit', span, message)
      this.skipGroup()
      return none({ kind: 'missing', span: { start: span.start, end: this.previousEnd() } })
    }
    this.depth++
    const result = parse()
    this.depth--
    return result
  }

  /** Goes on behind the bracket that closes the one just read, or in front of one that does not. */
  private close(open: KueryMark, closing: ')' | '}'): void {
    const next = this.peek()
    if (next?.kind !== closing) {
      const message =
        next === undefined
          ? `“${closing}” is missing for “${this.textOf(open)}”`
          : `“${this.textOf(next)}” stands where “${closing}” should`
      this.report('kuery/syntax', next?.span ?? open.span, message)
      this.skipGroup()
    }
    if (this.peek()?.kind === closing) this.position++
  }

  /** Skips to the bracket that closes the present group, whatever stands in it. */
  private skipGroup(): void {
    for (let open = 0; this.position < this.tokens.length; this.position++) {
      const kind = this.tokens[this.position]?.kind
      if (kind === '(' || kind === '{') open++
      else if (kind === ')' || kind === '}') {
        if (open === 0) return
        open--
      }
    }
  }

  private missing(what: string): KueryMissing {
    const next = this.peek()
    const message =
      next === undefined
        ? `${what} is missing at the end`
        : `${what} is missing before “${this.textOf(next)}”`
    const span = next?.span ?? this.here()
    this.report('kuery/syntax', span, message)
    return { kind: 'missing', span: { start: span.start, end: span.start } }
  }

  private peek(): KueryToken | undefined {
    return this.tokens[this.position]
  }

  private previousEnd(): number {
    return this.tokens[this.position - 1]?.span.end ?? 0
  }

  private here(): Span {
    return { start: this.text.length, end: this.text.length }
  }

  private textOf({ span }: KueryToken): string {
    const text = this.text.slice(span.start, span.end)
    return text.length > 40 ? `${text.slice(0, 40)}…` : text
  }

  private report(code: Diagnostic['code'], span: Span, message: string, help?: string): void {
    if (this.diagnostics.length >= maxDiagnostics) return
    this.diagnostics.push(diagnostic(code, span, message, help))
  }
}

interface Placed {
  readonly span: Span
}

function joined<T extends Placed>(
  kind: 'and' | 'or',
  operands: readonly T[],
  join: (operation: KueryOperation<T>) => T,
): T {
  const [first] = operands
  if (operands.length === 1 && first !== undefined) return first
  return join({ kind, operands, span: operands.map(operand => operand.span).reduce(joinSpans) })
}

function isRange(token: KueryToken | undefined): token is KueryMark {
  return token !== undefined && rangeOperators[token.kind] !== undefined
}

function beginsOperand(token: KueryToken): boolean {
  return token.kind === 'literal' || token.kind === '(' || token.kind === 'not'
}
