import { describeGolden } from '../../../test/support/golden.ts'
import { printDiagnostic } from '../../../test/support/print-diagnostic.ts'
import { printLogic } from '../../ir/index.ts'
import { parseEsql } from './parse-esql.ts'

describeGolden(new URL('./esql.golden.txt', import.meta.url), input => {
  const { value, diagnostics } = parseEsql(input)
  return [printLogic(value), ...diagnostics.map(printDiagnostic)].join('\n')
})
