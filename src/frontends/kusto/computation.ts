import { type Computation, type FunctionName, or, toNumberValue } from '../../ir/index.ts'
import { findConstant, resolve } from './constant.ts'
import { lowerCondition } from './lower-condition.ts'
import { findOperand } from './lower-operand.ts'
import type { Computed, KustoLowering } from './lowering.ts'
import type { Scope } from './scope.ts'
import type { KustoCall, KustoExpression } from './syntax.ts'
import { findSeconds } from './time.ts'

/**
 * How the value of an expression is computed from the event; `undefined` where the logic cannot say it. “The
 * `string` data type doesn't support null values”, so functions of texts take what is absent as the empty text.
 */
export function findComputation(
  expression: KustoExpression,
  scope: Scope,
  lowering: KustoLowering,
): Computed | undefined {
  const outer = lowering.takeBefore()
  const computation = find(expression, scope, lowering)
  const before = lowering.takeBefore()
  for (const [i, stage] of outer.entries())
    lowering.addBefore(`kept ${i} ${stage.span.start}`, stage)
  return computation && { computation, before }
}

function find(
  expression: KustoExpression,
  scope: Scope,
  lowering: KustoLowering,
): Computation | undefined {
  const constant = findConstant(expression, scope, lowering)
  if (constant !== undefined) {
    const value = typeof constant === 'number' ? toNumberValue(String(constant)) : constant
    return { kind: 'constant', value }
  }
  const { value, scope: inner } = resolve(expression, scope, lowering)
  switch (value.kind) {
    case 'name':
    case 'path':
    case 'element': {
      const operand = findOperand(value, inner, lowering)
      if (operand === undefined || operand.fold !== undefined || operand.isFileName)
        return undefined
      if (operand.isConverted || operand.field.startsWith('*')) return undefined
      return { kind: 'field', field: operand.field }
    }
    case 'arithmetic': {
      const left = find(value.left, inner, lowering)
      const right = find(value.right, inner, lowering)
      return left && right && call(arithmetic[value.operator], left, right)
    }
    case 'and':
    case 'or':
    case 'comparison':
    case 'in':
    case 'between': {
      const { isTrue, isFalse } = lowerCondition(value, inner, lowering)
      return {
        kind: 'choice',
        cases: [
          { when: isTrue, value: { kind: 'constant', value: true } },
          { when: isFalse, value: { kind: 'constant', value: false } },
        ],
        otherwise: nothing,
      }
    }
    case 'call':
      return ofCall(value, inner, lowering)
    default:
      return undefined
  }
}

const nothing: Computation = { kind: 'constant', value: null }

const arithmetic = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'modulo',
} as const

function call(name: FunctionName, ...values: readonly Computation[]): Computation {
  return { kind: 'call', function: name, ignoresCase: false, arguments: values }
}

/** A value as a text; what is absent is the empty one. */
function text(value: Computation): Computation {
  if (value.kind === 'constant' && typeof value.value === 'string') return value
  return call('coalesce', call('to_text', value), { kind: 'constant', value: '' })
}

function ofCall(
  { name, arguments: given }: KustoCall,
  scope: Scope,
  lowering: KustoLowering,
): Computation | undefined {
  const values = (): readonly Computation[] | undefined => {
    const found = given.map(argument => find(argument, scope, lowering))
    const known = found.filter(one => one !== undefined)
    return known.length < found.length ? undefined : known
  }
  const [first, second, third] = given
  switch (name) {
    case 'strcat': {
      const parts = values()
      return parts && call('concat', ...parts.map(text))
    }
    case 'tostring': {
      const [value] = values() ?? []
      return value && text(value)
    }
    case 'tolower':
    case 'toupper': {
      const [value] = values() ?? []
      return value && call(name === 'tolower' ? 'to_lower' : 'to_upper', text(value))
    }
    case 'strlen': {
      const [value] = values() ?? []
      return value && call('length', text(value))
    }
    case 'bin':
    case 'floor': {
      const seconds = second && findSeconds(second, scope, lowering)
      const value = first && find(first, scope, lowering)
      if (seconds === undefined || value === undefined) return undefined
      return call('time_floor', value, {
        kind: 'constant',
        value: { number: seconds, isFloat: !Number.isInteger(seconds) },
      })
    }
    case 'iff':
    case 'iif':
    case 'case':
      return choice(given, scope, lowering)
    case 'abs':
    case 'ceiling': {
      const [value] = values() ?? []
      return value && call(name === 'abs' ? 'abs' : 'ceil', value)
    }
    case 'replace_string': {
      const parts = values()
      return parts?.length === 3 ? call('replace', ...parts.map(text)) : undefined
    }
    case 'extract': {
      // Not followed where nothing is found, which is the empty text, or where a type is given.
      const regex = first && findConstant(first, scope, lowering)
      const group = second && findConstant(second, scope, lowering)
      const source = third && find(third, scope, lowering)
      if (typeof regex !== 'string' || typeof group !== 'number' || given.length !== 3)
        return undefined
      if (source === undefined) return undefined
      const found = call(
        'extract_regex',
        text(source),
        { kind: 'constant', value: regex },
        { kind: 'constant', value: toNumberValue(String(group)) },
      )
      return call('coalesce', found, { kind: 'constant', value: '' })
    }
    default:
      return undefined
  }
}

function choice(
  given: readonly KustoExpression[],
  scope: Scope,
  lowering: KustoLowering,
): Computation | undefined {
  const last = given.at(-1)
  const otherwise = given.length % 2 === 1 && last ? find(last, scope, lowering) : undefined
  if (otherwise === undefined) return undefined
  const cases = []
  for (let i = 0; i + 1 < given.length; i += 2) {
    const [condition, result] = [given[i], given[i + 1]]
    const value = result && find(result, scope, lowering)
    if (condition === undefined || value === undefined) return undefined
    cases.push({ when: lowerCondition(condition, scope, lowering).isTrue, value })
  }
  return { kind: 'choice', cases, otherwise }
}

/** A value where a condition holds, and null elsewhere. */
export function valueIf(
  condition: KustoExpression,
  value: Computation,
  scope: Scope,
  lowering: KustoLowering,
): Computation {
  const { isTrue } = lowerCondition(condition, scope, lowering)
  return { kind: 'choice', cases: [{ when: or([isTrue]), value }], otherwise: nothing }
}
