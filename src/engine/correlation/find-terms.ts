import { assertNever } from '../../base/index.ts'
import type { RuleExpression } from '../../ir/index.ts'
import type { Term } from './plan.ts'

/** Conditions that come to more than this many cases are not run. */
const maxTerms = 256

/**
 * The cases in which a condition over rules holds: for `(a or b) and not c`, that `a` occurs and `c`
 * does not, or `b` occurs and `c` does not. `names` are the rules in the order of their list.
 * `undefined` if there are too many cases.
 */
export function findTerms(
  condition: RuleExpression,
  names: readonly string[],
): readonly Term[] | undefined {
  return casesOf(condition, false, names)
}

function casesOf(
  condition: RuleExpression,
  isNegated: boolean,
  names: readonly string[],
): readonly Term[] | undefined {
  switch (condition.kind) {
    case 'rule': {
      const step = names.indexOf(condition.rule)
      return [isNegated ? { present: [], absent: [step] } : { present: [step], absent: [] }]
    }
    case 'not':
      return casesOf(condition.operand, !isNegated, names)
    case 'and':
    case 'or': {
      const isAnd = (condition.kind === 'and') !== isNegated
      let cases: readonly Term[] = isAnd ? [{ present: [], absent: [] }] : []
      for (const operand of condition.operands) {
        const own = casesOf(operand, isNegated, names)
        if (own === undefined) return undefined
        if (isAnd && cases.length * own.length > maxTerms) return undefined
        cases = isAnd ? cases.flatMap(a => own.map(b => both(a, b))) : [...cases, ...own]
        if (cases.length > maxTerms) return undefined
      }
      return cases
    }
    default:
      return assertNever(condition)
  }
}

function both(a: Term, b: Term): Term {
  const join = (x: readonly number[], y: readonly number[]): readonly number[] =>
    [...new Set([...x, ...y])].sort((m, n) => m - n)
  return { present: join(a.present, b.present), absent: join(a.absent, b.absent) }
}
