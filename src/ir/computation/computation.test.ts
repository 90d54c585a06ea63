import { describe, expect, test } from 'vitest'
import { makeTest } from '../../../test/support/make-test.ts'
import type { Scalar } from '../event.ts'
import {
  applyFunction,
  type Computation,
  computeValues,
  type FunctionName,
  fieldsOf,
} from './computation.ts'
import type { ComputedValue } from './computed-value.ts'
import type { ListFunction } from './list-functions.ts'

const number = (value: number): ComputedValue => ({ number: value, isFloat: false })
const float = (value: number): ComputedValue => ({ number: value, isFloat: true })

describe('functions of values', () => {
  test.each<[FunctionName, readonly ComputedValue[], ComputedValue | undefined]>([
    ['add', [number(4), number(5)], number(9)],
    ['add', [number(4), float(0.5)], float(4.5)],
    ['add', [number(9007199254740991), number(1)], undefined],
    ['subtract', [number(-2), number(4)], number(-6)],
    ['multiply', [float(0.25), number(2)], float(0.5)],
    ['multiply', [number(0), number(-1)], number(0)],
    ['divide', [number(4), number(3)], number(1)],
    ['divide', [number(-7), number(2)], number(-3)],
    ['divide', [number(4), float(3)], float(4 / 3)],
    ['divide', [number(4), number(0)], undefined],
    ['modulo', [number(-10), number(-6)], number(-4)],
    ['modulo', [number(1), number(0)], undefined],
    ['negate', [number(3)], number(-3)],
    ['negate', ['x'], undefined],
    ['to_number', ['  +1337 '], number(1337)],
    ['to_number', ['0xff'], number(255)],
    ['to_number', ['ff', number(16)], number(255)],
    ['to_number', ['0xff', number(10)], undefined],
    ['to_number', ['4.5'], float(4.5)],
    ['to_number', [''], undefined],
    ['to_number', ['x'], undefined],
    ['eq', ['a', 'a'], true],
    ['eq', [number(1), '1'], false],
    ['neq', [true, false], true],
    ['lt', [number(1), float(1.5)], true],
    ['lte', ['a', 'a'], true],
    ['gt', ['b', 'a'], true],
    ['gte', [number(1), number(2)], false],
    ['lt', [number(1), 'a'], undefined],
    ['between', ['a(b)c', '(', ')'], 'b'],
    ['between', ['a(b)c)', '(', ')', true], 'b)c'],
    ['between', ['abc', '(', ')'], ''],
    ['concat', ['a', number(4), float(4.5), true], 'a44.5true'],
    ['contains', ['abc', 'b'], true],
    ['contains', ['abc', ''], false],
    ['starts_with', ['abc', ''], true],
    ['ends_with', ['abc', 'bc'], true],
    ['index_of', ['a.b.c', '.', number(2)], number(3)],
    ['index_of', ['a.b', '.', number(-5)], number(1)],
    ['index_of', ['a.b', 'x'], null],
    ['index_of', ['a.b', '.', number(9)], null],
    ['length', ['ab\u{1f600}'], number(4)],
    ['length', [number(4)], undefined],
    ['substring', ['start', number(-2)], 'rt'],
    ['substring', ['start', number(1), number(-1)], 'tar'],
    ['substring', ['start', number(3), number(1)], ''],
    ['to_text', [float(42.5)], '42.5'],
    ['length', [null], null],
    ['concat', ['a', null], null],
    ['characters', ['ab\u{1f600}'], number(3)],
    ['part', ['a\u{1f600}bc', number(2), number(2)], '\u{1f600}b'],
    ['part', ['abc', number(-2)], 'bc'],
    ['part', ['abc', number(-9), number(1)], 'a'],
    ['part', ['abc', number(0), number(1)], 'a'],
    ['part', ['abc', number(4)], ''],
    ['abs', [number(-3)], number(3)],
    ['abs', [float(2.5)], float(2.5)],
    ['round', [float(1.005), number(2)], float(1.01)],
    ['round', [float(-2.5)], float(-3)],
    ['round', [number(7)], number(7)],
    ['floor', [float(-1.5)], number(-2)],
    ['ceil', [float(1.2)], number(2)],
    ['to_whole', [float(-1.9)], number(-1)],
    ['to_whole', ['x'], undefined],
    ['to_lower', ['ÄB'], 'äb'],
    ['to_upper', ['äb'], 'ÄB'],
    ['trim', [' a '], 'a'],
    ['replace', ['a.b.c', '.', ''], 'abc'],
    ['replace', ['abc', '', 'x'], 'abc'],
    ['replace_regex', ['a12b3', '([0-9])[0-9]*', '<$1>'], 'a<1>b<3>'],
    ['replace_regex', ['a.b', '\\.', '\\$'], 'a$b'],
    ['replace_regex', ['ab', 'a', '$1'], undefined],
    ['replace_regex', ['ab', '(?<=a)b', 'x'], undefined],
    ['replace_regex', ['aaa', 'x*', '-'], '-a-a-a-'],
    ['extract_regex', ['user=bob;', 'user=(\\w+)', number(1)], 'bob'],
    ['extract_regex', ['user=bob;', 'host=(\\w+)', number(1)], null],
    ['extract_regex', ['ab', 'a(x)?b', number(1)], null],
    ['time_floor', ['2026-01-01T10:07:31.5Z', number(300)], '2026-01-01T10:05:00.000Z'],
    ['time_floor', ['2026-01-01T01:30:00+02:00', number(86400)], '2025-12-31T00:00:00.000Z'],
    ['time_floor', ['yesterday', number(300)], undefined],
    ['time_difference', ['2026-01-01', '2026-01-01 00:02:59', number(60)], number(2)],
    ['time_difference', ['2026-01-02', '2026-01-01', number(86400)], number(-1)],
    ['is_recent', ['2026-01-01', number(60)], true],
    ['coalesce', [null, 'a', null], 'a'],
    ['coalesce', [null, null], null],
  ])('%s of %j is %j', (name, values, expected) => {
    expect(applyFunction(name, values, false)).toEqual(expected)
  })

  test.each<[FunctionName, readonly ComputedValue[], ComputedValue]>([
    ['contains', ['ABC', 'b'], true],
    ['starts_with', ['ABC', 'ab'], true],
    ['ends_with', ['ABC', 'bc'], true],
    ['index_of', ['İAB', 'b'], number(2)],
    ['between', ['XaY', 'x', 'y'], 'a'],
  ])('%s of %j without case is %j', (name, values, expected) => {
    expect(applyFunction(name, values, true)).toEqual(expected)
  })
})

