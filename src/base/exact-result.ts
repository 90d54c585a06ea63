/**
 * What two written numbers come to, where it is the same in every reading: `undefined` for other operators, and for a
 * quotient that is no whole number, since languages differ in whether whole numbers divide to whole ones.
 */
export function exactResult(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return Number.isInteger(left / right) ? left / right : undefined
    default:
      return undefined
  }
}
