import { describeGolden } from '../../../test/support/golden.ts'
import { printDiagnostic } from '../../../test/support/print-diagnostic.ts'
import { printLogic } from '../../ir/index.ts'
import { parseEql } from './parse-eql.ts'

for (const name of ['events', 'functions', 'sequences', 'errors']) {
  describeGolden(new URL(`./${name}.golden.txt`, import.meta.url), input => {
    const { value, diagnostics } = parseEql(input)
    return [printLogic(value), ...diagnostics.map(printDiagnostic)].join('\n')
  })
}
