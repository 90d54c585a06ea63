import { describeGolden } from '../../../test/support/golden.ts'
import { printDiagnostic } from '../../../test/support/print-diagnostic.ts'
import { printLogic } from '../../ir/index.ts'
import { parseLucene } from './parse-lucene.ts'

describeGolden(new URL('./lucene.golden.txt', import.meta.url), input => {
  const { value, diagnostics } = parseLucene(input)
  return [printLogic(value), ...diagnostics.map(printDiagnostic)].join('\n')
})
