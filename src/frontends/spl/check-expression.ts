import { findNearest } from '../../base/index.ts'
import { partsOf } from './expression-parts.ts'
import { isKnownFunction, knownFunctions } from './functions/known.ts'
import type { SplLowering } from './lowering.ts'
import type { SplExpression } from './syntax.ts'

/**
 * Looks through an expression before it is lowered: tells what is surely not meant (functions and macros that are
 * not known, fields with dots), and gives subsearches stages of their own.
 */
export function checkExpression(expression: SplExpression, lowering: SplLowering): void {
  switch (expression.kind) {
    case 'call': {
      if (isKnownFunction(expression.name)) break
      const nearest = findNearest(expression.name.toLowerCase(), knownFunctions)
      const help = nearest === undefined ? undefined : `did you mean “${nearest}”?`
      const message = `there is no function “${expression.name}”`
      lowering.report('spl/unknown-function', expression.span, message, help)
      break
    }
    case 'subsearch': {
      const { logic } = lowering.lowerInner(expression.commands)
      const { span } = expression
      lowering.addBefore({ kind: 'join', how: 'subsearch', sides: [logic], keys: [], span })
      break
    }
    case 'macro':
      lowering.reportMacro(expression.call, expression.span)
      break
    case 'arithmetic': {
      const { operator, left, right, span } = expression
      if (operator !== '.' || left.kind !== 'field' || right.kind !== 'field') break
      if (/\s/.test(lowering.textOf(span))) break
      const name = `${left.name}.${right.name}`
      const message = `a dot puts the values of “${left.name}” and “${right.name}” together`
      lowering.report(
        'spl/unquoted-field',
        span,
        message,
        `write '${name}' for a field of that name`,
      )
      break
    }
  }
  for (const part of partsOf(expression)) checkExpression(part, lowering)
}
