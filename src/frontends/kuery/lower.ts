import {
  assertNever,
  type Diagnostic,
  diagnostic,
  findDateRange,
  type Span,
} from '../../base/index.ts'
import {
  and,
  anyField,
  type DeriveStage,
  type Expression,
  findLiteralText,
  isNetwork,
  literal,
  not,
  or,
  pattern,
  printPattern,
  type TestFrame,
  toTermTest,
  toTextTest,
} from '../../ir/index.ts'
import { isAnalysedField, isDateField } from '../../knowledge/index.ts'
import type {
  KueryIs,
  KueryLiteral,
  KueryNested,
  KueryRange,
  KuerySyntax,
  KueryValue,
} from './syntax.ts'

/** The meaning of a query: its condition, and the fields that only a pattern names. */
export interface LoweredKuery {
  readonly expression: Expression
  /** Fields that are named by a pattern, which nothing here resolves. */
  readonly derived: readonly DeriveStage[]
}

/** The meaning of a syntax tree; `text` is what it was read from. */
export function lowerKuery(
  syntax: KuerySyntax,
  text: string,
  diagnostics: Diagnostic[],
): LoweredKuery {
  const lowering = new KueryLowering(text, diagnostics)
  const expression = lowering.lower(syntax, '')
  return { expression, derived: [...lowering.derived.values()] }
}

class KueryLowering {
  readonly derived = new Map<string, DeriveStage>()
  private readonly text: string
  private readonly diagnostics: Diagnostic[]
  private nextList = 0

  constructor(text: string, diagnostics: Diagnostic[]) {
    this.text = text
    this.diagnostics = diagnostics
  }

  /** `path` is the object that the query is nested in, with a dot behind it. */
  lower(syntax: KuerySyntax, path: string): Expression {
    switch (syntax.kind) {
      case 'everything':
        return and([])
      case 'and':
        return and(syntax.operands.map(operand => this.lower(operand, path)))
      case 'or':
        return or(syntax.operands.map(operand => this.lower(operand, path)))
      case 'not':
        // A test of an absent field is false and its negation true, in KQL as in the logic.
        return not(this.lower(syntax.operand, path))
      case 'is':
        return this.lowerIs(syntax, path)
      case 'range':
        return this.lowerRange(syntax, path)
      case 'nested':
        return this.lowerNested(syntax, path)
      case 'missing':
        return this.opaque('kuery/syntax', syntax.span)
      default:
        return assertNever(syntax)
    }
  }

  private lowerIs({ field, value }: KueryIs, path: string): Expression {
    if (field === undefined) {
      // “The field parameter is optional. If not provided, all fields are searched.”
      return this.lowerValue(value, { field: anyField }, undefined)
    }
    const place = this.place(field, path)
    // `*: *` asks for any field with any value.
    if (place.field === '*' && value.kind === 'literal' && isAnyRun(value)) return and([])
    return this.lowerValue(value, place, undefined)
  }

  /**
   * The values of one field. Those of one `or` are one list, and so are those of one `and`.
   *
   *     a: (x or y or (z and not w)) → (or (equals a "x") (equals a "y") (and (equals a "z") (not …)))
   */
  private lowerValue(value: KueryValue, place: Place, list: number | undefined): Expression {
    switch (value.kind) {
      case 'and':
      case 'or': {
        const shared = list ?? this.nextList++
        const operands = value.operands.map(operand =>
          this.lowerValue(
            operand,
            place,
            operand.kind === 'literal' || operand.kind === value.kind ? shared : undefined,
          ),
        )
        return value.kind === 'and' ? and(operands) : or(operands)
      }
      case 'not':
        return not(this.lowerValue(value.operand, place, undefined))
      case 'literal':
        return this.lowerLiteral(value, this.frame(place, value.span, list ?? this.nextList++))
      case 'missing':
        return this.opaque('kuery/syntax', value.span)
      default:
        return assertNever(value)
    }
  }

  private lowerLiteral(value: KueryLiteral, frame: TestFrame): Expression {
    const uncased = { ...frame, cased: false }
    const { tokens } = value
    if (isAnyRun(value)) {
      // “To filter documents for which an indexed value exists for a given field, use the * operator.”
      return frame.field === anyField ? and([]) : { ...uncased, operator: 'exists', value: true }
    }
    const text = findLiteralText(tokens)
    if (frame.field === anyField || isAnalysedField(frame.field)) {
      return this.lowerAnalysed(value, frame)
    }
    if (text === undefined) return toTextTest(tokens, frame)
    if (value.isQuoted) this.warnOfStar(text, value.span)
    else {
      if (text === 'null') return { ...uncased, operator: 'null' }
      if (text === 'true' || text === 'false') {
        return { ...frame, operator: 'equals', value: text === 'true' }
      }
      const numbers = text.split(/\s+/).map(findNumber)
      if (numbers.every(number => number !== undefined)) {
        // “Terms query http.response.status_code:400 401 404”: any of them.
        return or(numbers.map(number => ({ ...uncased, operator: 'equals', value: number })))
      }
    }
    if (text.includes('/') && isNetwork(text)) return { ...uncased, operator: 'cidr', value: text }
    if (isDateField(frame.field)) {
      const date = this.lowerDate(text, frame)
      if (date !== undefined) return date
    }
    // “When querying keyword, numeric, date, or boolean fields, the value must be an exact match,
    // including punctuation and case.”
    return { ...frame, operator: 'equals', value: text }
  }

