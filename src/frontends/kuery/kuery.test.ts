import { describeGolden } from '../../../test/support/golden.ts'
import { printDiagnostic } from '../../../test/support/print-diagnostic.ts'
import { printLogic } from '../../ir/index.ts'
import { parseKuery } from './parse-kuery.ts'

describeGolden(new URL('./kuery.golden.txt', import.meta.url), input => {
  const { value, diagnostics } = parseKuery(input)
  return [printLogic(value), ...diagnostics.map(printDiagnostic)].join('\n')
})
