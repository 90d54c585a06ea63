import { assertNever } from '../base/index.ts'
import {
  type Expression,
  printStage,
  type Rule,
  type Test,
  toNegationNormalForm,
} from '../ir/index.ts'
import { canonicalField, type EventType, selectorKind } from '../knowledge/index.ts'
import { visibleEventTypes } from './event-coverage.ts'
import { indicatorKey } from './indicators.ts'

/**
 * What rules of one family share: their logic in canonical form, selectors apart. Operands are
 * sorted and made unique, fields have their canonical names, values are folded; names of selections,
 * order, and what only says *which events* make no difference.
 *
 * A rule that is nothing but selectors keeps them: they are all it says.
 */
export function familyKey(rule: Rule): string {
  const types = visibleEventTypes(rule)
  const stages = rule.logic.stages.map(stage => {
    switch (stage.kind) {
      case 'source':
        return ''
      case 'filter': {
        const normal = toNegationNormalForm(stage.expression)
        const form = canonicalForm(normal, rule, types, false)
        return form ?? canonicalForm(normal, rule, types, true) ?? 'true'
      }
      default:
        return printStage(stage)
    }
  })
  const { product = '' } = rule.logSource
  return [product, ...stages.filter(text => text !== '')].join('\n')
}

/** The canonical text of an expression; `undefined` when nothing but selectors was in it. */
function canonicalForm(
  expression: Expression,
  rule: Rule,
  types: readonly EventType[],
  keepSelectors: boolean,
): string | undefined {
  switch (expression.kind) {
    case 'test':
      return canonicalTest(expression, rule, types, keepSelectors)
    case 'opaque':
      return `opaque ${JSON.stringify(expression.text)}`
    case 'not': {
      const inner = canonicalForm(expression.operand, rule, types, keepSelectors)
      return inner === undefined ? undefined : `(not ${inner})`
    }
    case 'and':
    case 'or': {
      const forms = expression.operands.map(e => canonicalForm(e, rule, types, keepSelectors))
      const kept = forms.flatMap(form => form ?? [])
      if (kept.length === 0)
        return expression.operands.length === 0 ? `${expression.kind}` : undefined
      // In an `or`, a selector is a way to fire by itself and no mere choice of events.
      if (expression.kind === 'or' && kept.length < forms.length && !keepSelectors) {
        return canonicalForm(expression, rule, types, true)
      }
      const unique = [...new Set(kept)].sort()
      return unique.length === 1 ? unique[0] : `(${expression.kind} ${unique.join(' ')})`
    }
    default:
      return assertNever(expression)
  }
}

function canonicalTest(
  test: Test,
  rule: Rule,
  types: readonly EventType[],
  keepSelectors: boolean,
): string | undefined {
  const selector = selectorKind(rule.logSource, test.field)
  if (selector !== undefined && selector !== 'operation' && !keepSelectors) return undefined
  const { name, scope } = canonicalField(rule.logSource, types, test.field)
  const dashes = test.transforms.includes('windash') ? ' windash' : ''
  return `${indicatorKey(scope, name, test)}${test.cased ? ' cased' : ''}${dashes}`
}
