import { describe, expect, test } from 'vitest'
import { makeRegex, makeTest } from '../../test/support/make-test.ts'
import { readExpression } from '../../test/support/read-expression.ts'
import { noSpan } from '../base/index.ts'
import { and, type Expression, not, or } from './expression.ts'
import { anyOne, anyRun, literal } from './pattern.ts'
import { printExpression, printLogic, valueText } from './print.ts'

const x = makeTest('equals', 'A', 'x')

const printed: readonly (readonly [Expression, string])[] = [
  [and([]), 'true'],
  [or([]), 'false'],
  [and([x, not(x)]), '(and (equals A "x") (not (equals A "x")))'],
  [makeTest('equals', 'EventID', 1), '(equals EventID 1)'],
  [makeTest('equals', 'EventID', '1'), '(equals EventID "1")'],
  [makeTest('equals', 'A', true), '(equals A true)'],
  [makeTest('equals', '*any', ''), '(equals *any "")'],
  [makeTest('contains', 'A B', 'say "hi"'), String.raw`(contains "A B" "say \"hi\"")`],
  [makeTest('contains', '', 'x'), '(contains "" "x")'],
  [makeTest('contains', ':cased', 'x'), '(contains ":cased" "x")'],
  [
    makeTest('contains', 'A', 'x', { transforms: ['wide', 'base64offset'], cased: true }),
    '(contains A "x" :wide :base64offset :cased)',
  ],
  [makeTest('equals', 'A', 'x', { derived: true }), '(equals A "x" :derived)'],
  [makeTest('wildcard', 'A', [literal('C:\\'), anyRun]), String.raw`(wildcard A "C:\\\\*")`],
  [
    makeTest('wildcard', 'A', [{ kind: 'one_of', characters: 'ab' }, anyOne, anyRun, literal('c')]),
    '(wildcard A ((one_of "ab") ? * "c"))',
  ],
  [makeTest('wildcard', 'A', [literal('[ab]'), anyRun]), '(wildcard A "[ab]*")'],
  [makeTest('regex', 'A', makeRegex('a\\d')), String.raw`(regex A "a\\d")`],
  [
    makeTest(
      'regex',
      'A',
      makeRegex('a', { ignoreCase: true, dotAll: true, dialect: 'lucene', anchored: true }),
    ),
    '(regex A "a" :is :lucene :anchored)',
  ],
  [makeTest('cidr', 'A', '10.0.0.0/8'), '(cidr A "10.0.0.0/8")'],
  [makeTest('gte', 'A', 5), '(gte A 5)'],
  [makeTest('lt', 'A', '5'), '(lt A "5")'],
  [makeTest('exists', 'A', false), '(exists A false)'],
  [makeTest('null', 'A', undefined), '(null A)'],
  [makeTest('field_equals', 'A', { field: 'B', comparison: 'equals' }), '(field_equals A B)'],
  [
    makeTest('field_equals', 'A', { field: 'B C', comparison: 'ends_with' }),
    '(field_equals A ends_with "B C")',
  ],
  [
    makeTest('in_list', 'A', [literal('x-'), { kind: 'list', name: 'admins' }, anyRun]),
    '(in_list A "x-%admins%*")',
  ],
  [
    makeTest('in_list', 'A', [literal('\\'), anyRun, literal('\\'), { kind: 'list', name: 'l' }]),
    String.raw`(in_list A "\\\\*\\%l%")`,
  ],
  [makeTest('in_list', 'A', [literal('%admins%')]), '(in_list A ("%admins%"))'],
  [
    { kind: 'opaque', text: 'a | b', reason: 'sigma/near', span: noSpan },
    '(opaque "a | b" sigma/near)',
  ],
]

describe('the printed form', () => {
  test.each(printed)('of an expression: %#', (expression, text) => {
    expect(printExpression(expression)).toBe(text)
  })

  test.each(printed)('reads back as an expression that prints equally: %#', (_, text) => {
    expect(printExpression(readExpression(text))).toBe(text)
  })

  test('of different expressions is different', () => {
    expect(new Set(printed.map(([expression]) => printExpression(expression))).size).toBe(
      printed.length,
    )
  })

  test('of logic is one line a stage', () => {
    expect(
      printLogic({
        stages: [
          {
            kind: 'source',
            logSource: { product: 'windows', category: 'process creation' },
            names: ['main'],
            lookBack: 7200,
            span: noSpan,
          },
          {
            kind: 'filter',
            condition: 'a',
            parts: [],
            expression: x,
            span: noSpan,
            origin: { id: 'f', title: 'F' },
          },
          {
            kind: 'aggregate',
            functions: [
              { name: 'count', as: 'n' },
              { name: 'sum', field: 'Size', as: 'total' },
            ],
            groupBy: ['User', 'Host'],
            window: 60,
            span: noSpan,
          },
          {
            kind: 'threshold',
            expression: makeTest('gt', 'n', 5, { derived: true }),
            span: noSpan,
          },
        ],
      }),
    ).toBe(
      [
        '(source :product windows :category "process creation" "main" :look-back 7200)',
        '(filter :from "f" (equals A "x"))',
        '(aggregate (n count) (total sum Size) :by (User Host) :window 60)',
        '(threshold (gt n 5 :derived))',
      ].join('\n'),
    )
  })
})

test('the value of a test reads as a person writes it', () => {
  expect(valueText(makeTest('equals', 'A', 1))).toBe('1')
  expect(valueText(makeTest('wildcard', 'A', [literal('a*'), anyRun]))).toBe('a\\**')
  expect(valueText(makeTest('regex', 'A', makeRegex('^a$')))).toBe('^a$')
  expect(valueText(makeTest('null', 'A', undefined))).toBe('')
  expect(valueText(makeTest('field_equals', 'A', { field: 'B', comparison: 'equals' }))).toBe('B')
  expect(valueText(makeTest('in_list', 'A', [{ kind: 'list', name: 'l' }]))).toBe('%l%')
})
