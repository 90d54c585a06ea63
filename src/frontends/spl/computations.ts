import {
  type Choice,
  type Computation,
  type ComputedValue,
  type FunctionName,
  not,
  toNumberValue,
} from '../../ir/index.ts'
import { type Constant, findConstant } from './constant.ts'
import type { SplLowering } from './lowering.ts'
import type { SplComparison, SplExpression } from './syntax.ts'
import { parseAge } from './words.ts'

/** How an expression of `eval` is computed, where the logic can say it. */
export function findComputation(
  expression: SplExpression,
  lowering: SplLowering,
): Computation | undefined {
  const constant = findConstant(expression)
  if (constant !== undefined) return { kind: 'constant', value: toComputed(constant) }
  switch (expression.kind) {
    case 'field': {
      const { field, isDropped, lookup } = lowering.fields.find(expression.name)
      return isDropped || lookup !== undefined ? undefined : { kind: 'field', field }
    }
    case 'negative':
      return call('negate', [numberOf(expression.operand, lowering)])
    case 'arithmetic': {
      const { operator, left, right } = expression
      if (operator === '.') {
        return call('concat', [textOf(left, lowering), textOf(right, lowering)])
      }
      const numbers = [numberOf(left, lowering), numberOf(right, lowering)]
      if (operator !== '/') return call(arithmetic[operator], numbers)
      // The logic’s division of whole numbers leaves no fraction; here it does.
      const one: Computation = { kind: 'constant', value: { number: 1, isFloat: true } }
      return call('divide', [call('multiply', [numbers[0], one]), numbers[1]])
    }
    case 'comparison':
      return ofComparison(expression, lowering)
    case 'call': {
      const name = expression.name.toLowerCase()
      const compute = Object.hasOwn(functions, name) ? functions[name] : undefined
      return compute?.(expression.arguments, lowering)
    }
    default:
      return undefined
  }
}

function toComputed(constant: Constant): ComputedValue {
  return typeof constant === 'number' ? toNumberValue(String(constant)) : constant
}

const arithmetic = { '+': 'add', '-': 'subtract', '*': 'multiply', '%': 'modulo' } as const

const orders = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const

/** Numbers in order, and whether a time is recent: `_time>=relative_time(now(), "-70m@m")`. */
function ofComparison(
  { operator, left, right }: SplComparison,
  lowering: SplLowering,
): Computation | undefined {
  if (operator === '=' || operator === '!=') return undefined
  const seconds = operator === '<' || operator === '<=' ? undefined : findAge(right)
  if (seconds === undefined) {
    return call(orders[operator], [numberOf(left, lowering), numberOf(right, lowering)])
  }
  return call('is_recent', [findComputation(left, lowering), number(seconds)])
}

/** How many seconds ago `relative_time(now(), "-1h@h")` is, what it is rounded to apart. */
function findAge(expression: SplExpression): number | undefined {
  if (expression.kind !== 'call' || expression.name.toLowerCase() !== 'relative_time')
    return undefined
  const [from, by] = expression.arguments
  const text = by && findConstant(by)
  const isNow = from?.kind === 'call' && /^(?:now|time)$/i.test(from.name)
  return isNow && typeof text === 'string' ? parseAge(text) : undefined
}

type Compute = (args: readonly SplExpression[], lowering: SplLowering) => Computation | undefined

