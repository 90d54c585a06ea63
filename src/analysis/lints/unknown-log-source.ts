import { eventTypesOf } from '../../knowledge/index.ts'
import { defineLint, type Lint } from './lint.ts'

export const unknownLogSource: Lint = defineLint({
  code: 'lint/unknown-logsource',
  summary: 'No known log has the rule’s log source, so the rule is not run.',
  example: {
    bad: 'logsource: { product: windows, category: proces_creation }',
    good: 'logsource: { product: windows, category: process_creation }',
  },
  check(rule, report) {
    for (const stage of rule.logic.stages) {
      if (stage.kind !== 'source' || eventTypesOf(stage.logSource).isKnown) continue
      const { product, category, service } = stage.logSource
      const words = [product, category, service].flatMap(word => word ?? [])
      if (words.length > 0) report(stage.span, `no known log is “${words.join(' / ')}”`)
    }
  },
})
