import type { Computation, FunctionName } from '../../../ir/index.ts'
import type { SplLowering } from '../lowering.ts'
import type { SplExpression } from '../syntax.ts'

/** What functions are computed with. */
export interface FunctionPlace {
  readonly lowering: SplLowering
  /** How an argument is computed; `undefined` where the logic cannot say it. */
  compute(expression: SplExpression): Computation | undefined
}

/** How a call is computed; `undefined` where the logic cannot say it. */
export type ComputeCall = (
  args: readonly SplExpression[],
  place: FunctionPlace,
) => Computation | undefined

/** Evaluation functions that are documented together. */
export interface FunctionFamily {
  /** All of their names. */
  readonly names: readonly string[]
  /** Those that the logic can compute. */
  readonly computed: Readonly<Record<string, ComputeCall>>
}

/** A function of the logic, if all of its arguments can be computed. */
export function call(
  name: FunctionName,
  args: readonly (Computation | undefined)[],
): Computation | undefined {
  const known = args.filter(argument => argument !== undefined)
  if (known.length < args.length || args.length === 0) return undefined
  return { kind: 'call', function: name, ignoresCase: false, arguments: known }
}

export function numberOf(expression: SplExpression, place: FunctionPlace): Computation | undefined {
  return call('to_number', [place.compute(expression)])
}

export function textOf(expression: SplExpression, place: FunctionPlace): Computation | undefined {
  return call('to_text', [place.compute(expression)])
}

export function whole(value: number): Computation {
  return { kind: 'constant', value: { number: value, isFloat: false } }
}

/** A function of one number. */
export function ofNumber(name: FunctionName): ComputeCall {
  return ([value, ...rest], place) =>
    value === undefined || rest.length > 0 ? undefined : call(name, [numberOf(value, place)])
}

/** A function of one text. */
export function ofText(name: FunctionName): ComputeCall {
  return ([value, ...rest], place) =>
    value === undefined || rest.length > 0 ? undefined : call(name, [textOf(value, place)])
}