const functions: Readonly<Record<string, Compute>> = {
  abs: ofNumber('abs'),
  ceil: ofNumber('ceil'),
  ceiling: ofNumber('ceil'),
  floor: ofNumber('floor'),
  round: (args, lowering) =>
    args.length > 2
      ? undefined
      : call(
          'round',
          args.map(a => numberOf(a, lowering)),
        ),
  tonumber: ([value, base, ...rest], lowering) => {
    if (value === undefined || rest.length > 0) return undefined
    const number = findComputation(value, lowering)
    return call('to_number', base === undefined ? [number] : [number, numberOf(base, lowering)])
  },
  tostring: ofText('to_text'),
  len: ofText('length'),
  lower: ofText('to_lower'),
  upper: ofText('to_upper'),
  trim: ofText('trim'),
  coalesce: (args, lowering) =>
    call(
      'coalesce',
      args.map(a => findComputation(a, lowering)),
    ),
  if: ([condition, then, otherwise, ...rest], lowering) =>
    condition === undefined || then === undefined || otherwise === undefined || rest.length > 0
      ? undefined
      : choice([condition, then], otherwise, lowering),
  case: (args, lowering) =>
    choice(args.slice(0, args.length - (args.length % 2)), undefined, lowering),
  nullif: ([value, other, ...rest], lowering) =>
    value === undefined || other === undefined || rest.length > 0
      ? undefined
      : choice(
          [
            { kind: 'comparison', operator: '=', left: value, right: other, span: value.span },
            nullOf(value),
          ],
          value,
          lowering,
        ),
  mvcount: ([value, ...rest], lowering) => {
    const of = value && findComputation(value, lowering)
    if (of === undefined || value?.kind !== 'field' || rest.length > 0) return undefined
    // “If the field has no values, this function returns NULL.”
    const when = not(lowering.presence(lowering.quietOperand(value.name, value.span)))
    return {
      kind: 'choice',
      cases: [{ when, value: { kind: 'constant', value: null } }],
      otherwise: { kind: 'list', function: 'count', of },
    }
  },
  mvindex: ([value, index, ...rest], lowering) => {
    const of = value && findComputation(value, lowering)
    const at = index && findConstant(index)
    if (of === undefined || rest.length > 0 || (at !== 0 && at !== -1)) return undefined
    return { kind: 'list', function: at === 0 ? 'first' : 'last', of }
  },
  mvjoin: ([value, separator, ...rest], lowering) => {
    const of = value && findComputation(value, lowering)
    const text = separator && findConstant(separator)
    if (of === undefined || typeof text !== 'string' || rest.length > 0) return undefined
    return { kind: 'list', function: 'join', of, separator: text }
  },
  replace: ([value, pattern, replacement, ...rest], lowering) => {
    const source = pattern && findConstant(pattern)
    const put = replacement && findConstant(replacement)
    if (value === undefined || rest.length > 0) return undefined
    if (typeof source !== 'string' || typeof put !== 'string') return undefined
    // A group is `\1` here and `$1` in the logic.
    const template = put.replace(/\\(\d)|([$\\])/g, (_, digit?: string, mark?: string) =>
      digit === undefined ? `\\${mark}` : `$${digit}`,
    )
    return call('replace_regex', [
      textOf(value, lowering),
      { kind: 'constant', value: source },
      { kind: 'constant', value: template },
    ])
  },
  substr: ([value, start, length, ...rest], lowering) => {
    const from = start && findConstant(start)
    const count = length === undefined ? undefined : findConstant(length)
    if (value === undefined || rest.length > 0) return undefined
    // “The index of the first character is 1”; from the end it is not followed here.
    if (typeof from !== 'number' || from < 1) return undefined
    if (length !== undefined && (typeof count !== 'number' || count < 0)) return undefined
    const ends = typeof count === 'number' ? [number(from - 1 + count)] : []
    return call('substring', [textOf(value, lowering), number(from - 1), ...ends])
  },
}

function number(value: number): Computation {
  return { kind: 'constant', value: { number: value, isFloat: false } }
}

function nullOf({ span }: SplExpression): SplExpression {
  return { kind: 'call', name: 'null', arguments: [], span }
}

function ofNumber(name: FunctionName): Compute {
  return ([value, ...rest], lowering) =>
    value === undefined || rest.length > 0 ? undefined : call(name, [numberOf(value, lowering)])
}

function ofText(name: FunctionName): Compute {
  return ([value, ...rest], lowering) => {
    if (value === undefined || rest.length > 0) return undefined
    return name === 'to_text' ? textOf(value, lowering) : call(name, [textOf(value, lowering)])
  }
}

/** Conditions and values in turn; null if none of the conditions is true. */
function choice(
  pairs: readonly SplExpression[],
  otherwise: SplExpression | undefined,
  lowering: SplLowering,
): Computation | undefined {
  const cases: { when: Choice['cases'][number]['when']; value: Computation }[] = []
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const [condition, then] = [pairs[i], pairs[i + 1]]
    const value = then && findComputation(then, lowering)
    if (condition === undefined || value === undefined) return undefined
    cases.push({ when: lowering.where(condition).isTrue, value })
  }
  const rest: Computation | undefined =
    otherwise === undefined
      ? { kind: 'constant', value: null }
      : findComputation(otherwise, lowering)
  return rest === undefined || cases.length === 0
    ? undefined
    : { kind: 'choice', cases, otherwise: rest }
}

function numberOf(expression: SplExpression, lowering: SplLowering): Computation | undefined {
  return call('to_number', [findComputation(expression, lowering)])
}

function textOf(expression: SplExpression, lowering: SplLowering): Computation | undefined {
  return call('to_text', [findComputation(expression, lowering)])
}

function call(
  name: FunctionName,
  args: readonly (Computation | undefined)[],
): Computation | undefined {
  const known = args.filter(argument => argument !== undefined)
  if (known.length < args.length || args.length === 0) return undefined
  return { kind: 'call', function: name, ignoresCase: false, arguments: known }
}
