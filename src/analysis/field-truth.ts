import { anyField, type Rule, type Test } from '../ir/index.ts'
import { type EventType, fieldPresence, selectorKind } from '../knowledge/index.ts'
import type { Leaf } from './clause-truth.ts'

/**
 * What the absence of a field decides on all events of a type: a test of it never holds, a test of
 * its absence always does.
 */
export function fieldTruth(type: EventType, rule: Rule): Leaf {
  return test => (lackedFields(test, type, rule).length === 0 ? undefined : asksForAbsence(test))
}

/** The fields of a test that no event of the type has. Selectors and derived fields are none. */
export function lackedFields(test: Test, type: EventType, rule: Rule): readonly string[] {
  if (test.derived === true) return []
  const fields = test.operator === 'field_equals' ? [test.field, test.value.field] : [test.field]
  return fields.filter(
    field =>
      field !== anyField &&
      selectorKind(rule.logSource, field) === undefined &&
      fieldPresence(type, field, rule.logSource) === 'absent',
  )
}

function asksForAbsence(test: Test): boolean {
  return test.operator === 'null' || (test.operator === 'exists' && !test.value)
}
