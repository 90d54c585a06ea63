import { type Diagnostic, diagnostic, type Span } from '../../base/index.ts'
import type { YaralToken } from './lexer.ts'
import type {
  YaralArithmetic,
  YaralComparisonOperator,
  YaralError,
  YaralExpression,
  YaralField,
  YaralStep,
} from './syntax.ts'

/** Parentheses, brackets, calls and negations inside one another, and terms of one sum. */
export const maxDepth = 200

/** Sections of rules, and those that only searches have. */
export const sectionNames: ReadonlySet<string> = new Set([
  'meta',
  'events',
  'match',
  'outcome',
  'condition',
  'options',
  'dedup',
  'order',
  'limit',
  'select',
  'unselect',
])

/**
 * The grammar of conditions and values, least to most binding:
 *
 *     or           a or b
 *     and          a and b
 *     not          not a    !$e
 *     modifier     a nocase
 *     comparison   a = b    a in regex %list    a is not null
 *     sum          a + b    a - b
 *     product      a * b    a / b    a % b
 *     sign         -a
 *     primary      $e.a.b["k"][0]  #e  %list  "text"  /regex/  5  call(a, b)  any $e.a  2 of [a, b]  (a)
 *
 * Conditions of a section stand behind one another without a sign between them: one is over where the
 * next token cannot go on with it. A part that cannot be read ends at the next `and`, `or`, comma or
 * bracket, and at the end of its line.
 */
export class ExpressionParser {
  protected readonly text: string
  readonly #tokens: readonly YaralToken[]
  readonly #report: (diagnostic: Diagnostic) => void
  #position = 0
  #depth = 0

  constructor(
    text: string,
    tokens: readonly YaralToken[],
    report: (diagnostic: Diagnostic) => void,
  ) {
    this.text = text
    this.#tokens = tokens
    this.#report = report
  }

  protected parseExpression(): YaralExpression {
    return this.#parseLogical('or', () => this.#parseLogical('and', () => this.#parseNot()))
  }

