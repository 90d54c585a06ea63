import { type Expression, type Logic, type Stage, testsOf } from '../../ir/index.ts'
import { kustoTablesOf } from '../../knowledge/index.ts'

/**
 * What a query is for, where it detects nothing.
 *
 * `enrichment`: it reads no log, only tables that things are looked up in, or none at all: watchlists, data that it holds
 * itself or fetches from elsewhere.
 *
 * `notebook`: it is there to be looked at. It draws its result, or it asks nothing of an event: there is no test of a
 * field, of a count or of anything computed, and no join that leaves rows out.
 */
export type Purpose = 'enrichment' | 'notebook'

export function purposeOf(logic: Logic): Purpose | undefined {
  if (kustoTablesOf(logic).logs.length === 0) return 'enrichment'
  if (logic.stages.some(isDrawing)) return 'notebook'
  return narrows(logic) ? undefined : 'notebook'
}

function isDrawing(stage: Stage): boolean {
  return stage.kind === 'shape' && /^render\b/i.test(stage.text)
}

/** Whether some stage leaves rows out by what they hold. What cannot be read may. */
function narrows({ stages }: Logic): boolean {
  return stages.some(stage => {
    switch (stage.kind) {
      case 'filter':
      case 'threshold':
        return asksForSomething(stage.expression)
      case 'join':
        return !/outer|lookup|union/i.test(stage.how) || stage.sides.some(narrows)
      case 'sequence':
      case 'opaque':
        return true
      default:
        return false
    }
  })
}

/** Times say which slice of a log is read. */
function asksForSomething(expression: Expression): boolean {
  return (
    hasOpaque(expression) ||
    testsOf(expression).some(({ field }) => !/^(?:TimeGenerated|Timestamp)$/i.test(field))
  )
}

function hasOpaque(expression: Expression): boolean {
  switch (expression.kind) {
    case 'opaque':
      return true
    case 'and':
    case 'or':
      return expression.operands.some(hasOpaque)
    case 'not':
      return hasOpaque(expression.operand)
    case 'test':
      return false
  }
}
