import { defineLint, type Lint } from './lint.ts'
import { writtenTests } from './written-tests.ts'

/** Fields that hold a whole path. */
const pathFields: ReadonlySet<string> = new Set(['Image', 'ParentImage', 'ImageLoaded'])

export const bareFileName: Lint = defineLint({
  code: 'lint/bare-file-name',
  summary: 'The path of a program is compared with a bare file name, which no event contains.',
  example: {
    bad: 'selection: { Image: whoami.exe }\ncondition: selection',
    good: String.raw`selection: { Image|endswith: '\whoami.exe' }${'\n'}condition: selection`,
  },
  check(rule, report) {
    if (rule.logSource.product !== 'windows') return
    for (const test of writtenTests(rule).flatMap(({ tests }) => tests)) {
      if (test.operator !== 'equals' || !pathFields.has(test.field)) continue
      if (typeof test.value !== 'string' || !/^[^\\/]+\.\w+$/.test(test.value)) continue
      report(
        test.span,
        `“${test.value}” has no folder`,
        `write ${test.field}|endswith: '\\${test.value}'`,
      )
    }
  },
})
