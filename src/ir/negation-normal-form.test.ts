import { describe } from 'vitest'
import { describeGolden } from '../../test/support/golden.ts'
import { readExpression } from '../../test/support/read-expression.ts'
import { toNegationNormalForm } from './negation-normal-form.ts'
import { printExpression } from './print.ts'

describe('negation normal form', () => {
  const file = new URL('./negation-normal-form.golden.txt', import.meta.url)
  describeGolden(file, text => printExpression(toNegationNormalForm(readExpression(text))))
})
