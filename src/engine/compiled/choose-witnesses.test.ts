import { describe, expect, test } from 'vitest'
import { makeTest } from '../../../test/support/make-test.ts'
import { and, type Expression, not, or } from '../../ir/index.ts'
import { chooseWitnesses } from './choose-witnesses.ts'
import { planRules } from './plan-rules.ts'

/** The fields that have to be looked at in every event. */
function eagerFields(...rules: readonly Expression[]): readonly string[] {
  const plan = planRules(rules, {})
  const { isEager } = chooseWitnesses(plan)
  return plan.slots.filter((_, slot) => isEager[slot]).sort()
}

const contains = (field: string, text: string): Expression => makeTest('contains', field, text)

describe('what has to be looked at in every event', () => {
  test('is one field of a conjunction, the one that is seldom true', () => {
    const rule = and([contains('User', 'system'), contains('CommandLine', 'frpc.exe --server')])
    expect(eagerFields(rule)).toEqual(['CommandLine'])
  })

  test('is a field that another rule needs, rather than one more', () => {
    const both = and([contains('Image', 'whoami'), contains('CommandLine', 'frpc.exe --server')])
    expect(eagerFields(both)).toEqual(['CommandLine'])
    expect(eagerFields(both, contains('Image', 'frpc'))).toEqual(['Image'])
  })

  test('is every field of a disjunction', () => {
    expect(eagerFields(or([contains('A', 'abcd'), contains('B', 'efgh')]))).toEqual(['A', 'B'])
  })

  test('is nothing for a rule that may hold of an event with none of its texts', () => {
    expect(eagerFields(not(contains('A', 'abcd')))).toEqual([])
  })

  test('is not what is only excluded', () => {
    const rule = and([contains('A', 'abcd'), not(contains('B', 'efgh'))])
    expect(eagerFields(rule)).toEqual(['A'])
  })
})

test('a rule’s witnesses are of fields that are looked at', () => {
  const rules = [
    and([contains('A', 'abcd'), contains('B', 'efgh')]),
    or([contains('B', 'ijkl'), and([contains('C', 'mnop'), contains('A', 'qrst')])]),
    not(contains('D', 'uvwx')),
  ]
  const plan = planRules(rules, {})
  const { ofRules, isEager } = chooseWitnesses(plan)
  expect(ofRules[2]).toBeUndefined()
  const slots = ofRules.slice(0, 2).flatMap(witnesses =>
    (witnesses ?? []).map(witness => {
      const predicate = plan.predicates[witness]
      return predicate?.kind === 'value' ? predicate.slot : -1
    }),
  )
  expect(slots).toHaveLength(3)
  expect(slots.every(slot => isEager[slot])).toBe(true)
})
