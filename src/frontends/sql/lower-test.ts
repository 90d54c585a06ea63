import { findDateRange, type Span } from '../../base/index.ts'
import { type Condition, isNull } from '../../ir/condition/index.ts'
import {
  compileRegex,
  type Expression,
  not,
  or,
  type Regex,
  type Test,
  toTextTest,
} from '../../ir/index.ts'
import { type Constant, findConstant } from './constant.ts'
import { hasOtherCases, readGlobPattern, readLikePattern, withAsciiCases } from './like-pattern.ts'
import type { SqlLowering } from './lowering.ts'
import { isFolded, isFoldedRegex, type SqlOperand } from './operand.ts'
import type { SqlComparisonOperator, SqlExpression } from './syntax.ts'

/**
 * Conditions on one field or computed value. Each is null when the value is: comparisons with null are
 * null, and `WHERE` keeps only rows whose condition is true. So what is false needs the value to be there.
 */

const opposite = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const
const orders = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const

/** `operand = value`: case counts in all three dialects unless a column says otherwise. */
export function equalsConstant(
  operand: SqlOperand,
  value: Constant,
  span: Span,
  lowering: SqlLowering,
  list: number = lowering.newList(),
): Condition | undefined {
  if (value === null) return nullComparison(span, lowering)
  const isText = typeof value === 'string' && !operand.isNumber && !operand.isTime
  if (isText && !isFolded(value, operand)) return caseMismatch(operand, span, lowering)
  const test = findEqualsTest(operand, value, span, lowering, list)
  return test && strict(test, [operand], lowering)
}

/** The test that a value is equal; `undefined` if the two cannot be compared so. */
export function findEqualsTest(
  operand: SqlOperand,
  value: Constant,
  span: Span,
  lowering: SqlLowering,
  list: number,
): Test | undefined {
  if (value === null || operand.isTime) return undefined
  if (typeof value === 'string') {
    if (operand.isNumber || !isFolded(value, operand)) return undefined
    return { kind: 'test', ...lowering.frame(operand, span, list), operator: 'equals', value }
  }
  if (operand.fold !== undefined) return undefined
  // `1.5::int = 1` rounds; a whole number that is compared with one is taken as it is written.
  if (operand.isNumber && (typeof value !== 'number' || !Number.isInteger(value))) return undefined
  return {
    kind: 'test',
    ...lowering.frame(operand, span, list),
    cased: false,
    operator: 'equals',
    value,
  }
}

/** A field is one of plain values; lists can be long, and have one guard. */
export function equalsAny(
  field: SqlOperand,
  members: readonly SqlExpression[],
  lowering: SqlLowering,
  list: number,
): Condition | undefined {
  const tests: Test[] = []
  for (const member of members) {
    const value = findConstant(member, lowering)
    if (value === undefined) return undefined
    const test = findEqualsTest(field, value, member.span, lowering, list)
    if (test === undefined) return undefined
    tests.push(test)
  }
  return strict(or(tests), [field], lowering)
}

/** `operand < value`: what is false is the opposite, of which null is no case either. */
export function comparesConstant(
  operator: Exclude<SqlComparisonOperator, '=' | '!='>,
  operand: SqlOperand,
  value: Constant,
  span: Span,
  lowering: SqlLowering,
): Condition | undefined {
  if (value === null) return nullComparison(span, lowering)
  if (typeof value === 'boolean' || operand.fold !== undefined) return undefined
  if (operand.isNumber && typeof value !== 'number') return undefined
  const base = lowering.frame(operand, span)
  const frame = typeof value === 'number' ? { ...base, cased: false } : base
  const bound = typeof value === 'string' ? toInstant(value) : value
  if (operand.isTime && bound === value) return undefined
  return {
    isTrue: { kind: 'test', ...frame, operator: orders[operator], value: bound },
    isFalse: { kind: 'test', ...frame, operator: orders[opposite[operator]], value: bound },
  }
}

/** A date with a blank before the time, in the form that stands before every later one as a text. */
function toInstant(text: string): string {
  const iso = text.trim().replace(/^(\d{4}-\d{2}-\d{2}) (?=\d)/, '$1T')
  return findDateRange(iso)?.start ?? text
}

function nullComparison(span: Span, lowering: SqlLowering): Condition {
  const message = 'a comparison with NULL is never true'
  lowering.report('sql/null-comparison', span, message, 'write IS NULL or IS NOT NULL')
  return isNull
}

/** A value in lower case never equals a text that is not. */
function caseMismatch(operand: SqlOperand, span: Span, lowering: SqlLowering): Condition {
  const name = operand.fold === 'lower' ? 'lower' : 'upper'
  const message = `a value in ${name} case never follows a text that is not`
  lowering.report('sql/case-mismatch', span, message)
  return { isTrue: or([]), isFalse: lowering.presence(operand) }
}

/** A pattern as it is written, with the escape character that it has. */
export interface PatternText {
  readonly text: string
  readonly escapeMark?: string
  readonly span: Span
}

/**
 * `operand LIKE 'x%'`: the whole value follows the pattern. Snowflake: “Performs a case-sensitive
 * comparison”, with `ILIKE` for the other; SQLite ignores the case of ASCII.
 */
