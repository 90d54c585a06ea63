import type { Span } from '../../base/index.ts'
import { always, type Condition, isFolded, isFoldedRegex, never } from '../../ir/condition/index.ts'
import {
  compileRegex,
  type Expression,
  isNetwork,
  not,
  or,
  type Regex,
  type Test,
} from '../../ir/index.ts'
import type { Member } from './constant.ts'
import type { KustoLowering, Operand } from './lowering.ts'
import type { KustoComparisonOperator } from './syntax.ts'

/**
 * Conditions on one field or computed value. “The `string` data type doesn't support null values”: what
 * is absent is the empty text, of which a test is true or false. So a denied test of a text holds for what is
 * absent, as the logic has it, and only tests that the empty text satisfies have to say so.
 */

type TextOperator = 'contains' | 'has' | 'has_prefix' | 'has_suffix' | 'starts_with' | 'ends_with'

interface TextMeaning {
  readonly operator: TextOperator
  readonly cased: boolean
}

/** The operators of texts; those that end in `_cs` heed case. */
export const textOperators: Readonly<Partial<Record<KustoComparisonOperator, TextMeaning>>> = {
  // “RHS occurs as a subsequence of LHS”, case ignored.
  contains: { operator: 'contains', cased: false },
  contains_cs: { operator: 'contains', cased: true },
  // “Right-hand-side (RHS) is a whole term in left-hand-side (LHS)”, case ignored.
  has: { operator: 'has', cased: false },
  has_cs: { operator: 'has', cased: true },
  ':': { operator: 'has', cased: false },
  // “RHS is a term prefix in LHS”, case ignored.
  hasprefix: { operator: 'has_prefix', cased: false },
  hasprefix_cs: { operator: 'has_prefix', cased: true },
  // “RHS is a term suffix in LHS”, case ignored.
  hassuffix: { operator: 'has_suffix', cased: false },
  hassuffix_cs: { operator: 'has_suffix', cased: true },
  // “RHS is an initial subsequence of LHS”, case ignored.
  startswith: { operator: 'starts_with', cased: false },
  startswith_cs: { operator: 'starts_with', cased: true },
  // “RHS is a closing subsequence of LHS”, case ignored.
  endswith: { operator: 'ends_with', cased: false },
  endswith_cs: { operator: 'ends_with', cased: true },
}

/** `operand has "x"` and its kin; `undefined` where the logic has no such test. */
export function holdsText(
  { operator, cased }: TextMeaning,
  operand: Operand,
  { value, span }: Member,
  lowering: KustoLowering,
  list: number = lowering.newList(),
): Condition | undefined {
  if (operand.isFileName || value === null || typeof value === 'boolean') return undefined
  const text = String(value)
  // The empty text stands in every text.
  if (text === '') return always
  if (cased && !isFolded(text, operand)) return caseMismatch(operand, span, lowering)
  const frame = {
    ...lowering.frame(operand, span, list),
    cased: cased && operand.fold === undefined,
  }
  return lowering.total({ kind: 'test', ...frame, operator, value: text })
}

/** `operand == value`, or with `=~` without regard to case. */
export function equalsConstant(
  heedsCase: boolean,
  operand: Operand,
  { value, isGuid, span }: Member,
  lowering: KustoLowering,
  list: number = lowering.newList(),
): Condition {
  const isCased = heedsCase && isGuid !== true
  if (value === null) {
    // “Applying the equality operator to two null values yields `bool(null)`. Applying the equality
    // operator to a null value and a non-null value yields `bool(false)`.”
    return { isTrue: or([]), isFalse: lowering.presence(operand) }
  }
  if (value === '') return isEmpty(operand, span, lowering, list)
  const frame = lowering.frame(operand, span, list)
  if (typeof value !== 'string') {
    return lowering.total({ kind: 'test', ...frame, cased: false, operator: 'equals', value })
  }
  if (isCased && !isFolded(value, operand)) return caseMismatch(operand, span, lowering)
  const cased = isCased && operand.fold === undefined
  const operator = operand.isFileName ? 'file_name' : 'equals'
  return lowering.total({ kind: 'test', ...frame, cased, operator, value })
}

/** A value in lower case never is a text that is not. */
function caseMismatch(operand: Operand, span: Span, lowering: KustoLowering): Condition {
  const name = operand.fold === 'lower' ? 'lower' : 'upper'
  const message = `a value in ${name} case never is, nor holds, a text that is not`
  lowering.report('kusto/case-mismatch', span, message)
  return never
}

/**
 * `isempty(operand)`: “Returns `true` if the argument is an empty string or is null”. It is what `operand == ""`
 * asks, too.
 */
