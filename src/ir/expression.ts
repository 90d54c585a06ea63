import type { DiagnosticCode, Span } from '../base/index.ts'
import type { Pattern } from './pattern.ts'
import type { Transform } from './transform.ts'

/**
 * A condition on one event. Plain data: no parent links, no methods, safe to send as JSON.
 *
 * An `and` without operands is true, an `or` without operands is false.
 */
export type Expression = And | Or | Not | Test | Opaque

export interface And {
  readonly kind: 'and'
  readonly operands: readonly Expression[]
}

export interface Or {
  readonly kind: 'or'
  readonly operands: readonly Expression[]
}

export interface Not {
  readonly kind: 'not'
  readonly operand: Expression
}

/** Source that has no translation. It evaluates to `unknown`, so it can never match by accident. */
export interface Opaque {
  readonly kind: 'opaque'
  readonly text: string
  readonly reason: DiagnosticCode
  readonly span: Span
}

/** The pseudo-field of a keyword: any value of the event. */
export const anyField = '*any'

interface TestBase {
  readonly kind: 'test'
  /** The field's name as the rule writes it, or {@link anyField}. */
  readonly field: string
  /** Whether upper and lower case differ. */
  readonly cased: boolean
  /** What happens to the value, or to the field, before they are compared, in this order. */
  readonly transforms: readonly Transform[]
  /** The named selection that the test stands in, in languages that have them. */
  readonly part?: string
  /**
   * The list that the test is a member of: tests of one stage with equal numbers were written as
   * one list of values of one field, and stand together under one `or` (an `and` under `all`).
   */
  readonly list: number
  /** The field is computed by an earlier stage, so the test is never an indicator. */
  readonly derived?: true
  /** Where the value stands. */
  readonly span: Span
  /** Where the field's name stands, in languages that write it once for a list of values. */
  readonly fieldSpan?: Span
}

export type TextOperator =
  | 'equals'
  | 'contains'
  | 'starts_with'
  | 'ends_with'
  | 'file_name'
  | 'has'
  | 'has_prefix'
  | 'has_suffix'

/** Compares the field's text with a literal one. A number or a boolean occurs with `equals` only. */
export interface TextTest extends TestBase {
  readonly operator: TextOperator
  readonly value: string | number | boolean
}

/** The whole of the field's text follows a pattern. */
export interface WildcardTest extends TestBase {
  readonly operator: 'wildcard'
  readonly value: Pattern
}

export type RegexDialect = 'pcre' | 'lucene' | 'java' | 're2' | 'dotnet'

export interface Regex {
  readonly source: string
  readonly dialect: RegexDialect
  readonly ignoreCase: boolean
  readonly multiline: boolean
  readonly dotAll: boolean
  /** The expression must match the whole value, as in EQL, Lucene and RLIKE; otherwise a part. */
  readonly anchored: boolean
}

export interface RegexTest extends TestBase {
  readonly operator: 'regex'
  readonly value: Regex
}

/** The field is an IP address inside a network such as `10.0.0.0/8`. */
export interface CidrTest extends TestBase {
  readonly operator: 'cidr'
  readonly value: string
}

/** The field is a number (or, against a string, a text) on one side of the value. */
export interface ComparisonTest extends TestBase {
  readonly operator: 'lt' | 'lte' | 'gt' | 'gte'
  readonly value: number | string
}

/** The event has the field, whatever its value (`true`), or has it not (`false`). */
export interface ExistsTest extends TestBase {
  readonly operator: 'exists'
  readonly value: boolean
}

/** The field is absent or null. */
export interface NullTest extends TestBase {
  readonly operator: 'null'
}

/** Two fields of one event compare as `comparison` says. */
export interface FieldEqualsTest extends TestBase {
  readonly operator: 'field_equals'
  readonly value: {
    readonly field: string
    readonly comparison: 'equals' | 'contains' | 'starts_with' | 'ends_with'
  }
}

/** A piece of a text that contains the name of a list. */
export type TemplateToken = Pattern[number] | { readonly kind: 'list'; readonly name: string }

/**
 * The field compares with the members of a list that lives elsewhere: a placeholder, a lookup, a
 * watchlist. It is `unknown` until the list is given.
 */
export interface InListTest extends TestBase {
  readonly operator: 'in_list'
  readonly value: readonly TemplateToken[]
}

export type Test =
  | TextTest
  | WildcardTest
  | RegexTest
  | CidrTest
  | ComparisonTest
  | ExistsTest
  | NullTest
  | FieldEqualsTest
  | InListTest

export type Operator = Test['operator']

/** Conjunction in normal form: flat, and no wrapper around a single operand. */
export function and(operands: readonly Expression[]): Expression {
  const flat = operands.flatMap(e => (e.kind === 'and' ? e.operands : [e]))
  const [only] = flat
  return only && flat.length === 1 ? only : { kind: 'and', operands: flat }
}

/** Disjunction in normal form: flat, and no wrapper around a single operand. */
export function or(operands: readonly Expression[]): Expression {
  const flat = operands.flatMap(e => (e.kind === 'or' ? e.operands : [e]))
  const [only] = flat
  return only && flat.length === 1 ? only : { kind: 'or', operands: flat }
}

/** Negation in normal form: two negations cancel. */
export function not(operand: Expression): Expression {
  return operand.kind === 'not' ? operand.operand : { kind: 'not', operand }
}

/** Every test of an expression, in the order of the source, whatever its polarity. */
export function testsOf(expression: Expression): readonly Test[] {
  switch (expression.kind) {
    case 'test':
      return [expression]
    case 'opaque':
      return []
    case 'not':
      return testsOf(expression.operand)
    case 'and':
    case 'or':
      return expression.operands.flatMap(testsOf)
  }
}

/** The fields that a test looks at. */
export function fieldsOfTest(test: Test): readonly string[] {
  return test.operator === 'field_equals' ? [test.field, test.value.field] : [test.field]
}

/** Every opaque part of an expression, in the order of the source. */
export function opaquesOf(expression: Expression): readonly Opaque[] {
  switch (expression.kind) {
    case 'opaque':
      return [expression]
    case 'test':
      return []
    case 'not':
      return opaquesOf(expression.operand)
    case 'and':
    case 'or':
      return expression.operands.flatMap(opaquesOf)
  }
}
