import { defineLint, type Lint } from './lint.ts'
import { writtenTests } from './written-tests.ts'

export const allOnOneValue: Lint = defineLint({
  code: 'lint/all-on-one-value',
  summary:
    'The modifier “all” stands on a single value, where it changes nothing; some back ends reject it.',
  example: {
    bad: 'selection: { CommandLine|contains|all: a }\ncondition: selection',
    good: 'selection: { CommandLine|contains|all: [a, b] }\ncondition: selection',
  },
  check(rule, report) {
    for (const { tests, fieldText, isComplete } of writtenTests(rule)) {
      const [only] = tests
      if (!isComplete || tests.length !== 1 || only?.fieldSpan === undefined) continue
      if (!/\|all(\||$)/i.test(fieldText)) continue
      report(only.fieldSpan, '“all” stands on a single value', 'leave “all” out')
    }
  },
})
