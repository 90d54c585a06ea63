import { type Diagnostic, diagnostic, joinSpans, type Parsed, type Span } from '../../base/index.ts'
import type { YamlScalar } from '../../base/yaml/index.ts'
import type { Aggregation, AggregationFunction, Condition } from './syntax.ts'

/**
 * The condition's grammar, least to most binding:
 *
 *     or        a or b
 *     and       a and b
 *     not       not a
 *     x of      1 of a*    all of them
 *     ( )       (a or b)
 */

/** A condition, or `undefined` where it does not follow the grammar; and what follows its pipe. */
export interface ParsedCondition {
  readonly condition: Condition | undefined
  /** The text behind the first `|`, with its place. */
  readonly pipe: { readonly text: string; readonly span: Span } | undefined
}

/** Parentheses and negations inside one another. */
export const maxConditionDepth = 200

interface Token {
  readonly text: string
  readonly span: Span
}

/** Reads the condition that a scalar holds. */
export function parseConditionNode({ text, textStart, span }: YamlScalar): Parsed<ParsedCondition> {
  const { value, diagnostics } = parseCondition(text, textStart ?? span.start)
  if (textStart !== undefined) return { value, diagnostics }
  // A folded text has other offsets than the file: everything stands somewhere in the whole.
  return {
    value: {
      condition: value.condition && placedAt(value.condition, span),
      pipe: value.pipe && { ...value.pipe, span },
    },
    diagnostics: diagnostics.map(d => ({ ...d, span })),
  }
}

function placedAt(condition: Condition, span: Span): Condition {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { ...condition, operands: condition.operands.map(c => placedAt(c, span)), span }
    case 'not':
      return { ...condition, operand: placedAt(condition.operand, span), span }
    case 'name':
    case 'quantifier':
      return { ...condition, span }
  }
}

/** Reads a condition; `start` is where its text begins in the file. */
export function parseCondition(text: string, start: number): Parsed<ParsedCondition> {
  const bar = text.indexOf('|')
  const head = bar < 0 ? text : text.slice(0, bar)
  const tokens = [...head.matchAll(/[()]|[^\s()]+/g)].map(m => ({
    text: m[0],
    span: { start: start + m.index, end: start + m.index + m[0].length },
  }))
  const end = { start: start + head.length, end: start + head.length }
  const parser = new ConditionParser(tokens, end)
  const condition = parser.parse()
  const pipe =
    bar < 0
      ? undefined
      : { text: text.slice(bar + 1), span: { start: start + bar, end: start + text.length } }
  return { value: { condition, pipe }, diagnostics: parser.diagnostics }
}

class ConditionParser {
  readonly diagnostics: Diagnostic[] = []
  private readonly tokens: readonly Token[]
  private readonly end: Span
  private position = 0
  private depth = 0

  constructor(tokens: readonly Token[], end: Span) {
    this.tokens = tokens
    this.end = end
  }

  parse(): Condition | undefined {
    const condition = this.parseOr()
    const rest = this.tokens[this.position]
    if (condition !== undefined && rest !== undefined) {
      return this.fail(rest.span, `“${rest.text}” is not expected here`)
    }
    return condition
  }

  private parseOr(): Condition | undefined {
    return this.parseOperation('or', () => this.parseOperation('and', () => this.parseNot()))
  }

  private parseOperation(
    kind: 'and' | 'or',
    parseOperand: () => Condition | undefined,
  ): Condition | undefined {
    const first = parseOperand()
    if (first === undefined) return undefined
    const operands = [first]
    while (this.takeWord(kind) !== undefined) {
      const next = parseOperand()
      if (next === undefined) return undefined
      operands.push(next)
    }
    if (operands.length === 1) return first
    const span = joinSpans(first.span, operands.at(-1)?.span ?? first.span)
    return { kind, operands, span }
  }

  private parseNot(): Condition | undefined {
    const word = this.takeWord('not')
    if (word === undefined) return this.parsePrimary()
    const operand = this.nested(word.span, () => this.parseNot())
    if (operand === undefined) return undefined
    return { kind: 'not', operand, span: joinSpans(word.span, operand.span) }
  }