  #parseLogical(kind: 'and' | 'or', parseOperand: () => YaralExpression): YaralExpression {
    const first = parseOperand()
    const operands = [first]
    while (this.takeWord(kind)) operands.push(parseOperand())
    if (operands.length === 1) return first
    return { kind, operands, span: this.spanFrom(first.span.start) }
  }

  #parseNot(): YaralExpression {
    const { start } = this.peek.span
    if (!this.takeWord('not') && !this.takeSign('!')) return this.#parseModified()
    return this.nested(start, () => {
      const operand = this.#parseNot()
      return { kind: 'not', operand, span: this.spanFrom(start) }
    })
  }

  #parseModified(): YaralExpression {
    let condition = this.#parseComparison()
    while (this.takeWord('nocase')) {
      const span = this.spanFrom(condition.span.start)
      if (condition.kind !== 'nocase') condition = { kind: 'nocase', operand: condition, span }
    }
    return condition
  }

  #parseComparison(): YaralExpression {
    const left = this.#parseSum()
    if (left.kind === 'error') return left
    const operator = this.#takeComparison()
    if (operator !== undefined) {
      const right = this.#parseSum()
      const span = this.spanFrom(left.span.start)
      return { kind: 'comparison', operator, left, right, span }
    }
    return this.#parseMembership(left) ?? left
  }

  #takeComparison(): YaralComparisonOperator | undefined {
    const { kind, text, span } = this.peek
    if (kind !== 'sign') return undefined
    switch (text) {
      case '=':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=':
        this.take()
        return text
      case '==':
        this.take()
        this.fail(span, 'values are compared with “=”')
        return '='
      default:
        return undefined
    }
  }

  #parseMembership(operand: YaralExpression): YaralExpression | undefined {
    const { start } = operand.span
    if (this.takeWord('is')) {
      const isNull = !this.takeWord('not')
      if (!this.takeWord('null')) return this.#unexpected(start)
      return { kind: 'presence', isNull, operand, span: this.spanFrom(start) }
    }
    const next = this.#tokens[this.#position + 1]
    const isNegated = isWord(this.peek, 'not') && !this.peek.startsLine && isWord(next, 'in')
    if (isNegated) this.take()
    if (!this.takeWord('in')) return undefined
    const as = this.takeWord('regex') ? 'regex' : this.takeWord('cidr') ? 'cidr' : 'text'
    const list = this.#parseSum()
    return { kind: 'membership', isNegated, as, operand, list, span: this.spanFrom(start) }
  }

  #parseSum(): YaralExpression {
    return this.#parseArithmetic(['+', '-'], () =>
      this.#parseArithmetic(['*', '/', '%'], () => this.#parseSign()),
    )
  }

  #parseArithmetic(
    operators: readonly YaralArithmetic['operator'][],
    parseTerm: () => YaralExpression,
  ): YaralExpression {
    let left = parseTerm()
    const { start } = left.span
    for (let terms = 1; left.kind !== 'error'; terms++) {
      const operator = operators.find(sign => this.isSign(sign))
      if (operator === undefined) return left
      this.take()
      if (terms > maxDepth) {
        this.#reportDepth({ start, end: start + 1 })
        return this.#skipCondition(start)
      }
      const right = parseTerm()
      left = { kind: 'arithmetic', operator, left, right, span: this.spanFrom(start) }
    }
    return left
  }

  #parseSign(): YaralExpression {
    const { start } = this.peek.span
    if (!this.takeSign('-')) return this.#parsePrimary()
    return this.nested(start, () => {
      const operand = this.#parseSign()
      return { kind: 'sign', operand, span: this.spanFrom(start) }
    })
  }

  #parsePrimary(): YaralExpression {
    const token = this.peek
    const { kind, text, span } = token
    switch (kind) {
      case 'text':
      case 'raw_text':
        this.take()
        return { kind: 'text', value: text, isRaw: kind === 'raw_text', span }
      case 'regex':
        this.take()
        return { kind: 'regex', source: text, span }
      case 'number':
        this.take()
        if (this.isWord('of')) return this.#parseNumberOf(text, span.start)
        return { kind: 'number', text, span }
      case 'count':
        this.take()
        return { kind: 'count', variable: text, span }
      case 'list':
        this.take()
        return { kind: 'list', name: text, span }
      case 'variable':
        this.take()
        return this.#parsePath(text, [], span.start)
      case 'word':
        return this.#parseWord(token)
      case 'sign':
        if (text === '(') return this.#parseParentheses(span.start)
        if (text === '[') return this.#parseArray(span.start)
        return this.#unexpected(span.start)
      case 'broken':
        this.take()
        return this.#error(span.start)
      case 'duration':
      case 'unknown':
      case 'end':
        return this.#unexpected(span.start)
    }
  }

  #parseWord({ text, span }: YaralToken): YaralExpression {
    const lower = text.toLowerCase()
    if (this.isSectionHead() || reserved.has(lower)) return this.#unexpected(span.start)
    if (lower === 'any' || lower === 'all') return this.#parseQuantified(lower, span.start)
    this.take()
    if (lower === 'true' || lower === 'false') {
      return { kind: 'boolean', value: lower === 'true', span }
    }
    if (this.isSign('(')) return this.#parseCall(text, span)
    const field = this.#parsePath(undefined, [{ kind: 'name', name: text }], span.start)
    if (field.kind !== 'field' || !this.isSign('(') || this.peek.startsLine) return field
    return this.#parseCall(field.path.map(toName).join('.'), field.span)
  }

  #parseQuantified(quantifier: 'any' | 'all', start: number): YaralExpression {
    this.take()
    if (this.isWord('of')) return this.#parseNumberOf(quantifier, start)
    return this.nested(start, () => {
      const operand = this.#parsePrimary()
      return { kind: 'quantified', quantifier, operand, span: this.spanFrom(start) }
    })
  }

  #parseNumberOf(number: string, start: number): YaralExpression {
    this.take()
    if (!this.takeSign('[')) return this.#unexpected(start)
    const items = this.#parseList(']', start)
    if (items === undefined) return this.#error(start)
    return { kind: 'number_of', number, items, span: this.spanFrom(start) }
  }

  #parseCall(name: string, nameSpan: Span): YaralExpression {
    this.take()
    const list = this.#parseList(')', nameSpan.start)
    if (list === undefined) return this.#error(nameSpan.start)
    const span = this.spanFrom(nameSpan.start)
    return { kind: 'call', name, arguments: list, nameSpan, span }
  }

  #parseArray(start: number): YaralExpression {
    this.take()
    const items = this.#parseList(']', start)
    if (items === undefined) return this.#error(start)
    return { kind: 'array', items, span: this.spanFrom(start) }
  }

  /** Values with commas between them, and the bracket that closes them; `undefined` if it does not. */
  #parseList(close: ')' | ']', start: number): readonly YaralExpression[] | undefined {
    const values: YaralExpression[] = []
    if (this.takeSign(close)) return values
    do {
      values.push(this.nested(start, () => this.parseExpression()))
    } while (this.takeSign(','))
    if (this.takeSign(close)) return values
    if (values.at(-1)?.kind !== 'error') this.failHere(`“${close}” is missing`)
    return undefined
  }

  #parseParentheses(start: number): YaralExpression {
    this.take()
    return this.nested(start, () => {
      const inner = this.parseExpression()
      // Where it was to close is not known, so neither is what it says.
      if (!this.takeSign(')')) {
        if (inner.kind !== 'error') this.failHere('“)” is missing')
        const skipped = this.#skipCondition(start)
        return this.takeSign(')') ? this.#error(start) : skipped
      }
      return { ...inner, span: this.spanFrom(start) }
    })
  }

  /** What stands behind a name: `.name`, `["key"]`, `[0]`. */
  #parsePath(
    variable: string | undefined,
    first: readonly YaralStep[],
    start: number,
  ): YaralField | YaralError {
    const path = [...first]
    for (;;) {
      if (this.isSign('.')) {
        this.take()
        const { kind, text } = this.peek
        if (kind !== 'word') return this.#unexpected(start)
        this.take()
        path.push({ kind: 'name', name: text })
      } else if (this.isSign('[') && this.peek.span.start === this.#lastEnd()) {
        this.take()
        const { kind, text } = this.peek
        if (kind === 'text' || kind === 'raw_text') path.push({ kind: 'key', key: text })
        else if (kind === 'number') path.push({ kind: 'index', index: text })
        else return this.#unexpected(start)
        this.take()
        if (!this.takeSign(']')) return this.#unexpected(start)
      } else return { kind: 'field', variable, path, span: this.spanFrom(start) }
    }
  }

  #unexpected(start: number): YaralError {
    const { kind } = this.peek
    const message =
      kind === 'end'
        ? 'the rule ends too early'
        : this.#isSync()
          ? `something is missing before “${this.peekText}”`
          : `“${this.peekText}” is not expected here`
    this.failHere(message)
    return this.#skipCondition(start)
  }

  #skipCondition(start: number): YaralError {
    this.skipTo(() => this.#isSync() || this.peek.startsLine)
    return this.#error(start)
  }

  /** Where a condition may end. */
  #isSync(): boolean {
    const { kind, text } = this.peek
    if (kind === 'end' || this.isSectionHead()) return true
    if (kind === 'sign') return [')', ']', ',', '}'].includes(text)
    return kind === 'word' && /^(?:and|or)$/i.test(text)
  }

  /** What has been read since `start`, as an error. */
  #error(start: number): YaralError {
    const span = this.spanFrom(start)
    return { kind: 'error', text: this.text.slice(span.start, span.end), span }
  }

  protected errorFrom(start: number): YaralError {
    return this.#error(start)
  }

  /** Parses one level deeper, or skips the section past the limit of levels. */
  protected nested(start: number, parse: () => YaralExpression): YaralExpression {
    if (this.#depth >= maxDepth) {
      this.#reportDepth({ start, end: start + 1 })
      this.skipTo(() => this.peek.kind === 'end' || this.isSign('}') || this.isSectionHead())
      return this.#error(start)
    }
    this.#depth++
    const value = parse()
    this.#depth--
    return value
  }

  #reportDepth(span: Span): void {
    const message = `conditions nest deeper than ${maxDepth} levels`
    this.#report(diagnostic('yaral/nesting-limit', span, message))
  }

  /** Skips at least one token, unless reading can go on at once. */
  protected skipTo(isEnd: () => boolean): void {
    if (this.#isSync()) return
    do this.take()
    while (this.peek.kind !== 'end' && !isEnd())
  }

  /** `events:`; a colon stands behind nothing else. */
  protected isSectionHead(): boolean {
    const { kind, text } = this.peek
    const next = this.#tokens[this.#position + 1]
    const hasColon = next?.kind === 'sign' && next.text === ':'
    return kind === 'word' && hasColon && sectionNames.has(text.toLowerCase())
  }

  protected get peek(): YaralToken {
    // The last token is the end, and is not taken.
    return this.#tokens[this.#position] as YaralToken
  }

  protected peekAt(offset: number): YaralToken | undefined {
    return this.#tokens[this.#position + offset]
  }

  protected take(): YaralToken {
    const token = this.peek
    if (token.kind !== 'end') this.#position++
    return token
  }

  protected get isEnd(): boolean {
    return this.peek.kind === 'end'
  }

  protected isSign(text: string): boolean {
    return this.peek.kind === 'sign' && this.peek.text === text
  }

  protected takeSign(text: string): boolean {
    if (!this.isSign(text)) return false
    this.take()
    return true
  }

  protected isWord(text: string): boolean {
    return isWord(this.peek, text)
  }

  protected takeWord(text: string): boolean {
    if (!this.isWord(text)) return false
    this.take()
    return true
  }

  /** The next token as it is written, cut where it is long. */
  protected get peekText(): string {
    const { start, end } = this.peek.span
    const text = this.text.slice(start, Math.min(end, start + 40))
    return end > start + 40 ? `${text}…` : text
  }

  #lastEnd(): number {
    return this.#tokens[this.#position - 1]?.span.end ?? 0
  }

  protected spanFrom(start: number): Span {
    return { start, end: Math.max(start, this.#lastEnd()) }
  }

  protected failHere(message: string, help?: string): void {
    this.fail(this.peek.span, message, help)
  }

  protected fail(span: Span, message: string, help?: string): void {
    this.#report(diagnostic('yaral/syntax', span, message, help))
  }
}

function isWord(token: YaralToken | undefined, text: string): boolean {
  return token?.kind === 'word' && token.text.toLowerCase() === text
}

function toName(step: YaralStep): string {
  switch (step.kind) {
    case 'name':
      return step.name
    case 'key':
      return step.key
    case 'index':
      return step.index
  }
}

/** Words that stand between things. */
const reserved: ReadonlySet<string> = new Set([
  'and',
  'or',
  'not',
  'in',
  'is',
  'nocase',
  'over',
  'of',
])
