import {
  assertNever,
  type Diagnostic,
  type DiagnosticCode,
  diagnostic,
  type Span,
} from '../../base/index.ts'
import {
  and,
  anyField,
  type DeriveStage,
  type Expression,
  findLiteralText,
  literal,
  not,
  or,
  pattern,
  printPattern,
  type TestFrame,
  toTermTest,
  toTextTest,
} from '../../ir/index.ts'
import {
  type ElasticProblem,
  findPlainNumber,
  isAnalysedField,
  toElasticEquals,
  toElasticRange,
} from '../../knowledge/index.ts'
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
      return frame.field === anyField
        ? and([])
        : { kind: 'test', ...uncased, operator: 'exists', value: true }
    }
    const text = findLiteralText(tokens)
    if (frame.field === anyField || isAnalysedField(frame.field)) {
      return this.lowerAnalysed(value, frame)
    }
    if (text === undefined) return toTextTest(tokens, frame)
    if (value.isQuoted) this.warnOfStar(text, value.span)
    else {
      if (text === 'null') return { kind: 'test', ...uncased, operator: 'null' }
      const numbers = text.split(/\s+/).map(findPlainNumber)
      if (numbers.length > 1 && numbers.every(number => number !== undefined)) {
        // “Terms query http.response.status_code:400 401 404”: any of them.
        return or(
          numbers.map(number => ({ kind: 'test', ...uncased, operator: 'equals', value: number })),
        )
      }
    }
    // “When querying keyword, numeric, date, or boolean fields, the value must be an exact match,
    // including punctuation and case.”
    return this.told(toElasticEquals(text, value.isQuoted, frame), value.span)
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

  private lowerRange({ field, operator, value }: KueryRange, path: string): Expression {
    const list = this.nextList++
    if (value.kind === 'missing') return this.opaque('kuery/syntax', value.span)
    const frame = this.frame(this.place(field, path), value.span, list)
    const text = findLiteralText(value.tokens)
    if (text === undefined || frame.field === anyField) return this.told('no_value', value.span)
    const bound = { text, isInclusive: operator === 'gte' || operator === 'lte' }
    const isLower = operator === 'gt' || operator === 'gte'
    const range = toElasticRange(isLower ? bound : undefined, isLower ? undefined : bound, frame)
    return this.told(range, value.span)
  }

  /** An expression as it is; of a problem, the diagnostic and what cannot be read. */
  private told(found: Expression | ElasticProblem, span: Span): Expression {
    if (typeof found !== 'string') return found
    const [code, message] = problems[found]
    this.diagnostics.push(diagnostic(code, span, message))
    return this.opaque(code, span)
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
    return { ...place, field, cased: true, transforms: [], list, span }
  }

  private opaque(reason: DiagnosticCode, span: Span): Expression {
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

const problems: Readonly<Record<ElasticProblem, readonly [DiagnosticCode, string]>> = {
  addresses: ['kuery/invalid-range', 'addresses have no order here'],
  no_value: ['kuery/invalid-range', 'a range needs a field, and a value without wildcards'],
  relative_date: [
    'kuery/relative-date',
    'the time is relative to now, so past events cannot be compared with it',
  ],
}
