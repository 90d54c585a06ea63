import { type Diagnostic, diagnostic, type Span } from '../../base/index.ts'
import { keywords } from './keywords.ts'
import type { Token } from './lexer.ts'
import type {
  Arithmetic,
  Comparison,
  ErrorQuery,
  EventQuery,
  Expression,
  Literal,
  LookupOperator,
  Name,
} from './syntax.ts'

/** Parentheses, brackets, calls and negations inside one another, and terms of one sum. */
export const maxDepth = 200

/**
 * The grammar of conditions, least to most binding:
 *
 *     or           a or b
 *     and          a and b
 *     not          not a
 *     comparison   a == b     a : ("b", "c")     a not in (1, 2)
 *     sum          a + b      a - b
 *     product      a * b      a / b      a % b
 *     sign         -a
 *     primary      "text"  42  null  field  ?field  call(a, b)  (a)  descendant of [ … ]
 *
 * A part that cannot be read ends where the next `and`, `or`, comma, bar or closing bracket stands.
 */
export class ConditionParser {
  protected readonly text: string
  readonly #tokens: readonly Token[]
  readonly #report: (diagnostic: Diagnostic) => void
  #position = 0
  #depth = 0

  constructor(text: string, tokens: readonly Token[], report: (diagnostic: Diagnostic) => void) {
    this.text = text
    this.#tokens = tokens
    this.#report = report
  }

  /** `process where …`; the event of a step ends at its bracket. */
  protected parseEvent(place: 'top' | 'step'): EventQuery | ErrorQuery {
    const start = this.peek.span.start
    const isOver = (): boolean =>
      this.isEnd || this.isSign('|') || (place === 'step' && this.isSign(']'))
    const where = this.#tokens[this.#position + 1]
    const category = this.#findCategory()
    if (category === undefined || !isWord(where, 'where')) {
      const help = 'an event is written as “category where condition”, or “any where condition”'
      if (category === undefined) this.failHere('the event’s category is missing', help)
      else this.fail(where?.span ?? this.peek.span, '“where” is missing', help)
      this.skipTo(text => place === 'step' && (text === '[' || text === '!['), isOver)
      return this.errorQuery(this.spanFrom(start))
    }
    this.#position += 2
    let condition = this.parseExpression()
    if (!isOver()) {
      this.failHere(`“${this.peekText}” is not expected here`)
      this.skipTo(() => false, isOver)
      condition = this.#error(condition.span.start)
    }
    const isAny = category.kind === 'word' && category.text === 'any'
    return {
      kind: 'event',
      category: isAny ? undefined : { text: category.text, span: category.span },
      condition,
      span: this.spanFrom(start),
    }
  }

  /** An event and the bracket behind it; the one before it has been read. */
  protected parseBracketed(start: number): EventQuery | ErrorQuery {
    const event = this.nested(
      start,
      () => this.parseEvent('step'),
      span => this.errorQuery(span),
    )
    if (this.takeSign(']') !== undefined) return event
    this.failHere('“]” is missing')
    return this.errorQuery(event.span)
  }

