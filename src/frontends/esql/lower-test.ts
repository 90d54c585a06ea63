import { findDateRange } from '../../base/index.ts'
import { type Condition, isFolded, isFoldedRegex, isNull } from '../../ir/condition/index.ts'
import {
  compileRegex,
  type Expression,
  isNetwork,
  not,
  type Regex,
  type Test,
  toTextTest,
} from '../../ir/index.ts'
import { isDateField } from '../../knowledge/index.ts'
import type { Constant } from './constant.ts'
import { readLikePattern } from './like-pattern.ts'
import type { EsqlLowering } from './lowering.ts'
import type { Operand } from './operand.ts'
import type { EsqlComparisonOperator, EsqlExpression, EsqlString } from './syntax.ts'

/**
 * Conditions on one field or computed value. Each is null when the value is: “most functions return
 * `null` when an input is”, so what is false needs the value to be present.
 */

const opposite = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const
const orders = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const

/** `operand == value`. “Check if two fields are equal”: case counts. */
export function equalsConstant(
  operand: Operand,
  value: Constant,
  expression: EsqlExpression,
  lowering: EsqlLowering,
  list: number = lowering.newList(),
): Condition | undefined {
  const { span } = expression
  if (value === null) return nullComparison(expression, lowering)
  if (operand.isNumber) return undefined
  if (typeof value === 'string') {
    if (operand.isAddress && !isNetwork(value)) return undefined
    if (!isFolded(value, operand)) return caseMismatch(operand, expression, lowering)
    const test: Test = {
      kind: 'test',
      ...lowering.frame(operand, span, list),
      operator: 'equals',
      value,
    }
    return strict(test, [operand], lowering)
  }
  if (operand.fold !== undefined || operand.isAddress) return undefined
  const frame = { ...lowering.frame(operand, span, list), cased: false }
  return strict({ kind: 'test', ...frame, operator: 'equals', value }, [operand], lowering)
}

/** `operand < value`: what is false is the opposite, of which null is no case either. */
export function comparesConstant(
  operator: Exclude<EsqlComparisonOperator, '==' | '!='>,
  operand: Operand,
  value: Constant,
  expression: EsqlExpression,
  lowering: EsqlLowering,
): Condition | undefined {
  if (value === null) return nullComparison(expression, lowering)
  if (typeof value === 'boolean' || operand.fold !== undefined || operand.isAddress)
    return undefined
  if (operand.isNumber && typeof value !== 'number') return undefined
  const base = lowering.frame(operand, expression.span)
  const frame = typeof value === 'number' ? { ...base, cased: false } : base
  const bound = typeof value === 'string' ? toInstant(operand, value) : value
  return {
    isTrue: { kind: 'test', ...frame, operator: orders[operator], value: bound },
    isFalse: { kind: 'test', ...frame, operator: orders[opposite[operator]], value: bound },
  }
}

/** The instant that a date is, in the form that stands before every later one as a text. */
function toInstant({ field, isDerived }: Operand, text: string): string {
  if (isDerived || !isDateField(field)) return text
  return findDateRange(text)?.start ?? text
}

function nullComparison(expression: EsqlExpression, lowering: EsqlLowering): Condition {
  const message = 'a comparison with NULL is never true'
  const help = 'write IS NULL or IS NOT NULL'
  lowering.report('esql/null-comparison', expression.span, message, help)
  return isNull
}

/** A value in lower case never equals a text that is not. */
function caseMismatch(
  operand: Operand,
  expression: EsqlExpression,
  lowering: EsqlLowering,
): Condition {
  const name = operand.fold === 'lower' ? 'lower' : 'upper'
  const message = `a value in ${name} case never follows a text that is not`
  lowering.report('esql/case-mismatch', expression.span, message)
  return { isTrue: { kind: 'or', operands: [] }, isFalse: lowering.presence(operand) }
}

/** `operand LIKE "x*"`: the whole value follows the pattern, and case counts. */
export function isLike(
  operand: Operand,
  pattern: EsqlString,
  lowering: EsqlLowering,
  list: number,
): Condition | undefined {
  if (operand.isAddress || operand.isNumber) return undefined
  const { tokens, strayEscape } = readLikePattern(pattern.value)
  if (strayEscape !== undefined) {
    const message = `“${strayEscape}” in a pattern is “${strayEscape.slice(1)}” alone`
    const help = 'a backslash in a pattern is written twice, and each of them twice in “"”'
    lowering.report('esql/pattern-escape', pattern.span, message, help)
  }
  const isMatching = tokens.every(
    token => token.kind !== 'literal' || isFolded(token.text, operand),
  )
  if (!isMatching) return caseMismatch(operand, pattern, lowering)
  const frame = lowering.frame(operand, pattern.span, list)
  const [first] = tokens
  // `*` matches every value; that the value is there is all it asks.
  if (tokens.length === 1 && first?.kind === 'any_run') {
    const present = not({ kind: 'test', ...frame, cased: false, operator: 'null' })
    return { isTrue: present, isFalse: { kind: 'or', operands: [] } }
  }
  return strict(toTextTest(tokens, frame), [operand], lowering)
}

