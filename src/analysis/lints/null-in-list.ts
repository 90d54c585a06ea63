import { defineLint, type Lint } from './lint.ts'
import { writtenTests } from './written-tests.ts'

export const nullInList: Lint = defineLint({
  code: 'lint/null-in-list',
  summary: 'A list mixes null with values; absence is easier to read in a selection of its own.',
  example: {
    bad: 'selection: { ParentImage: [null, a] }\ncondition: selection',
    good: 'selection: { ParentImage: null }\ncondition: selection',
  },
  check(rule, report) {
    for (const { tests } of writtenTests(rule)) {
      if (tests.length < 2) continue
      for (const test of tests) {
        if (test.operator === 'null') report(test.span, 'null stands in a list of values')
      }
    }
  },
})
