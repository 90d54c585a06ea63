import { type Diagnostic, diagnostic, type Parsed, type Span } from '../../base/index.ts'
import { type MqlToken, mqlTokensOf } from './lexer.ts'
import type {
  MqlArgument,
  MqlArithmetic,
  MqlComparisonOperator,
  MqlError,
  MqlExpression,
} from './syntax.ts'

/** Parentheses, brackets, calls and negations inside one another, and terms of one sum. */
export const maxDepth = 200

/**
 * Reads a query. Never throws and never stops at the first problem: what cannot be read becomes an
 * `error` node, and reading goes on behind it. Takes time linear in the text.
 */
export function parseMqlSyntax(text: string): Parsed<MqlExpression> {
  const diagnostics: Diagnostic[] = []
  const report = (found: Diagnostic): void => {
    diagnostics.push(found)
  }
  const value = new Parser(text, mqlTokensOf(text, report), report).parse()
  return { value, diagnostics }
}

/**
 * The grammar, least to most binding:
 *
 *     or           a or b
 *     and          a and b
 *     not          not a
 *     comparison   a == b    0 < a < 5    a in ("b", "c")    a not in $list    a is null
 *     sum          a + b     a - b
 *     product      a * b     a / b     a % b
 *     sign         -a
 *     postfix      a.b    a[0]    a.b(c, d = e)
 *     primary      "text"  'raw'  5  null  name  .  ..name  $list  [a, b]  (a)  2 of (a, b, c)
 *
 * A part that cannot be read ends where the next `and`, `or`, comma or closing bracket stands.
 */
class Parser {
  readonly #text: string
  readonly #tokens: readonly MqlToken[]
  readonly #report: (diagnostic: Diagnostic) => void
  #position = 0
  #depth = 0

  constructor(text: string, tokens: readonly MqlToken[], report: (diagnostic: Diagnostic) => void) {
    this.#text = text
    this.#tokens = tokens
    this.#report = report
  }

