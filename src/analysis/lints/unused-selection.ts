import { type Expression, type Test, testsOf } from '../../ir/index.ts'
import { defineLint, type Lint } from './lint.ts'

export const unusedSelection: Lint = defineLint({
  code: 'lint/unused-selection',
  summary: 'The condition never uses a selection, so what it says has no effect.',
  example: {
    bad: 'selection: { Image: a }\nfilter: { User: b }\ncondition: selection',
    good: 'selection: { Image: a }\nfilter: { User: b }\ncondition: selection and not filter',
  },
  check(rule, report) {
    for (const stage of rule.logic.stages) {
      if (stage.kind !== 'filter' || hasOpaque(stage.expression)) continue
      const used = new Set<Test>(testsOf(stage.expression))
      for (const part of stage.parts) {
        const tests = testsOf(part.expression)
        if (tests.length === 0 || tests.some(test => used.has(test))) continue
        report(part.span, `the condition never uses “${part.name}”`)
      }
    }
  },
})

/** A condition that could not be read may use anything. */
function hasOpaque(expression: Expression): boolean {
  switch (expression.kind) {
    case 'opaque':
      return true
    case 'test':
      return false
    case 'not':
      return hasOpaque(expression.operand)
    case 'and':
    case 'or':
      return expression.operands.some(hasOpaque)
  }
}
