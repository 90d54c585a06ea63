import { expect, test } from 'vitest'
import { catalogEntry } from '../../test/support/catalog-entry.ts'
import { parseRule } from '../../test/support/parse-rule.ts'
import type { Rule } from '../ir/index.ts'
import { type RuleSelection, selectRules } from './rule-selection.ts'

const plain = parseRule('selection: { Image: x }')

function outcome(rule: Rule, selection: RuleSelection = {}): string {
  const { run, notRun } = selectRules([catalogEntry(rule)], selection)
  expect(run.length + notRun.length).toBe(1)
  return notRun[0]?.reason ?? 'runs'
}

test.each<[string, Partial<Rule>, RuleSelection, string]>([
  ['a rule without a status', {}, {}, 'runs'],
  ['a stable rule', { status: 'stable' }, {}, 'runs'],
  ['a deprecated rule', { status: 'deprecated' }, {}, 'its status is deprecated'],
  ['an unsupported rule', { status: 'unsupported' }, {}, 'its status is unsupported'],
  [
    'a deprecated rule that is asked for',
    { status: 'deprecated' },
    { statuses: ['deprecated'] },
    'runs',
  ],
  ['another status', { status: 'test' }, { statuses: ['stable'] }, 'its status is test'],
  ['no status where one is asked for', {}, { statuses: ['stable'] }, 'it has no status'],
  ['a level that is high enough', { level: 'high' }, { minLevel: 'high' }, 'runs'],
  ['a lower level', { level: 'medium' }, { minLevel: 'high' }, 'its level is medium'],
  ['no level, which is the lowest', {}, { minLevel: 'low' }, 'its level is informational'],
  ['an excluded id', {}, { exclude: ['a'] }, 'excluded'],
  ['an excluded title', {}, { exclude: ['t'] }, 'excluded'],
])('%s', (_, more, selection, expected) => {
  expect(outcome({ ...plain, ...more }, selection)).toBe(expected)
})
