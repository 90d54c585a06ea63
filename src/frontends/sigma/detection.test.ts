import { describeGolden } from '../../../test/support/golden.ts'
import type { Diagnostic } from '../../base/index.ts'
import { parseYaml } from '../../base/yaml/index.ts'
import { printLogic } from '../../ir/index.ts'
import { lowerDetection } from './detection.ts'

describeGolden(new URL('./detection.golden.txt', import.meta.url), input => {
  const text = /^condition:/m.test(input) ? input : `${input}\ncondition: selection`
  const { value, diagnostics: yamlDiagnostics } = parseYaml(text)
  const diagnostics: Diagnostic[] = [...yamlDiagnostics]
  const root = value[0]?.root
  if (root?.kind !== 'map') return 'not a map'
  const stages = lowerDetection(root, diagnostics)
  return [printLogic({ stages }), ...diagnostics.map(printDiagnostic)].join('\n')
})

function printDiagnostic({ severity, code, span, message, help }: Diagnostic): string {
  const suffix = help === undefined ? '' : ` (${help})`
  return `${severity}[${code}] ${span.start}..${span.end} ${message}${suffix}`
}
