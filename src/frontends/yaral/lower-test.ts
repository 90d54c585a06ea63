import type { Span } from '../../base/index.ts'
import {
  and,
  compileRegex,
  type Expression,
  findPlainTexts,
  isNetwork,
  or,
  type Regex,
  type Test,
} from '../../ir/index.ts'
import { always, anyOf, never } from './connectives.ts'
import type { YaralScope } from './lowering.ts'
import { type ConstantOperand, frameOf, type ValueOperand } from './operand.ts'

/**
 * Tests of one field. A field that an event does not have has the zero value of its type: “if a string
 * value is omitted, it defaults to ""”, a number to 0, a boolean to false. So what holds for that value
 * holds for an absent field too, and says so with `null`.
 */

/** How a comparison is made. */
export interface Manner {
  readonly ignoresCase: boolean
  /** Where what the field is compared with stands. */
  readonly span: Span
}

/** The field has the zero value of a text: it is absent, or empty. */
export function isEmpty(operand: ValueOperand, span: Span, scope: YaralScope): Expression {
  const frame = frameOf(operand, { span, ignoresCase: true }, scope)
  return orAbsent({ kind: 'test', ...frame, operator: 'equals', value: '' }, scope)
}

export function isAbsent(operand: ValueOperand, span: Span, scope: YaralScope): Expression {
  const frame = frameOf(operand, { span, ignoresCase: true }, scope)
  return { kind: 'test', ...frame, operator: 'null' }
}

export function equalsConstant(
  operand: ValueOperand,
  { value, span }: ConstantOperand,
  ignoresCase: boolean,
  scope: YaralScope,
): Expression {
  if (typeof value === 'string') {
    if (value === '') return isEmpty(operand, span, scope)
    if (!ignoresCase && isOtherCase(value, operand)) return caseMismatch(operand, span, scope)
    const frame = frameOf(operand, { span, ignoresCase }, scope)
    return { kind: 'test', ...frame, operator: 'equals', value }
  }
  const frame = frameOf(operand, { span, ignoresCase: true }, scope)
  const test: Test = { kind: 'test', ...frame, operator: 'equals', value }
  return value === 0 || value === false ? orAbsent(test, scope) : test
}

/** The absence is no member of the test’s list. */
function orAbsent(test: Test, { lowering }: YaralScope): Expression {
  const { value: _, ...frame } = { value: undefined, ...test }
  const absent: Test = { ...frame, cased: false, list: lowering.newList(), operator: 'null' }
  return or([absent, test])
}

const orders = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const

export function comparesConstant(
  operator: keyof typeof orders,
  operand: ValueOperand,
  { value, span }: ConstantOperand & { readonly value: string | number },
  scope: YaralScope,
): Expression {
  const frame = frameOf(operand, { span, ignoresCase: typeof value === 'number' }, scope)
  const test: Test = { kind: 'test', ...frame, operator: orders[operator], value }
  return isTrueOfZero(operator, value) ? orAbsent(test, scope) : test
}

function isTrueOfZero(operator: keyof typeof orders, value: string | number): boolean {
  const isBelow = typeof value === 'number' ? 0 < value : value !== ''
  const isEqual = value === 0 || value === ''
  switch (operator) {
    case '<':
      return isBelow
    case '<=':
      return isBelow || isEqual
    case '>':
      return !isBelow && !isEqual
    case '>=':
      return !isBelow
  }
}

/** A value in lower case never equals a text that is not. */
export function isOtherCase(text: string, { fold }: ValueOperand): boolean {
  if (fold === undefined) return false
  return (fold === 'lower' ? text.toLowerCase() : text.toUpperCase()) !== text
}

function caseMismatch(operand: ValueOperand, span: Span, scope: YaralScope): Expression {
  const name = operand.fold === 'lower' ? 'lower' : 'upper'
  const message = `a value in ${name} case is never this text`
  scope.lowering.report('yaral/case-mismatch', span, message)
  return never
}

/** `strings.contains($e.f, "x")` and its kin: case counts. */
export function holdsText(
  operator: 'contains' | 'starts_with' | 'ends_with',
  operand: ValueOperand,
  value: string,
  { ignoresCase, span }: Manner,
  scope: YaralScope,
): Expression {
  if (value === '') {
    // “Returns true if the suffix is non-empty and at end-of-value.” The empty text is in every other.
    return operator === 'ends_with' ? never : always
  }
  if (!ignoresCase && isOtherCase(value, operand)) return caseMismatch(operand, span, scope)
  return { kind: 'test', ...frameOf(operand, { span, ignoresCase }, scope), operator, value }
}