/**
 * `operand RLIKE "x.*"`: Lucene’s regular expressions, which match the whole value and have no
 * anchors; a dot is any character.
 */
export function isRegexLike(
  operand: Operand,
  pattern: EsqlString,
  lowering: EsqlLowering,
  list: number,
): Condition | undefined {
  if (operand.isAddress || operand.isNumber) return undefined
  const { value: source, span } = pattern
  if (!isFoldedRegex(source, operand)) return undefined
  const value: Regex = {
    source,
    dialect: 'lucene',
    ignoreCase: operand.fold !== undefined,
    multiline: false,
    dotAll: true,
    anchored: true,
  }
  const compiled = compileRegex(value)
  if (compiled.kind !== 'compiled') {
    const code = compiled.kind === 'invalid' ? 'esql/invalid-regex' : 'esql/unsupported-regex'
    lowering.report(code, span, compiled.message)
  }
  if (/^\^|(?:^|[^\\])\$$/.test(source)) {
    const message = 'RLIKE matches the whole value, so “^” and “$” are plain characters'
    lowering.report('esql/regex-anchor', span, message, 'leave them out')
  }
  const test: Test = {
    kind: 'test',
    ...lowering.frame(operand, span, list),
    operator: 'regex',
    value,
  }
  return strict(test, [operand], lowering)
}

/** `STARTS_WITH(operand, "x")` and its kin: case counts. */
export function holdsText(
  operator: 'starts_with' | 'ends_with' | 'contains',
  operand: Operand,
  text: EsqlString,
  lowering: EsqlLowering,
): Condition | undefined {
  if (operand.isAddress || operand.isNumber) return undefined
  if (!isFolded(text.value, operand)) return caseMismatch(operand, text, lowering)
  const frame = lowering.frame(operand, text.span)
  if (text.value === '') return { ...never(), isTrue: lowering.presence(operand) }
  return strict({ kind: 'test', ...frame, operator, value: text.value }, [operand], lowering)
}

function never(): Condition {
  return { isTrue: { kind: 'or', operands: [] }, isFalse: { kind: 'or', operands: [] } }
}

/** `operand IS NULL`: “either there is an explicit `null` value or there is no value at all”. */
export function isAbsent(
  operand: Operand,
  expression: EsqlExpression,
  lowering: EsqlLowering,
): Condition {
  const frame = { ...lowering.frame(operand, expression.span), cased: false }
  const test: Expression = { kind: 'test', ...frame, operator: 'null' }
  if (!operand.isAddress || isAddressField(operand)) return lowering.connectives.total(test)
  return lowering.connectives.not(lowering.connectives.total(isAddress(operand, lowering)))
}

/** “Returns true if the provided IP is contained in one of the provided CIDR blocks.” */
export function isInNetworks(
  operand: Operand,
  networks: readonly EsqlString[],
  lowering: EsqlLowering,
): Condition {
  const list = lowering.newList()
  const { connectives } = lowering
  const guard =
    operand.isAddress && !isAddressField(operand)
      ? isAddress(operand, lowering)
      : lowering.presence(operand)
  return connectives.any(
    networks.map(({ value, span }) => {
      const frame = { ...lowering.frame(operand, span, list), cased: false }
      return connectives.strict({ kind: 'test', ...frame, operator: 'cidr', value }, [guard])
    }),
  )
}

/** Whether a field holds addresses by its name, so that nothing else can stand in it. */
function isAddressField({ field, isDerived }: Operand): boolean {
  return !isDerived && /(?:^|[._])ip$/.test(field)
}

/** What `TO_IP` can read. */
function isAddress(operand: Operand, lowering: EsqlLowering): Expression {
  const frame = {
    ...lowering.frame(operand, operand.span),
    cased: false,
    operator: 'cidr' as const,
  }
  return {
    kind: 'or',
    operands: [
      { kind: 'test', ...frame, value: '0.0.0.0/0' },
      { kind: 'test', ...frame, value: '::/0' },
    ],
  }
}

/** A test that is null when one of the operands is. */
export function strict(
  test: Test,
  operands: readonly Operand[],
  lowering: EsqlLowering,
): Condition {
  const guards = operands.map(operand => lowering.presence(operand))
  return lowering.connectives.strict(test, guards)
}