export function isLike(
  operator: 'like' | 'ilike' | 'glob',
  operand: SqlOperand,
  { text, escapeMark, span }: PatternText,
  lowering: SqlLowering,
  list: number,
): Condition | undefined {
  if (operand.isTime) return undefined
  const tokens = operator === 'glob' ? readGlobPattern(text) : readLikePattern(text, escapeMark)
  if (tokens === undefined) return undefined
  noteLostEscape(span, lowering)
  const isAsciiOnly = operator === 'like' && lowering.facts.likeIgnoresCase
  const ignoresCase = operator === 'ilike' || isAsciiOnly
  const isMatching =
    ignoresCase || tokens.every(t => t.kind !== 'literal' || isFolded(t.text, operand))
  if (!isMatching) return caseMismatch(operand, span, lowering)
  const frame = { ...lowering.frame(operand, span, list) }
  const [first] = tokens
  // `%` matches every value; that the value is there is all it asks.
  if (tokens.length === 1 && first?.kind === 'any_run') {
    const present = not({ kind: 'test', ...frame, cased: false, operator: 'null' })
    return { isTrue: present, isFalse: or([]) }
  }
  if (isAsciiOnly && operand.fold === undefined && hasOtherCases(text)) {
    return strict(toTextTest(withAsciiCases(tokens), frame), [operand], lowering)
  }
  const cased = ignoresCase ? false : frame.cased
  return strict(toTextTest(tokens, { ...frame, cased }), [operand], lowering)
}

/**
 * `RLIKE`, `REGEXP_LIKE`: in Snowflake “the function implicitly anchors a pattern at both ends”, and “by
 * default, the POSIX wildcard character . does not include newline characters”; in Trino “the pattern
 * only needs to be contained within string, rather than needing to match all of string”.
 */
export function isRegexLike(
  operand: SqlOperand,
  { text: source, span }: PatternText,
  parameters: string,
  lowering: SqlLowering,
  list: number,
): Condition | undefined {
  if (operand.isNumber || operand.isTime) return undefined
  const { isSnowflake } = lowering.facts
  // Of `c` and `i` the one that stands last decides.
  const isInsensitive = parameters.lastIndexOf('i') > parameters.lastIndexOf('c')
  if (!isInsensitive && !isFoldedRegex(source, operand)) return undefined
  const value: Regex = {
    source,
    dialect: isSnowflake ? 'pcre' : 'java',
    ignoreCase: isInsensitive || operand.fold !== undefined,
    multiline: parameters.includes('m'),
    dotAll: parameters.includes('s'),
    anchored: isSnowflake,
  }
  const compiled = compileRegex(value)
  if (compiled.kind !== 'compiled') {
    const code = compiled.kind === 'invalid' ? 'sql/invalid-regex' : 'sql/unsupported-regex'
    lowering.report(code, span, compiled.message)
  }
  noteLostEscape(span, lowering)
  const frame = { ...lowering.frame(operand, span, list), cased: !value.ignoreCase }
  const test: Test = { kind: 'test', ...frame, operator: 'regex', value }
  return strict(test, [operand], lowering)
}

/** A backslash before a letter or a digit that no other backslash stands before. */
const loneEscape = /(?<=^|[^\\])\\([a-zA-Z0-9.])/

/**
 * Tells of a backslash that a text of Snowflake’s loses, or makes another character of, before a pattern
 * sees it: `'%\cmd.exe'` ends in `cmd.exe`, and `'%\bash.exe'` in a backspace and `ash.exe`.
 */
function noteLostEscape(span: Span, lowering: SqlLowering): void {
  if (!lowering.facts.hasBackslashEscapes || lowering.text[span.start] !== "'") return
  const [found, character] = loneEscape.exec(lowering.slice(span)) ?? []
  if (found === undefined || character === undefined || 'nrt'.includes(character)) return
  const made = 'bf0123456789xu'.includes(character) ? 'another character' : `“${character}” alone`
  const message = `“${found}” in a text is ${made}`
  lowering.report('sql/lost-escape', span, message, 'write two backslashes, or $$…$$')
}

/** `CONTAINS(operand, 'x')`, `STARTSWITH`, `ENDSWITH`: case counts, and the empty text is in all. */
export function holdsText(
  operator: 'starts_with' | 'ends_with' | 'contains',
  operand: SqlOperand,
  text: string,
  span: Span,
  lowering: SqlLowering,
): Condition | undefined {
  if (operand.isNumber || operand.isTime) return undefined
  if (!isFolded(text, operand)) return caseMismatch(operand, span, lowering)
  if (text === '') return { isTrue: lowering.presence(operand), isFalse: or([]) }
  const frame = lowering.frame(operand, span)
  return strict({ kind: 'test', ...frame, operator, value: text }, [operand], lowering)
}

/** `operand IS NULL`. */
export function isAbsent(operand: SqlOperand, span: Span, lowering: SqlLowering): Condition {
  const frame = { ...lowering.frame(operand, span), cased: false }
  const test: Expression = { kind: 'test', ...frame, operator: 'null' }
  return lowering.connectives.total(test)
}

/** Whether an address is in a network. */
export function isInNetwork(
  operand: SqlOperand,
  network: string,
  span: Span,
  lowering: SqlLowering,
): Condition {
  const frame = { ...lowering.frame(operand, span), cased: false }
  return strict({ kind: 'test', ...frame, operator: 'cidr', value: network }, [operand], lowering)
}

/** A test that is null when one of the operands is. */
export function strict(
  test: Expression,
  operands: readonly SqlOperand[],
  lowering: SqlLowering,
): Condition {
  const guards = operands.map(operand => lowering.presence(operand))
  return lowering.connectives.strict(test, guards)
}