  /** `process.name: "python*"` is no pattern. */
  private warnOfStar(text: string, span: Span): void {
    if (!/^\*.|[^\\]\*$/s.test(text)) return
    const message = 'a star in quotation marks is a star, and no wildcard'
    const help = 'leave the quotation marks out for a wildcard'
    this.diagnostics.push(diagnostic('kuery/quoted-star', span, message, help))
  }

  /**
   * “To search text fields where the terms are in the order provided, surround the value in quotation
   * marks”; without them, the order “does not matter”, and any of the terms is enough.
   */
  private lowerAnalysed({ tokens, isQuoted }: KueryLiteral, frame: TestFrame): Expression {
    const text = isQuoted ? undefined : findLiteralText(tokens)
    const phrases =
      text === undefined ? [tokens] : text.split(/\s+/).map(word => pattern([literal(word)]))
    return or(phrases.flatMap(phrase => toTermTest(phrase, frame) ?? []))
  }

  /** A day is any of its instants. */
  private lowerDate(text: string, frame: TestFrame): Expression | undefined {
    if (isRelativeDate(text)) return this.relativeDate(frame.span)
    const range = findDateRange(text)
    if (range === undefined) return undefined
    return and([
      { ...frame, operator: 'gte', value: range.start },
      { ...frame, operator: 'lt', value: range.end },
    ])
  }

  private lowerRange({ field, operator, value }: KueryRange, path: string): Expression {
    const list = this.nextList++
    if (value.kind === 'missing') return this.opaque('kuery/syntax', value.span)
    const frame = this.frame(this.place(field, path), value.span, list)
    const text = findLiteralText(value.tokens)
    if (text === undefined || text === '' || frame.field === anyField) {
      return this.invalidRange(value, 'a range needs a value without wildcards')
    }
    const number = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
    if (Number.isFinite(number)) return { ...frame, cased: false, operator, value: number }
    if (isRelativeDate(text)) return this.relativeDate(value.span)
    if (isNetwork(text)) return this.invalidRange(value, 'addresses have no order here')
    const date = findDateRange(text)
    if (date === undefined) return { ...frame, operator, value: text }
    // “Greater than” a day begins behind its last instant, “at most” ends there.
    switch (operator) {
      case 'gt':
        return { ...frame, operator: 'gte', value: date.end }
      case 'lte':
        return { ...frame, operator: 'lt', value: date.end }
      case 'gte':
      case 'lt':
        return { ...frame, operator, value: date.start }
    }
  }

  private invalidRange({ span }: KueryLiteral, message: string): Expression {
    this.diagnostics.push(diagnostic('kuery/invalid-range', span, message))
    return this.opaque('kuery/invalid-range', span)
  }

  private relativeDate(span: Span): Expression {
    const message = 'the time is relative to now, so past events cannot be compared with it'
    this.diagnostics.push(diagnostic('kuery/relative-date', span, message))
    return this.opaque('kuery/relative-date', span)
  }

  /** “All of these values must be in one object”, which an event without objects cannot say. */
  private lowerNested({ field, query, span }: KueryNested, path: string): Expression {
    const { field: name } = this.place(field, path)
    const message = `the tests of “${name}” are not held to one object of a list`
    this.diagnostics.push(
      diagnostic('kuery/nested-object', { ...span, end: field.span.end }, message),
    )
    return this.lower(query, `${name}.`)
  }

  /** A field’s whole name and where it stands. */
  private place(field: KueryLiteral, path: string): Place {
    const text = findLiteralText(field.tokens)
    const name = path + (text ?? printPattern(field.tokens))
    if (text !== undefined || name === '*') return { field: name, fieldSpan: field.span }
    if (!this.derived.has(name)) {
      const message = `“${name}” stands for every field whose name follows the pattern`
      this.diagnostics.push(diagnostic('kuery/field-pattern', field.span, message))
      const stage = { kind: 'derive', names: [name], text: `the fields ${name}`, span: field.span }
      this.derived.set(name, stage as DeriveStage)
    }
    return { field: name, fieldSpan: field.span, derived: true }
  }

  private frame(place: Place, span: Span, list: number): TestFrame {
    const field = place.field === '*' ? anyField : place.field
    return { kind: 'test', ...place, field, cased: true, transforms: [], list, span }
  }

  private opaque(reason: Diagnostic['code'], span: Span): Expression {
    return { kind: 'opaque', text: this.text.slice(span.start, span.end), reason, span }
  }
}

interface Place {
  readonly field: string
  readonly fieldSpan?: Span
  readonly derived?: true
}

function isAnyRun({ tokens }: KueryLiteral): boolean {
  return tokens.length === 1 && tokens[0]?.kind === 'any_run'
}

/** The number of a text that is written as every number is; `007` and `1.0` are texts. */
function findNumber(text: string): number | undefined {
  const number = /^-?\d/.test(text) ? Number(text) : Number.NaN
  return String(number) === text ? number : undefined
}

function isRelativeDate(text: string): boolean {
  return /^now(?:$|[-+/])/.test(text)
}
