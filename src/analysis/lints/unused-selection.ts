import { opaquesOf, type Rule, testsOf } from '../../ir/index.ts'
import { defineLint, type Lint } from './lint.ts'
import { ownFilters } from './own-filters.ts'

export const unusedSelection: Lint = defineLint({
  code: 'lint/unused-selection',
  summary:
    'The condition never uses a selection, so what it says has no effect. Names that begin with “_” are left out on purpose.',
  example: {
    bad: 'selection: { Image: a }\nfilter: { User: b }\ncondition: selection',
    good: 'selection: { Image: a }\nfilter: { User: b }\ncondition: selection and not filter',
  },
  check(rule, report) {
    if (isPartlyUnread(rule)) return
    for (const { expression, parts } of ownFilters(rule)) {
      const used = new Set(testsOf(expression))
      for (const { name, expression, span } of parts) {
        const tests = testsOf(expression)
        if (name.startsWith('_') || tests.length === 0) continue
        if (!tests.some(test => used.has(test))) report(span, `the condition never uses “${name}”`)
      }
    }
  },
})

/** A condition that could not be read may use anything, and so may “near” of old. */
function isPartlyUnread(rule: Rule): boolean {
  return rule.logic.stages.some(
    stage =>
      stage.kind === 'opaque' ||
      (stage.kind === 'filter' && opaquesOf(stage.expression).length > 0),
  )
}