describe('one value of all values', () => {
  const of: Computation = { kind: 'field', field: 'a' }
  test.each<[ListFunction, readonly Scalar[], Scalar | undefined]>([
    ['count', ['x', null, 'y'], 2],
    ['count', [], 0],
    ['first', ['x', 'y'], 'x'],
    ['last', ['x', 'y'], 'y'],
    ['last', [], null],
    ['min', [3, 12, 5], 3],
    ['max', ['b', 'c', 'a'], 'c'],
    ['max', ['b', 3], undefined],
    ['sum', [1, 2.5], 3.5],
    ['sum', ['1'], undefined],
    ['join', ['x', 1], 'x, 1'],
    ['join', [null], null],
  ])('%s of %j is %j', (name, values, expected) => {
    const list: Computation = { kind: 'list', function: name, of, separator: ', ' }
    expect(computeValues(list, () => values)).toEqual(
      expected === undefined ? undefined : [expected],
    )
  })
})

describe('the values of a computation', () => {
  const field = (name: string): Computation => ({ kind: 'field', field: name })
  const call = (name: FunctionName, list: readonly Computation[]): Computation => ({
    kind: 'call',
    function: name,
    ignoresCase: false,
    arguments: list,
  })
  const valuesOf =
    (fields: Readonly<Record<string, readonly Scalar[]>>) =>
    (name: string): readonly Scalar[] | undefined =>
      fields[name]

  test('are one for each combination of the values of its fields', () => {
    const both = call('concat', [field('a'), field('b')])
    const fields = { a: ['x', 'y'], b: [1, 2] }
    expect(computeValues(both, valuesOf(fields))).toEqual(['x1', 'x2', 'y1', 'y2'])
  })

  test('take one value of a field for all places where it stands', () => {
    const twice = call('concat', [field('a'), field('a')])
    expect(computeValues(twice, valuesOf({ a: ['x', 'y'] }))).toEqual(['xx', 'yy'])
  })

  test('are null for a field that is absent, null or without an element', () => {
    const length = call('length', [field('a')])
    for (const fields of [{}, { a: [null] }, { a: [] }]) {
      expect(computeValues(length, valuesOf(fields))).toEqual([null])
    }
  })

  test('are not known where a function cannot work with one of them', () => {
    expect(computeValues(call('length', [field('a')]), valuesOf({ a: ['x', 4] }))).toBeUndefined()
  })

  test('are those of the first case that holds, and not known where that is not', () => {
    const constant = (value: string): Computation => ({ kind: 'constant', value })
    const choice: Computation = {
      kind: 'choice',
      cases: [
        { when: makeTest('equals', 'a', 1), value: field('x') },
        { when: makeTest('equals', 'b', 1), value: constant('second') },
      ],
      otherwise: constant('none'),
    }
    const value = (a: boolean | undefined, b: boolean | undefined): unknown =>
      computeValues(choice, valuesOf({ x: ['p', 'q'] }), {
        holds: condition => (condition.kind === 'test' && condition.field === 'a' ? a : b),
      })
    expect(value(true, undefined)).toEqual(['p', 'q'])
    // Its field has two values, and one is looked at at a time.
    expect(value(false, true)).toEqual(['second', 'second'])
    expect(value(false, false)).toEqual(['none', 'none'])
    expect(value(undefined, true)).toBeUndefined()
    expect(fieldsOf(choice)).toEqual(['a', 'x', 'b'])
  })

  test('are not known where there are more than 64', () => {
    const many = Array.from({ length: 9 }, (_, i) => i)
    const both = call('add', [field('a'), field('b')])
    expect(computeValues(both, valuesOf({ a: many, b: many }))).toBeUndefined()
    expect(computeValues(both, valuesOf({ a: many, b: [1] }))).toHaveLength(9)
  })
})
