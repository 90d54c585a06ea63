import type { Span } from '../../base/index.ts'
import { type Condition, isFolded, never } from '../../ir/condition/index.ts'
import { compileRegex, isNetwork, type Regex, type Test, toTextTest } from '../../ir/index.ts'
import type { Constant } from './constant.ts'
import { readLikePattern } from './escapes.ts'
import type { SplLowering } from './lowering.ts'
import type { Operand } from './operand.ts'
import type { SplExpression } from './syntax.ts'

/** Tests of `where` and `eval`: case counts, and of a field without a value they are null. */

const opposite = { '<': 'gte', '<=': 'gt', '>': 'lte', '>=': 'lt' } as const
const orders = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const

/** `operand="value"`. “The <eval-expression> is case-sensitive.” A star in the value is one. */
export function equalsConstant(
  operand: Operand,
  value: Exclude<Constant, null>,
  { span }: SplExpression,
  lowering: SplLowering,
  list: number = lowering.newList(),
): Condition | undefined {
  if (typeof value !== 'string') {
    if (operand.fold !== undefined) return undefined
    const frame = lowering.frame(operand, span, false, list)
    if (operand.isNumber && typeof value === 'number') {
      const isTrue: Test = { kind: 'test', ...frame, operator: 'equals', value }
      return strict(isTrue, [operand], lowering)
    }
    return strict({ kind: 'test', ...frame, operator: 'equals', value }, [operand], lowering)
  }
  if (operand.isNumber) return undefined
  if (/^\*.|.\*$/s.test(value)) {
    const message = 'a star is a star here: only “search” knows wildcards'
    lowering.report('spl/literal-wildcard', span, message, 'use like() with “%”, or match()')
  }
  if (!isFolded(value, operand)) return caseMismatch(operand, span, lowering)
  const frame = lowering.frame(operand, span, operand.fold === undefined, list)
  return strict({ kind: 'test', ...frame, operator: 'equals', value }, [operand], lowering)
}

/** `operand<value`: numbers compare as such, texts as texts. */
export function comparesConstant(
  operator: '<' | '<=' | '>' | '>=',
  operand: Operand,
  value: Exclude<Constant, null>,
  { span }: SplExpression,
  lowering: SplLowering,
): Condition | undefined {
  if (typeof value === 'boolean' || operand.fold !== undefined) return undefined
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
  const bound = Number.isNaN(number) ? value : number
  if (operand.isNumber && typeof bound !== 'number') return undefined
  const frame = lowering.frame(operand, span, typeof bound !== 'number')
  return {
    isTrue: { kind: 'test', ...frame, operator: orders[operator], value: bound },
    isFalse: { kind: 'test', ...frame, operator: opposite[operator], value: bound },
  }
}

/** A value in lower case never equals a text that is not. */
function caseMismatch(operand: Operand, span: Span, lowering: SplLowering): Condition {
  const name = operand.fold === 'lower' ? 'lower' : 'upper'
  const message = `a value in ${name} case never equals a text that is not`
  lowering.report('spl/case-mismatch', span, message)
  return { isTrue: never.isTrue, isFalse: lowering.presence(operand) }
}

/** `like(operand, "x%")`: the whole value follows the pattern. */
export function isLikeText(
  operand: Operand,
  text: string,
  span: Span,
  lowering: SplLowering,
): Condition | undefined {
  if (operand.isNumber) return undefined
  if (!isFolded(text, operand)) return caseMismatch(operand, span, lowering)
  const frame = lowering.frame(operand, span, operand.fold === undefined)
  const test = toTextTest(readLikePattern(text), frame)
  if (test.operator === 'exists')
    return { isTrue: lowering.presence(operand), isFalse: never.isTrue }
  return strict(test, [operand], lowering)
}

/** An expression of PCRE that matches a part of the value. */
export function matchesRegex(
  operand: Operand,
  source: string,
  span: Span,
  lowering: SplLowering,
): Test {
  const value = readRegex(source, span, lowering)
  const isFoldedHere = operand.fold !== undefined
  const regex = isFoldedHere ? { ...value, ignoreCase: true } : value
  return { kind: 'test', ...lowering.frame(operand, span, false), operator: 'regex', value: regex }
}

/** The flags at the beginning stand apart from the expression. */
export function readRegex(source: string, span: Span, lowering: SplLowering): Regex {
  const [flags = '', letters = ''] = /^\(\?([imsx]+)\)/.exec(source) ?? []
  const isRead = /^[ims]+$/.test(letters)
  const value: Regex = {
    source: isRead ? source.slice(flags.length) : source,
    dialect: 'pcre',
    ignoreCase: isRead && letters.includes('i'),
    multiline: isRead && letters.includes('m'),
    dotAll: isRead && letters.includes('s'),
    anchored: false,
  }
  const compiled = compileRegex(value)
  if (compiled.kind !== 'compiled') {
    const code = compiled.kind === 'invalid' ? 'spl/invalid-regex' : 'spl/unsupported-regex'
    lowering.report(code, span, compiled.message)
  }
  return value
}

/** `cidrmatch("10.0.0.0/8", operand)` */
export function isInNetwork(
  operand: Operand,
  network: string,
  span: Span,
  lowering: SplLowering,
): Condition | undefined {
  if (!isNetwork(network) || operand.fold !== undefined) return undefined
  const frame = lowering.frame(operand, span, false)
  return strict({ kind: 'test', ...frame, operator: 'cidr', value: network }, [operand], lowering)
}

/** A test that is null when one of the operands is. */
export function strict(test: Test, operands: readonly Operand[], lowering: SplLowering): Condition {
  return lowering.connectives.strict(
    test,
    operands.map(operand => lowering.presence(operand)),
  )
}