/** `net.ip_in_range_cidr($e.principal.ip, "10.0.0.0/8")` */
export function isInNetwork(
  operand: ValueOperand,
  value: string,
  span: Span,
  scope: YaralScope,
): Expression {
  if (!isNetwork(value)) {
    const message = `“${value}” is no network`
    scope.lowering.report('yaral/invalid-argument', span, message)
    return scope.lowering.opaque('yaral/invalid-argument', span)
  }
  return {
    kind: 'test',
    ...frameOf(operand, { span, ignoresCase: true }, scope),
    operator: 'cidr',
    value,
  }
}

/** `$e.f in %list`; the members of a list of expressions or networks are no texts. */
export function isInList(
  operand: ValueOperand,
  name: string,
  as: 'text' | 'regex' | 'cidr',
  manner: Manner,
  scope: YaralScope,
): Expression {
  const list = as === 'text' ? name : `${as} ${name}`
  return {
    kind: 'test',
    ...frameOf(operand, manner, scope),
    operator: 'in_list',
    value: [{ kind: 'list', name: list }],
  }
}

/** Two fields of one event; absent ones are equal to each other, and to empty ones. */
export function equalsField(
  left: ValueOperand,
  right: ValueOperand,
  manner: Manner,
  scope: YaralScope,
): Expression {
  const frame = frameOf(left, manner, scope)
  const test: Test = {
    kind: 'test',
    ...frame,
    ...(right.isDerived ? { derived: true as const } : {}),
    operator: 'field_equals',
    value: { field: right.name, comparison: 'equals' },
  }
  return or([test, and([isEmpty(left, left.span, scope), isEmpty(right, right.span, scope)])])
}

/**
 * “Returns true if the string contains a substring that matches the regular expression”, in RE2’s
 * dialect. An expression that is nothing but texts is tests of those.
 */
export function followsRegex(
  operand: ValueOperand,
  written: string,
  { ignoresCase, span }: Manner,
  scope: YaralScope,
): Expression | undefined {
  const flag = /^\(\?i\)/.test(written)
  const source = flag ? written.slice(4) : written
  const ignoreCase = ignoresCase || flag
  const folds = operand.fold !== undefined
  if (folds && !ignoreCase && !isFoldedRegex(source, operand)) return undefined
  const value: Regex = {
    source,
    dialect: 're2',
    ignoreCase: ignoreCase || folds,
    multiline: false,
    dotAll: false,
    anchored: false,
  }
  const compiled = compileRegex(value)
  if (compiled.kind !== 'compiled') {
    const code = compiled.kind === 'invalid' ? 'yaral/invalid-regex' : 'yaral/unsupported-regex'
    scope.lowering.report(code, span, compiled.message)
  }
  const frame = { ...frameOf(operand, { ignoresCase: ignoreCase, span }, scope) }
  const texts = compiled.kind === 'compiled' ? findPlainTexts(value) : undefined
  if (texts !== undefined) {
    return anyOf(
      texts.map(({ operator, text }): Expression => {
        if (text !== '') return { kind: 'test', ...frame, operator, value: text }
        return operator === 'equals' ? isEmpty(operand, span, scope) : always
      }),
    )
  }
  const test: Test = { kind: 'test', ...frame, operator: 'regex', value }
  const matchesEmpty = compiled.kind === 'compiled' && compiled.program.matcher('').find()
  return matchesEmpty ? orAbsent(test, scope) : test
}

/** Whether an expression asks for nothing that the other case would be: then case does not matter. */
function isFoldedRegex(source: string, { fold }: ValueOperand): boolean {
  // Classes and escapes by letter (`\W`, `\pL`) change their meaning with the case of the letter.
  const letters = source.replace(/\\[bBdDsSwWAz]/g, '').replace(/\\[^a-zA-Z]/g, '')
  if (/[\\[]/.test(letters)) return false
  return (fold === 'lower' ? letters.toLowerCase() : letters.toUpperCase()) === letters
}