  #findCategory(): Token | undefined {
    const token = this.peek
    if (token.kind === 'word') {
      return token.text === 'any' || !keywords.has(token.text) ? token : undefined
    }
    const isName = ['quoted_name', 'text', 'raw_text'].includes(token.kind)
    return isName ? token : undefined
  }

  protected parseExpression(): Expression {
    return this.#parseLogical('or', () => this.#parseLogical('and', () => this.#parseNot()))
  }

  #parseLogical(kind: 'and' | 'or', parseOperand: () => Expression): Expression {
    const first = parseOperand()
    const operands = [first]
    while (this.#takeLogicalWord(kind)) operands.push(parseOperand())
    if (operands.length === 1) return first
    return { kind, operands, span: this.spanFrom(first.span.start) }
  }

  #parseNot(): Expression {
    const start = this.peek.span.start
    if (!this.#takeLogicalWord('not')) return this.#parseCondition()
    return this.nested(
      start,
      () => {
        const operand = this.#parseNot()
        return { kind: 'not', operand, span: this.spanFrom(start) }
      },
      () => this.#error(start),
    )
  }

  /** One test, after which nothing but a logical word or the end of something may follow. */
  #parseCondition(): Expression {
    const start = this.peek.span.start
    const condition = this.#parseComparison()
    if (this.#isSync(this.peek)) return condition
    // An operand that could not be read has said so.
    if (condition.kind !== 'error') {
      this.failHere(`“${this.peekText}” is not expected here`, this.#helpHere())
    }
    return this.#skipCondition(start)
  }

  #helpHere(): string | undefined {
    const operators = ['==', '!=', '<', '<=', '>', '>=', ':']
    if (this.peek.kind === 'sign' && operators.includes(this.peek.text)) {
      return 'comparisons are joined with “and”, not chained'
    }
    return undefined
  }

  #parseComparison(): Expression {
    const left = this.#parseLookup(this.#parseArithmetic('sum'))
    const operator = this.#takeComparison()
    if (operator === undefined) return left
    const right = this.#parseLookup(this.#parseArithmetic('sum'))
    return { kind: 'comparison', operator, left, right, span: this.spanFrom(left.span.start) }
  }

  #takeComparison(): Comparison['operator'] | undefined {
    if (this.peek.kind !== 'sign') return undefined
    const { text, span } = this.peek
    switch (text) {
      case '==':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=':
        this.take()
        return text
      case '=':
        this.take()
        this.reportOther(span, 'Elasticsearch does not take “=” for “==”', 'write “==” or “:”')
        return '=='
      default:
        return undefined
    }
  }

  #parseLookup(operand: Expression): Expression {
    const found = this.#takeLookupOperator()
    if (found === undefined) return operand
    const { start } = operand.span
    const { operator, isNegated } = found
    const open = this.takeSign('(')
    const values =
      open === undefined
        ? [this.#parseArithmetic('sum')]
        : this.#parseList(open.span.start, 'a value is missing')
    if (values === undefined) return this.#error(start)
    return {
      kind: 'lookup',
      operator,
      isNegated,
      operand,
      values,
      isList: open !== undefined,
      span: this.spanFrom(start),
    }
  }

  #takeLookupOperator():
    | { readonly operator: LookupOperator; readonly isNegated: boolean }
    | undefined {
    const token = this.peek
    const following = this.#tokens[this.#position + 1]
    if (isWord(token, 'not') && following !== undefined) {
      const operator = toLookupOperator(following)
      if (operator === undefined) return undefined
      if (!operator.startsWith('in')) {
        const message = `Elasticsearch does not take “not ${operator}”`
        this.reportOther(token.span, message, 'write “not” before the field')
      }
      this.#position += 2
      return { operator, isNegated: true }
    }
    const operator = toLookupOperator(token)
    if (operator === undefined) return undefined
    this.take()
    return { operator, isNegated: false }
  }

  /**
   * Values with commas between them and the bracket that closes them; `undefined`, and reported, if
   * it does not, or if there must be a value and is none.
   */
  #parseList(start: number, missing: string): readonly Expression[] | undefined {
    const values: Expression[] = []
    if (this.takeSign(')') !== undefined) {
      if (missing === '') return values
      this.fail(this.spanFrom(start), missing)
      return undefined
    }
    const parse = (): Expression =>
      this.nested(
        start,
        () => this.parseExpression(),
        span => this.#error(span.start),
      )
    values.push(parse())
    while (this.takeSign(',') !== undefined) values.push(parse())
    return this.#isClosed() ? values : undefined
  }

  #isClosed(): boolean {
    if (this.takeSign(')') !== undefined) return true
    this.failHere('“)” is missing')
    return false
  }

  protected parseOperand(): Expression {
    return this.#parseArithmetic('sum')
  }

  #parseArithmetic(level: 'sum' | 'product'): Expression {
    const parseTerm = (): Expression =>
      level === 'sum' ? this.#parseArithmetic('product') : this.#parseSign()
    let left = parseTerm()
    const { start } = left.span
    for (let terms = 1; ; terms++) {
      const operator = this.#takeArithmetic(level)
      if (operator === undefined) return left
      if (terms > maxDepth) {
        this.#reportDepth(this.spanFrom(start))
        return this.#skipCondition(start)
      }
      const right = parseTerm()
      left = { kind: 'arithmetic', operator, left, right, span: this.spanFrom(start) }
    }
  }

  #takeArithmetic(level: 'sum' | 'product'): Arithmetic['operator'] | undefined {
    if (this.peek.kind !== 'sign') return undefined
    const { text } = this.peek
    switch (text) {
      case '+':
      case '-':
        if (level !== 'sum') return undefined
        break
      case '*':
      case '/':
      case '%':
        if (level !== 'product') return undefined
        break
      default:
        return undefined
    }
    this.take()
    return text
  }

  #parseSign(): Expression {
    const { kind, text, span } = this.peek
    if (kind !== 'sign' || (text !== '-' && text !== '+')) return this.#parsePrimary()
    this.take()
    return this.nested(
      span.start,
      () => {
        const operand = this.#parseSign()
        return { kind: 'sign', operator: text, operand, span: this.spanFrom(span.start) }
      },
      () => this.#error(span.start),
    )
  }

  #parsePrimary(): Expression {
    const token = this.peek
    const { kind, text, span } = token
    switch (kind) {
      case 'text':
      case 'raw_text':
        this.take()
        return literal(text, span, kind === 'raw_text')
      case 'number':
        this.take()
        return literal({ number: text }, span)
      case 'tilde_word':
      case 'word':
        return this.#parseWord(token)
      case 'quoted_name':
        return this.#parseField(span.start, false)
      case 'sign':
        if (text === '?') {
          this.take()
          return this.#parseField(span.start, true)
        }
        if (text === '(') return this.#parseParentheses(span.start)
        return this.#unexpected()
      case 'broken':
        this.take()
        return this.#error(span.start)
      case 'unknown':
      case 'end':
        return this.#unexpected()
    }
  }

  #parseParentheses(start: number): Expression {
    this.take()
    return this.nested(
      start,
      () => {
        const inner = this.parseExpression()
        // Where it was to close is not known, so neither is what it says.
        if (!this.#isClosed()) return this.#error(start)
        return { ...inner, span: this.spanFrom(start) }
      },
      () => this.#error(start),
    )
  }

  #parseWord(token: Token): Expression {
    const { kind, text, span } = token
    const following = this.#tokens[this.#position + 1]
    if (kind === 'word') {
      if (text === 'true' || text === 'false') {
        this.take()
        return literal(text === 'true', span)
      }
      if (text === 'null') {
        this.take()
        return literal(null, span)
      }
      if (keywords.has(text)) return this.#unexpected()
      if (isWord(following, 'of')) return this.#parseLineage({ text, span })
    }
    if (following?.kind === 'sign' && following.text === '(') return this.#parseCall(token)
    return kind === 'word' ? this.#parseField(span.start, false) : this.#unexpected()
  }

  #parseCall({ kind, text, span }: Token): Expression {
    this.#position += 2
    const list = this.#parseList(span.start, '')
    if (list === undefined) return this.#error(span.start)
    return {
      kind: 'call',
      name: kind === 'tilde_word' ? text.slice(0, -1) : text,
      ignoresCase: kind === 'tilde_word',
      arguments: list,
      nameSpan: span,
      span: this.spanFrom(span.start),
    }
  }

  #parseLineage(relation: Name): Expression {
    this.#position += 2
    const { start } = relation.span
    if (this.takeSign('[') === undefined) {
      this.failHere('the event is missing, in brackets')
      return this.#skipCondition(start)
    }
    const event = this.parseBracketed(start)
    return { kind: 'lineage', relation, event, span: this.spanFrom(start) }
  }

  /** Names with dots between them; behind a dot a keyword or a number is a name too. */
  #parseField(start: number, isOptional: boolean): Expression {
    const first = this.peek
    const isName = first.kind === 'word' ? !keywords.has(first.text) : first.kind === 'quoted_name'
    if (!isName) return this.#unexpected()
    const names = [this.take().text]
    while (this.isSign('.')) {
      const next = this.#tokens[this.#position + 1]
      const isSegment =
        next !== undefined &&
        (next.kind === 'word' ||
          next.kind === 'quoted_name' ||
          (next.kind === 'number' && /^\d+$/.test(next.text)))
      if (!isSegment) {
        this.take()
        return this.#unexpected(start)
      }
      names.push(next.text)
      this.#position += 2
    }
    return { kind: 'field', name: names.join('.'), isOptional, span: this.spanFrom(start) }
  }

  /** Reports what comes next, and skips it up to where reading can go on. */
  #unexpected(start: number = this.peek.span.start): Expression {
    const message = this.isEnd
      ? 'the query ends too early'
      : this.#isSync(this.peek)
        ? `something is missing before “${this.peekText}”`
        : `“${this.peekText}” is not expected here`
    this.failHere(message)
    return this.#skipCondition(start)
  }

  #skipCondition(start: number): Expression {
    this.skipTo(
      () => false,
      () => this.#isSync(this.peek),
    )
    return this.#error(start)
  }

  /** What has been read since `start`, as an error. */
  #error(start: number): Expression {
    const span = this.spanFrom(start)
    return { kind: 'error', text: this.text.slice(span.start, span.end), span }
  }

  protected errorQuery(span: Span): ErrorQuery {
    return { kind: 'error', text: this.text.slice(span.start, span.end), span }
  }

  /** Where a condition may end. */
  #isSync({ kind, text }: Token): boolean {
    if (kind === 'end') return true
    if (kind === 'sign') return [')', ']', ',', '|'].includes(text)
    return kind === 'word' && /^(?:and|or)$/i.test(text)
  }

  /** Parses one level deeper, or skips it all past the limit of levels. */
  protected nested<T>(start: number, parse: () => T, toValue: (span: Span) => T): T {
    if (this.#depth >= maxDepth) {
      this.#reportDepth({ start, end: start + 1 })
      this.skipTo(
        () => false,
        () => this.isEnd || this.isSign('|'),
      )
      return toValue(this.spanFrom(start))
    }
    this.#depth++
    const value = parse()
    this.#depth--
    return value
  }

  #reportDepth(span: Span): void {
    const message = `nested more than ${maxDepth} levels deep`
    this.#report(diagnostic('eql/nesting-limit', span, message))
  }

  /** Skips tokens, brackets with their content, up to one that stops, a bar or the end. */
  protected skipTo(
    stopsAt: (text: string) => boolean,
    isOver: () => boolean = () => this.isEnd || this.isSign('|'),
  ): void {
    let depth = 0
    while (!this.isEnd) {
      const { kind, text } = this.peek
      const isPlain = kind === 'sign' || kind === 'word'
      if (depth === 0 && (isOver() || (isPlain && stopsAt(text)))) return
      if (kind === 'sign') {
        if (text === '(' || text === '[' || text === '![') depth++
        else if ((text === ')' || text === ']') && depth > 0) depth--
      }
      this.#position++
    }
  }

  protected get peek(): Token {
    // The last token is the end, and nothing reads past it.
    return this.#tokens[this.#position] as Token
  }

  /** What comes next, short enough for a message. */
  protected get peekText(): string {
    const { start, end } = this.peek.span
    const source = this.text.slice(start, Math.min(end, start + 40))
    return end > start + 40 ? `${source}…` : source
  }

  protected get isEnd(): boolean {
    return this.peek.kind === 'end'
  }

  protected isSign(text: string): boolean {
    return this.peek.kind === 'sign' && this.peek.text === text
  }

  protected isKeyword(): boolean {
    return this.peek.kind === 'word' && keywords.has(this.peek.text)
  }

  protected take(): Token {
    const token = this.peek
    if (token.kind !== 'end') this.#position++
    return token
  }

  protected takeSign(text: string): Token | undefined {
    return this.isSign(text) ? this.take() : undefined
  }

  protected takeWord(text: string): Token | undefined {
    return isWord(this.peek, text) ? this.take() : undefined
  }

  /** EQL’s keywords are lower case; `AND` is read as what it means. */
  #takeLogicalWord(word: 'and' | 'or' | 'not'): boolean {
    const { kind, text, span } = this.peek
    if (kind !== 'word' || text.toLowerCase() !== word) return false
    if (text !== word) {
      this.reportOther(span, `Elasticsearch does not take “${text}”`, `write “${word}”`)
    }
    this.take()
    return true
  }

  /** From `start` to the end of the last token that was taken. */
  protected spanFrom(start: number): Span {
    const end = this.#tokens[this.#position - 1]?.span.end ?? start
    return { start, end: Math.max(start, end) }
  }

  protected fail(span: Span, message: string, help?: string): void {
    this.#report(diagnostic('eql/syntax', span, message, help))
  }

  /** Reports what comes next, unless the lexer has done so. */
  protected failHere(message: string, help?: string): void {
    if (this.peek.kind !== 'broken') this.fail(this.peek.span, message, help)
  }

  protected reportOther(span: Span, message: string, help: string): void {
    this.#report(diagnostic('eql/other-dialect', span, message, help))
  }
}

function isWord(token: Token | undefined, text: string): boolean {
  return token?.kind === 'word' && token.text === text
}

function toLookupOperator({ kind, text }: Token): LookupOperator | undefined {
  if (kind === 'sign') return text === ':' ? ':' : undefined
  if (kind !== 'word' && kind !== 'tilde_word') return undefined
  switch (text) {
    case 'in':
    case 'in~':
    case 'like':
    case 'like~':
    case 'regex':
    case 'regex~':
      return text
    default:
      return undefined
  }
}

function literal(value: Literal['value'], span: Span, isRaw = false): Literal {
  return { kind: 'literal', value, isRaw, span }
}
