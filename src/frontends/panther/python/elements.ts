import { type Expression, testsOf } from '../../../ir/index.ts'
import type { FieldTests } from './field-tests.ts'
import { type Truth, total } from './truth.ts'

/**
 * That some element of a list satisfies a condition. The logic tests each field by itself (“any of its values”), so
 * it can say this where one element has to pass one test. Two tests of one element, or that an element
 * fails a test, it cannot say: `undefined`.
 */
export function anyElement(
  tests: FieldTests,
  truth: Truth,
  path: readonly string[],
): Truth | undefined {
  const looksAtElement = (expression: Expression): boolean =>
    testsOf(expression).some(test => tests.elementOf(test)?.join('.') === path.join('.'))
  const isSayable = (expression: Expression): boolean => {
    switch (expression.kind) {
      case 'test':
        return looksAtElement(expression) && isPositive(expression.operator)
      case 'or':
        return expression.operands.length > 0 && expression.operands.every(isSayable)
      case 'and': {
        const own = expression.operands.filter(looksAtElement)
        const [only] = own
        return own.length === 1 && only !== undefined && isSayable(only)
      }
      case 'not':
      case 'opaque':
        return false
    }
  }
  return isSayable(truth.isTrue) ? total(truth.isTrue) : undefined
}

/** Tests that a value passes, as opposed to those that ask for its absence. */
function isPositive(operator: string): boolean {
  return operator !== 'null' && operator !== 'exists' && operator !== 'field_equals'
}
