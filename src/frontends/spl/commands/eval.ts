import { optional } from '../../../base/index.ts'
import type { Stage } from '../../../ir/index.ts'
import { checkExpression } from '../check-expression.ts'
import { findComputation } from '../computations.ts'
import { readsAggregate } from '../lower-operand.ts'
import { printSplExpression } from '../print.ts'
import type { SplCommandOf } from './command.ts'

/** A field that gets the value of another is that one under a second name; everything else is computed. */
export const evalCommand: SplCommandOf<'eval'> = {
  name: 'eval',
  summary: 'Computes fields.',
  grammar: 'eval',
  example: 'a=1 | eval b=lower(c), d=if(e>5, "x", "y")',
  lower({ assignments }, lowering) {
    return assignments.flatMap(({ name, value, span }): readonly Stage[] => {
      checkExpression(value, lowering)
      const text = `${name}=${printSplExpression(value)}`
      const computation = findComputation(value, lowering)
      const isAggregate = readsAggregate(value, lowering)
      if (value.kind === 'field' && value.name !== 'null') lowering.fields.alias(value.name, name)
      else lowering.fields.define(name, { isAggregate })
      const computations = optional('computations', computation && [computation])
      const before = lowering.takeBefore()
      return [...before, { kind: 'derive', names: [name], text, ...computations, span }]
    })
  },
}
