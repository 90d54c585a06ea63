import { checkExpression } from '../check-expression.ts'
import { conditionStages } from '../condition-stage.ts'
import { lowerWhere } from '../lower-where.ts'
import type { SplCommandOf } from './command.ts'

export const where: SplCommandOf<'where'> = {
  name: 'where',
  summary: 'Keeps the results of which an expression is true.',
  grammar: 'where',
  example: 'a=1 | where like(b, "x%") AND c>5',
  lower({ condition, span }, lowering) {
    checkExpression(condition, lowering)
    return conditionStages(() => lowerWhere(condition, lowering).isTrue, { span }, lowering)
  },
}