  private parsePrimary(): Condition | undefined {
    const token = this.tokens[this.position]
    if (token === undefined) return this.fail(this.end, 'the condition ends too early')
    if (token.text === '(') {
      this.position++
      const inner = this.nested(token.span, () => this.parseOr())
      if (inner === undefined) return undefined
      const close = this.tokens[this.position]
      if (close?.text !== ')') return this.fail(close?.span ?? this.end, '“)” is missing')
      this.position++
      return { ...inner, span: joinSpans(token.span, close.span) }
    }
    if (token.text === ')' || /^(and|or|not)$/i.test(token.text)) {
      return this.fail(token.span, `“${token.text}” is not expected here`)
    }
    this.position++
    const of = this.tokens[this.position]
    if (of !== undefined && /^of$/i.test(of.text)) return this.parseQuantifier(token)
    return { kind: 'name', name: token.text, span: token.span }
  }

  /** `1 of them`: the number has been read, `of` comes next. */
  private parseQuantifier(word: Token): Condition | undefined {
    this.position++
    const target = this.tokens[this.position]
    const quantifier = /^(1|any)$/i.test(word.text)
      ? 'any'
      : /^all$/i.test(word.text)
        ? 'all'
        : undefined
    if (quantifier === undefined) {
      return this.fail(word.span, `“${word.text} of” is unknown; there are “1 of” and “all of”`)
    }
    if (target === undefined || /^[()]$/.test(target.text)) {
      return this.fail(target?.span ?? this.end, `“${word.text} of” names no selections`)
    }
    this.position++
    const span = joinSpans(word.span, target.span)
    return { kind: 'quantifier', quantifier, pattern: target.text, span }
  }

  private nested<T>(span: Span, parse: () => T | undefined): T | undefined {
    if (this.depth >= maxConditionDepth) {
      const message = `nested more than ${maxConditionDepth} levels deep`
      this.diagnostics.push(diagnostic('sigma/nesting-limit', span, message))
      return undefined
    }
    this.depth++
    const result = parse()
    this.depth--
    return result
  }

  /** Rules of old write `AND` too. */
  private takeWord(word: string): Token | undefined {
    const token = this.tokens[this.position]
    if (token === undefined || token.text.toLowerCase() !== word) return undefined
    this.position++
    return token
  }

  private fail(span: Span, message: string): undefined {
    if (this.diagnostics.length === 0) {
      this.diagnostics.push(diagnostic('sigma/condition-syntax', span, message))
    }
    return undefined
  }
}

const operators = {
  '<': 'lt',
  '<=': 'lte',
  '>': 'gt',
  '>=': 'gte',
  '=': 'equals',
  '==': 'equals',
} as const

const functionNames: readonly string[] = ['count', 'min', 'max', 'avg', 'sum']

/**
 * An aggregation of the old form, or `undefined` if the text is none.
 *
 *     count(TargetUserName) by IpAddress, Computer > 10
 */
export function findAggregation(text: string, span: Span): Aggregation | undefined {
  const match =
    /^\s*(\w+)\s*\(\s*([^()]*?)\s*\)\s*(?:by\s+([^<>=]+?))?\s*(<=|>=|==|<|>|=)\s*(-?\d+(?:\.\d+)?)\s*$/i.exec(
      text,
    )
  if (match === null) return undefined
  const [, name = '', field = '', groupBy = '', operator = '', value = ''] = match
  const lowerName = name.toLowerCase()
  if (!functionNames.includes(lowerName)) return undefined
  if (lowerName !== 'count' && field === '') return undefined
  return {
    function: lowerName as AggregationFunction,
    field: field === '' ? undefined : field,
    groupBy: groupBy.split(/[\s,]+/).filter(name => name !== ''),
    operator: operators[operator as keyof typeof operators],
    value: Number(value),
    span,
  }
}

const unitSeconds: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  M: 2_629_746,
  y: 31_556_952,
}

/** A time span such as `15m` in seconds, or `undefined` if it is none. */
export function findSeconds(text: string): number | undefined {
  const match = /^\s*(\d+)\s*([smhdwMy])\s*$/.exec(text)
  if (match === null) return undefined
  const seconds = Number(match[1]) * (unitSeconds[match[2] ?? ''] ?? 0)
  return seconds > 0 && Number.isSafeInteger(seconds) ? seconds : undefined
}