  parse(): MqlExpression {
    const value = this.#parseExpression()
    if (this.#isEnd()) return value
    if (value.kind !== 'error') this.#failHere(`“${this.#peekText}” is not expected here`)
    while (!this.#isEnd()) this.#take()
    return this.#error(value.span.start)
  }

  #parseExpression(): MqlExpression {
    return this.#parseLogical('or', () => this.#parseLogical('and', () => this.#parseNot()))
  }

  #parseLogical(kind: 'and' | 'or', parseOperand: () => MqlExpression): MqlExpression {
    const first = parseOperand()
    const operands = [first]
    while (this.#takeWord(kind)) operands.push(parseOperand())
    if (operands.length === 1) return first
    return { kind, operands, span: this.#spanFrom(first.span.start) }
  }

  #parseNot(): MqlExpression {
    const { start } = this.#peek.span
    if (!this.#takeWord('not')) return this.#parseCondition()
    return this.#nested(start, () => {
      const operand = this.#parseNot()
      return { kind: 'not', operand, span: this.#spanFrom(start) }
    })
  }

  /** One condition or value, behind which nothing but a logical word or the end of something may follow. */
  #parseCondition(): MqlExpression {
    const { start } = this.#peek.span
    const condition = this.#parseComparison()
    if (this.#isSync()) return condition
    if (condition.kind !== 'error') this.#failHere(`“${this.#peekText}” is not expected here`)
    return this.#skipCondition(start)
  }

  #parseComparison(): MqlExpression {
    const left = this.#parseSum()
    if (left.kind === 'error') return left
    const { start } = left.span
    const operands: MqlExpression[] = [left]
    const operators: MqlComparisonOperator[] = []
    for (;;) {
      const operator = this.#takeComparison()
      if (operator === undefined) break
      operators.push(operator)
      operands.push(this.#parseSum())
    }
    if (operators.length > 0) {
      return { kind: 'comparison', operands, operators, span: this.#spanFrom(start) }
    }
    return this.#parseMembership(left) ?? left
  }

  #takeComparison(): MqlComparisonOperator | undefined {
    const { kind, text } = this.#peek
    if (kind !== 'sign') return undefined
    switch (text) {
      case '==':
      case '!=':
      case '=~':
      case '!~':
      case '<':
      case '<=':
      case '>':
      case '>=':
        this.#take()
        return text
      case '=':
        this.#failHere('values are compared with “==”')
        this.#take()
        return '=='
      default:
        return undefined
    }
  }

  #parseMembership(operand: MqlExpression): MqlExpression | undefined {
    const { start } = operand.span
    if (this.#takeWord('is')) {
      const isNull = !this.#takeWord('not')
      if (!this.#takeWord('null')) return this.#unexpected(start)
      return { kind: 'presence', isNull, operand, span: this.#spanFrom(start) }
    }
    const isNegated = isWord(this.#peek, 'not') && isIn(this.#tokens[this.#position + 1])
    if (isNegated) this.#take()
    if (!isIn(this.#peek)) return undefined
    const ignoresCase = this.#take().kind === 'tilde_word'
    const isList = this.#takeSign('(')
    const values = isList ? this.#parseItems(')', start) : [this.#parseSum()]
    if (values === undefined) return this.#error(start)
    const span = this.#spanFrom(start)
    return { kind: 'membership', isNegated, ignoresCase, operand, values, isList, span }
  }

  #parseSum(): MqlExpression {
    return this.#parseArithmetic(['+', '-'], () =>
      this.#parseArithmetic(['*', '/', '%'], () => this.#parseSign()),
    )
  }

  #parseArithmetic(
    operators: readonly MqlArithmetic['operator'][],
    parseTerm: () => MqlExpression,
  ): MqlExpression {
    let left = parseTerm()
    const { start } = left.span
    for (let terms = 1; left.kind !== 'error'; terms++) {
      const operator = operators.find(sign => this.#isSign(sign))
      if (operator === undefined) return left
      this.#take()
      if (terms > maxDepth) {
        this.#reportDepth({ start, end: start + 1 })
        return this.#skipCondition(start)
      }
      const right = parseTerm()
      left = { kind: 'arithmetic', operator, left, right, span: this.#spanFrom(start) }
    }
    return left
  }

  #parseSign(): MqlExpression {
    const { start } = this.#peek.span
    if (!this.#takeSign('-')) return this.#parsePostfix()
    return this.#nested(start, () => {
      const operand = this.#parseSign()
      return { kind: 'sign', operand, span: this.#spanFrom(start) }
    })
  }

  /** `a.b[0].c(d).e`: a name in front of a bracket is a function’s. */
  #parsePostfix(): MqlExpression {
    let value = this.#parsePrimary()
    const { start } = value.span
    for (let steps = 0; value.kind !== 'error'; steps++) {
      const { kind, text } = this.#peek
      const isStep = (kind === 'dots' && text === '.') || this.#isSign('[') || this.#isSign('(')
      if (!isStep) return value
      if (steps > maxDepth) {
        this.#reportDepth({ start, end: start + 1 })
        return this.#skipCondition(start)
      }
      const next = this.#parseStep(value, start)
      if (next === undefined) return value
      value = next
    }
    return value
  }

  #parseStep(object: MqlExpression, start: number): MqlExpression | undefined {
    if (this.#isSign('(')) {
      const name = functionName(object)
      if (name === undefined) return undefined
      this.#take()
      const list = this.#parseArguments(start)
      if (list === undefined) return this.#error(start)
      const span = this.#spanFrom(start)
      return { kind: 'call', name, arguments: list, nameSpan: object.span, span }
    }
    if (this.#takeSign('[')) {
      const index = this.#nested(start, () => this.#parseExpression())
      if (!this.#takeSign(']')) {
        if (index.kind !== 'error') this.#failHere('“]” is missing')
        return this.#error(start)
      }
      return { kind: 'index', object, index, span: this.#spanFrom(start) }
    }
    this.#take()
    const { kind, text } = this.#peek
    if (kind !== 'word') return this.#unexpected(start)
    this.#take()
    return { kind: 'member', object, name: text, span: this.#spanFrom(start) }
  }

  #parsePrimary(): MqlExpression {
    const { kind, text, span } = this.#peek
    switch (kind) {
      case 'text':
      case 'raw_text':
        this.#take()
        return { kind: 'text', value: text, isRaw: kind === 'raw_text', span }
      case 'number':
        this.#take()
        if (this.#isWord('of')) return this.#parseNumberOf(text, span.start)
        return { kind: 'number', text, span }
      case 'list':
        this.#take()
        return { kind: 'list', name: text, span }
      case 'dots':
        return this.#parseItem(text.length, span)
      case 'word':
        return this.#parseWord(text, span)
      case 'sign':
        if (text === '(') return this.#parseParentheses(span.start)
        if (text === '[') {
          this.#take()
          const items = this.#parseItems(']', span.start)
          if (items === undefined) return this.#error(span.start)
          return { kind: 'array', items, span: this.#spanFrom(span.start) }
        }
        return this.#unexpected(span.start)
      case 'broken':
        this.#take()
        return this.#error(span.start)
      case 'tilde_word':
      case 'unknown':
      case 'end':
        return this.#unexpected(span.start)
    }
  }

  /** `.`, `..`, and a name directly behind the dots. */
  #parseItem(depth: number, span: Span): MqlExpression {
    this.#take()
    const item: MqlExpression = { kind: 'item', depth, span }
    const { kind, text, span: next } = this.#peek
    if (kind !== 'word' || next.start !== span.end) return item
    this.#take()
    return { kind: 'member', object: item, name: text, span: this.#spanFrom(span.start) }
  }

  #parseWord(text: string, span: Span): MqlExpression {
    const lower = text.toLowerCase()
    const next = this.#tokens[this.#position + 1]
    if ((lower === 'any' || lower === 'all') && isWord(next, 'of')) {
      this.#take()
      return this.#parseNumberOf(lower, span.start)
    }
    if (reserved.has(lower)) return this.#unexpected(span.start)
    this.#take()
    switch (lower) {
      case 'true':
      case 'false':
        return { kind: 'boolean', value: lower === 'true', span }
      case 'null':
        return { kind: 'null', span }
      default:
        return { kind: 'name', name: text, span }
    }
  }

  #parseNumberOf(number: string, start: number): MqlExpression {
    this.#take()
    if (!this.#takeSign('(')) return this.#unexpected(start)
    const items = this.#parseItems(')', start)
    if (items === undefined) return this.#error(start)
    return { kind: 'number_of', number, items, span: this.#spanFrom(start) }
  }

  /** Values with commas between them and the bracket that closes them; one comma may be left over. */
  #parseItems(close: ')' | ']', start: number): readonly MqlExpression[] | undefined {
    const list = this.#parseSeparated(close, () =>
      this.#nested(start, () => this.#parseExpression()),
    )
    return list
  }

  #parseArguments(start: number): readonly MqlArgument[] | undefined {
    return this.#parseSeparated(')', (): MqlArgument => {
      const { kind, text } = this.#peek
      const sign = this.#tokens[this.#position + 1]
      const isNamed = kind === 'word' && sign?.kind === 'sign' && sign.text === '='
      if (isNamed) {
        this.#take()
        this.#take()
      }
      const value = this.#nested(start, () => this.#parseExpression())
      return { name: isNamed ? text : undefined, value }
    })
  }

  #parseSeparated<T>(close: ')' | ']', parse: () => T): readonly T[] | undefined {
    const values: T[] = []
    while (!this.#takeSign(close)) {
      values.push(parse())
      if (this.#takeSign(',')) continue
      if (this.#takeSign(close)) return values
      this.#failHere(`“${close}” is missing`)
      return undefined
    }
    return values
  }

  #parseParentheses(start: number): MqlExpression {
    this.#take()
    return this.#nested(start, () => {
      const inner = this.#parseExpression()
      if (this.#takeSign(')')) return { ...inner, span: this.#spanFrom(start) }
      if (inner.kind !== 'error') this.#failHere('“)” is missing')
      const skipped = this.#skipCondition(start)
      return this.#takeSign(')') ? this.#error(start) : skipped
    })
  }

  #unexpected(start: number): MqlError {
    const message =
      this.#peek.kind === 'end'
        ? 'the query ends too early'
        : this.#isSync()
          ? `something is missing before “${this.#peekText}”`
          : `“${this.#peekText}” is not expected here`
    this.#failHere(message)
    return this.#skipCondition(start)
  }

  #skipCondition(start: number): MqlError {
    while (!this.#isSync()) this.#take()
    return this.#error(start)
  }

  /** Where a condition may end. */
  #isSync(): boolean {
    const { kind, text } = this.#peek
    if (kind === 'end') return true
    if (kind === 'sign') return text === ')' || text === ']' || text === ','
    return kind === 'word' && (text === 'and' || text === 'or')
  }

  /** What has been read since `start`, as an error. */
  #error(start: number): MqlError {
    const span = this.#spanFrom(start)
    return { kind: 'error', text: this.#text.slice(span.start, span.end), span }
  }

  /** Parses one level deeper, or skips the rest past the limit of levels. */
  #nested(start: number, parse: () => MqlExpression): MqlExpression {
    if (this.#depth >= maxDepth) {
      this.#reportDepth({ start, end: start + 1 })
      while (!this.#isEnd()) this.#take()
      return this.#error(start)
    }
    this.#depth++
    const value = parse()
    this.#depth--
    return value
  }

  #reportDepth(span: Span): void {
    const message = `conditions nest deeper than ${maxDepth} levels`
    this.#report(diagnostic('mql/nesting-limit', span, message))
  }

  get #peek(): MqlToken {
    // The last token is the end, and is not taken.
    return this.#tokens[this.#position] as MqlToken
  }

  #take(): MqlToken {
    const token = this.#peek
    if (token.kind !== 'end') this.#position++
    return token
  }

  #isEnd(): boolean {
    return this.#peek.kind === 'end'
  }

  #isSign(text: string): boolean {
    return this.#peek.kind === 'sign' && this.#peek.text === text
  }

  #takeSign(text: string): boolean {
    if (!this.#isSign(text)) return false
    this.#take()
    return true
  }

  #isWord(text: string): boolean {
    return isWord(this.#peek, text)
  }

  #takeWord(text: string): boolean {
    if (!this.#isWord(text)) return false
    this.#take()
    return true
  }

  /** The next token as it is written, cut where it is long. */
  get #peekText(): string {
    const { start, end } = this.#peek.span
    const text = this.#text.slice(start, Math.min(end, start + 40))
    return end > start + 40 ? `${text}…` : text
  }

  #spanFrom(start: number): Span {
    const last = this.#tokens[this.#position - 1]?.span.end ?? 0
    return { start, end: Math.max(start, last) }
  }

  #failHere(message: string): void {
    this.#report(diagnostic('mql/syntax', this.#peek.span, message))
  }
}

function isWord(token: MqlToken | undefined, text: string): boolean {
  return token?.kind === 'word' && token.text === text
}

function isIn(token: MqlToken | undefined): boolean {
  return token?.kind === 'tilde_word' || isWord(token, 'in')
}

/** `strings.icontains` of the names that stand for it; `undefined` for what is no name. */
function functionName(expression: MqlExpression): string | undefined {
  if (expression.kind === 'name') return expression.name
  if (expression.kind !== 'member') return undefined
  const object = functionName(expression.object)
  return object === undefined ? undefined : `${object}.${expression.name}`
}

/** Words that stand between things. */
const reserved: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'is', 'of'])