export function isEmpty(
  operand: Operand,
  span: Span,
  lowering: KustoLowering,
  list: number = lowering.newList(),
): Condition {
  const frame = { ...lowering.frame(operand, span, list), cased: false }
  return lowering.total(
    or([
      { kind: 'test', ...frame, operator: 'null' },
      { kind: 'test', ...frame, operator: 'equals', value: '' },
    ]),
  )
}

/** `isnotempty(operand)`: there is at least one character. */
export function isNotEmpty(operand: Operand, span: Span, lowering: KustoLowering): Condition {
  return lowering.not(isEmpty(operand, span, lowering))
}

/** `isnull(operand)`: “Evaluates an expression and returns a Boolean result indicating whether the value is null.” */
export function isAbsent(operand: Operand, span: Span, lowering: KustoLowering): Condition {
  const frame = { ...lowering.frame(operand, span), cased: false }
  return lowering.total({ kind: 'test', ...frame, operator: 'null' })
}

const opposite = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const
const orders = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const
export type OrderOperator = keyof typeof orders

/** `operand < value`: what is false is the opposite; null is neither. */
export function comparesConstant(
  operator: OrderOperator,
  operand: Operand,
  { value, span }: Member,
  lowering: KustoLowering,
): Condition | undefined {
  if (typeof value === 'boolean' || operand.fold !== undefined || operand.isFileName)
    return undefined
  if (value === null) return { isTrue: or([]), isFalse: or([]) }
  const frame = { ...lowering.frame(operand, span), cased: typeof value === 'string' }
  return {
    isTrue: { kind: 'test', ...frame, operator: orders[operator], value },
    isFalse: { kind: 'test', ...frame, operator: orders[opposite[operator]], value },
  }
}

/** `operand matches regex "x"`: RE2’s syntax, a part of the value, and case counts. */
export function matchesRegex(
  operand: Operand,
  { value: source, span }: Member,
  lowering: KustoLowering,
): Condition | undefined {
  if (typeof source !== 'string' || operand.isFileName) return undefined
  if (!isFoldedRegex(source, operand)) return undefined
  const value: Regex = {
    source,
    dialect: 're2',
    ignoreCase: operand.fold !== undefined,
    multiline: false,
    dotAll: false,
    anchored: false,
  }
  const compiled = compileRegex(value)
  if (compiled.kind !== 'compiled') {
    const code = compiled.kind === 'invalid' ? 'kusto/invalid-regex' : 'kusto/unsupported-regex'
    lowering.report(code, span, compiled.message)
  }
  const test: Test = { kind: 'test', ...lowering.frame(operand, span), operator: 'regex', value }
  return lowering.total(test)
}

/** All IPv4 addresses, and all of IPv6. */
const allAddresses = { ipv4: '0.0.0.0/0', ipv6: '::/0' } as const

/** `ipv4_is_in_range(operand, "10.0.0.0/8")`: null for what is no address. */
export function isInNetworks(
  version: 'ipv4' | 'ipv6',
  operand: Operand,
  networks: readonly Member[],
  lowering: KustoLowering,
): Condition | undefined {
  if (operand.fold !== undefined || operand.isFileName) return undefined
  const list = lowering.newList()
  const tests: Expression[] = []
  for (const { value, span } of networks) {
    if (typeof value !== 'string') return undefined
    if (!isNetwork(value)) {
      lowering.report('kusto/invalid-network', span, `“${value}” is no network`)
    }
    tests.push({
      kind: 'test',
      ...lowering.frame(operand, span, list),
      cased: false,
      operator: 'cidr',
      value,
    })
  }
  const isTrue = or(tests)
  const frame = { ...lowering.frame(operand, operand.span), cased: false }
  const isAddress: Expression = {
    kind: 'test',
    ...frame,
    operator: 'cidr',
    value: allAddresses[version],
  }
  return { isTrue, isFalse: lowering.conjunction([isAddress, not(isTrue)]) }
}

/**
 * Two fields of an event. Both absent are equal as texts and null as anything else, which the query does not
 * say; such a comparison is neither true nor false here.
 */
export function comparesFields(
  comparison: 'equals' | 'contains' | 'starts_with' | 'ends_with',
  isCased: boolean,
  left: Operand,
  right: Operand,
  span: Span,
  lowering: KustoLowering,
): Condition | undefined {
  if (left.fold !== right.fold || left.isFileName || right.isFileName) return undefined
  const isDerived = left.isDerived || right.isDerived
  const frame = lowering.frame({ ...left, isDerived }, span)
  const test: Test = {
    kind: 'test',
    ...frame,
    cased: isCased && left.fold === undefined,
    operator: 'field_equals',
    value: { field: right.field, comparison },
  }
  const isPresent = or([lowering.presence(left), lowering.presence(right)])
  return { isTrue: test, isFalse: lowering.conjunction([isPresent, not(test)]) }
}
