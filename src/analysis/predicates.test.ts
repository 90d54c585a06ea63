import { expect, test } from 'vitest'
import { makeTest } from '../../test/support/make-test.ts'
import { parseRule } from '../../test/support/parse-rule.ts'
import { noSpan } from '../base/index.ts'
import { type Expression, type FilterStage, type Logic, valueText } from '../ir/index.ts'
import { predicatesOf } from './predicates.ts'

/** Each predicate as one line: part, polarity, field, operator, values. */
function show(detection: string): readonly string[] {
  return predicatesOf(parseRule(detection).logic).map(p => {
    const values = p.tests.map(valueText).join('|')
    const words = [p.part, p.isNegated && 'not', p.field, p.operator, p.all && 'all', values]
    return words.filter(Boolean).join(' ')
  })
}

test('a list is one predicate with all of its members', () => {
  expect(show('selection: { Image|endswith: [a, b, c] }')).toEqual([
    'selection Image ends_with a|b|c',
  ])
})

test('a list of mixed operators is one predicate for each of them', () => {
  expect(show("selection: { Image: ['*a', 'b*', '*c', d] }")).toEqual([
    'selection Image ends_with a|c',
    'selection Image starts_with b',
    'selection Image equals d',
  ])
})

test('a list under all is one predicate that says so', () => {
  expect(show('selection: { Image|contains|all: [a, b] }')).toEqual([
    'selection Image contains all a|b',
  ])
})

test('two selections on one field are two predicates', () => {
  expect(show('a: { Image: x }\nb: { Image: y }\ncondition: a or b')).toEqual([
    'a Image equals x',
    'b Image equals y',
  ])
})

test('not all of filter_* negates each predicate of the one conjunction', () => {
  const detection = `
sel: { Image: x }
filter_a: { User: [u, v] }
filter_b: { Company: c }
condition: sel and not all of filter_*`
  expect(show(detection)).toEqual([
    'sel Image equals x',
    'filter_a not User equals u|v',
    'filter_b not Company equals c',
  ])
})

test('neq and two negations give the polarity that holds in the end', () => {
  expect(show('selection: { Image|neq: [a, b] }')).toEqual(['selection not Image equals a|b'])
  expect(show('f: { Image|neq: [a, b] }\ncondition: not f')).toEqual(['f Image equals a|b'])
  expect(show('f: { Image|contains|all: [a, b] }\ncondition: not f')).toEqual([
    'f not Image contains all a|b',
  ])
})

test('a selection that is used with both polarities is shown with both', () => {
  const detection = 'a: { Image: x }\nb: { User: u }\ncondition: (a and b) or (not a and not b)'
  expect(show(detection)).toEqual([
    'a Image equals x',
    'a not Image equals x',
    'b User equals u',
    'b not User equals u',
  ])
})

test('a selection that is named twice is shown once', () => {
  expect(show('a: { Image: x }\nb: { User: u }\ncondition: (a and b) or a')).toEqual([
    'a Image equals x',
    'b User equals u',
  ])
})

test('a selection that the condition does not use has no predicates', () => {
  expect(show('selection: { Image: x }\nunused: { User: u }')).toEqual(['selection Image equals x'])
})

test('keywords are predicates of any field', () => {
  expect(show('selection: [a, b]')).toEqual(['selection *any contains a|b'])
})

test('the span reaches from the field to the last value', () => {
  const rule = parseRule('selection:\n  Image|endswith:\n    - aa\n    - bb')
  const [predicate] = predicatesOf(rule.logic)
  const { start = 0, end = 0 } = predicate?.span ?? {}
  expect(rule.body.slice(start, end)).toMatch(/^Image\|endswith:[\s-]+aa[\s-]+bb$/)
})

test('the test of an aggregation is derived and stands in its own stage', () => {
  const rule = parseRule('selection: { Image: x }\ncondition: selection | count() by User > 5')
  expect(predicatesOf(rule.logic).map(p => [p.stage, p.field, p.isDerived])).toEqual([
    [1, 'Image', false],
    [3, 'count', true],
  ])
})

test('a denied test of existence that is named twice is one value', () => {
  const rule = parseRule("s: { Image: x }\nf: { User: '*' }\ncondition: s and not f and not (f)")
  const [, denied] = predicatesOf(rule.logic)
  expect([denied?.operator, denied?.all, denied?.tests.length]).toEqual(['exists', false, 1])
})

test.each(['anti', 'except'])('what an %s join must not find is denied as a whole', how => {
  const side = (field: string): Logic => {
    const [a, b] = ['1', '2'].map(value => makeTest('equals', `${field}${value}`, 'x'))
    if (a === undefined || b === undefined) throw new Error('no test')
    const filter = (expression: Expression): FilterStage => ({
      kind: 'filter',
      condition: '',
      parts: [],
      expression,
      span: noSpan,
    })
    return { stages: [filter(a), filter(b)] }
  }
  const sides = how === 'anti' ? [side('r')] : [side('l'), side('r')]
  const logic: Logic = { stages: [{ kind: 'join', how, sides, keys: [], span: noSpan }] }
  const negated = new Map(predicatesOf(logic).map(p => [p.field, p.isNegated]))
  expect(negated.get('r1')).toBe(true)
  expect(negated.get('r2')).toBe(true)
  expect(negated.get('l1')).toBe(how === 'anti' ? undefined : false)
})
