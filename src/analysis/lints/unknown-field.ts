import { anyField } from '../../ir/index.ts'
import { fieldPresence, selectorKind, sigmaFieldPresence } from '../../knowledge/index.ts'
import { visibleEventTypes } from '../event-coverage.ts'
import { defineLint, type Lint } from './lint.ts'
import { writtenTests } from './written-tests.ts'

export const unknownField: Lint = defineLint({
  code: 'lint/unknown-field',
  summary: 'None of the events that the rule can see has a field that it tests.',
  example: {
    bad: 'selection: { ComandLine: a }\ncondition: selection',
    good: 'selection: { CommandLine: a }\ncondition: selection',
  },
  check(rule, report) {
    const types = visibleEventTypes(rule)
    if (types.length === 0) return
    const presence = rule.language === 'sigma' ? sigmaFieldPresence : fieldPresence
    for (const { tests } of writtenTests(rule)) {
      const [first] = tests
      if (first === undefined || first.field === anyField || first.derived === true) continue
      if (first.operator === 'null' || (first.operator === 'exists' && !first.value)) continue
      if (selectorKind(rule.logSource, first.field) !== undefined) continue
      const isAbsent = types.every(type => presence(type, first.field, rule.logSource) === 'absent')
      if (!isAbsent) continue
      const events = types.map(type => `${type.provider} ${type.eventId ?? ''}`.trim())
      const shown = events.length > 3 ? `${events.length} event types` : events.join(', ')
      report(first.fieldSpan ?? first.span, `“${first.field}” is no field of ${shown}`)
    }
  },
})
