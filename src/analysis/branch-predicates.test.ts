import { describe, expect, test } from 'vitest'
import { parseRule } from '../../test/support/parse-rule.ts'
import { branchPredicatesOf } from './branch-predicates.ts'
import { predicatesOf } from './predicates.ts'

/** The branches with the fields of their predicates in place of numbers; excluded groups in brackets. */
function branchesOf(detection: string, limit = 64): readonly string[] {
  const { logic } = parseRule(detection)
  const predicates = predicatesOf(logic)
  const nameOf = (place: number): string => predicates[place]?.field ?? '?'
  return branchPredicatesOf(logic, predicates, limit).map(({ looksFor, excludes }) =>
    [
      ...looksFor.map(group => group.map(nameOf).join('/')),
      ...excludes.map(group => `(${group.map(nameOf).join(' ')})`),
    ].join(' '),
  )
}

describe('the branches of a rule, by its predicates', () => {
  test.each([
    ['a: { A: [1, 2], B: 3 }\ncondition: a', ['A B']],
    ['a: { A: 1 }\nb: { B: 1 }\ncondition: 1 of them', ['A', 'B']],
    ['a: { A: 1 }\nf: { F: 1, G: 2 }\ncondition: a and not f', ['A (F G)']],
    [
      'a: { A: 1 }\nf: { F: 1 }\ng: { G: 2 }\ncondition: a and not 1 of f* and not g',
      ['A (F) (G)'],
    ],
    ['a: { A: 1 }\nb: { B: 1 }\nc: { C: 1 }\ncondition: (a or b) and c', ['A C', 'B C']],
    ['a: { A: [x, "*y", z*] }\ncondition: a', ['A/A/A']],
    ['a: { A|exists: true }\nf: { F|exists: true }\ncondition: a and not f', ['A F']],
    ['a: { A: 1 }\nf: { F: [x, "*y"] }\ncondition: a and not f', ['A (F) (F)']],
    [
      'a: { A: 1 }\nf: { F: 1 }\ng: { G: 1 }\nh: { H: 1 }\ncondition: a and not (f and (g or h))',
      ['A (F G) (F H)'],
    ],
    ['a: { A: 1 }\nf: { F: 1 }\ng: { G: 1 }\ncondition: a and not (f and not g)', ['A (F)', 'A G']],
    ['a: { A|contains|all: [x, y] }\ncondition: a', ['A']],
  ])('%s', (detection, expected) => {
    expect(branchesOf(detection)).toEqual(expected)
  })

  test('are none past the limit', () => {
    expect(branchesOf('a: { A: 1 }\nb: { B: 1 }\ncondition: 1 of them', 1)).toEqual([])
  })
})
