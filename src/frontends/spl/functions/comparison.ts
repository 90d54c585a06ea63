import type { Choice, Computation } from '../../../ir/index.ts'
import type { SplExpression } from '../syntax.ts'
import { call, type FunctionFamily, type FunctionPlace } from './family.ts'

export const comparison: FunctionFamily = {
  names:
    'case cidrmatch coalesce false if in like lookup match null nullif searchmatch true validate'.split(
      ' ',
    ),
  computed: {
    coalesce: (args, { compute }) => call('coalesce', args.map(compute)),
    if: ([condition, then, otherwise, ...rest], place) =>
      condition === undefined || then === undefined || otherwise === undefined || rest.length > 0
        ? undefined
        : choice([condition, then], otherwise, place),
    case: (args, place) => choice(args.slice(0, args.length - (args.length % 2)), undefined, place),
    nullif: ([value, other, ...rest], place) => {
      if (value === undefined || other === undefined || rest.length > 0) return undefined
      const { span } = value
      const none: SplExpression = { kind: 'call', name: 'null', arguments: [], span }
      const isEqual = {
        kind: 'comparison',
        operator: '=',
        left: value,
        right: other,
        span,
      } as const
      return choice([isEqual, none], value, place)
    },
  },
}

/** Conditions and values in turn; null if none of the conditions is true. */
function choice(
  pairs: readonly SplExpression[],
  otherwise: SplExpression | undefined,
  { lowering, compute }: FunctionPlace,
): Computation | undefined {
  const cases: Choice['cases'][number][] = []
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const [condition, then] = [pairs[i], pairs[i + 1]]
    const value = then && compute(then)
    if (condition === undefined || value === undefined) return undefined
    cases.push({ when: lowering.where(condition).isTrue, value })
  }
  const rest: Computation | undefined =
    otherwise === undefined ? { kind: 'constant', value: null } : compute(otherwise)
  return rest === undefined || cases.length === 0
    ? undefined
    : { kind: 'choice', cases, otherwise: rest }
}
