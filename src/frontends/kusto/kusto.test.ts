import { describeGolden } from '../../../test/support/golden.ts'
import { loadKustoLanguage } from '../../../test/support/kusto-language.ts'
import { printDiagnostic } from '../../../test/support/print-diagnostic.ts'
import { printLogic } from '../../ir/index.ts'
import { createKustoReader } from './create-kusto-reader.ts'

const parseKusto = createKustoReader(loadKustoLanguage())

for (const file of ['conditions', 'lets', 'operators', 'errors']) {
  describeGolden(new URL(`./${file}.golden.txt`, import.meta.url), input => {
    const { value, diagnostics } = parseKusto(input)
    return [printLogic(value), ...diagnostics.map(printDiagnostic)].join('\n')
  })
}
