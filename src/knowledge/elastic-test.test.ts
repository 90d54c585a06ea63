import { expect, test } from 'vitest'
import { noSpan } from '../base/index.ts'
import { printExpression, type TestFrame } from '../ir/index.ts'
import {
  type ElasticBound,
  type ElasticProblem,
  toElasticEquals,
  toElasticRange,
} from './elastic-test.ts'

const frame = (field: string): TestFrame => {
  return { field, cased: true, transforms: [], list: 0, span: noSpan }
}

const print = (found: ReturnType<typeof toElasticEquals>): string =>
  typeof found === 'string' ? found : printExpression(found)

test.each([
  ['a', 'x', false, '(equals a "x" :cased)'],
  ['a', '42', false, '(equals a 42)'],
  ['a', '42', true, '(equals a "42" :cased)'],
  ['a', '042', false, '(equals a "042" :cased)'],
  ['a', 'true', false, '(equals a true :cased)'],
  ['a', '10.0.0.0/8', true, '(cidr a "10.0.0.0/8")'],
  ['a', '10.0.0.1', false, '(equals a "10.0.0.1" :cased)'],
  ['a', '2024-02-03', false, '(equals a "2024-02-03" :cased)'],
  [
    '@timestamp',
    '2024-02-03',
    true,
    '(and (gte @timestamp "2024-02-03" :cased) (lt @timestamp "2024-02-04" :cased))',
  ],
  ['@timestamp', 'now-1d', false, 'relative_date'],
])('%s is %s (quoted: %s)', (field, text, isQuoted, printed) => {
  expect(print(toElasticEquals(text, isQuoted, frame(field)))).toBe(printed)
})

const from = (text: string): ElasticBound => ({ text, isInclusive: true })
const beyond = (text: string): ElasticBound => ({ text, isInclusive: false })

test.each<readonly [ElasticBound | undefined, ElasticBound | undefined, string]>([
  [undefined, undefined, '(exists a true)'],
  [from('1'), beyond('2.5'), '(and (gte a 1) (lt a 2.5))'],
  [beyond('b'), undefined, '(gt a "b" :cased)'],
  [from('2012'), undefined, '(gte a 2012)'],
  [
    beyond('2012-02'),
    from('2012-03'),
    '(and (gte a "2012-03-01" :cased) (lt a "2012-04-01" :cased))',
  ],
  [from('10.0.0.1'), from('10.0.0.1'), '(cidr a "10.0.0.1/32")'],
  [from('10.0.0.0'), from('10.255.255.255'), '(cidr a "10.0.0.0/8")'],
  [from('0.0.0.0'), from('255.255.255.255'), '(cidr a "0.0.0.0/0")'],
  [beyond('10.0.0.0'), beyond('10.0.0.4'), '(or (cidr a "10.0.0.1/32") (cidr a "10.0.0.2/31"))'],
  [from('10.0.0.2'), from('10.0.0.1'), 'false'],
  [from('10.0.0.2'), undefined, 'addresses' satisfies ElasticProblem],
  [from('::1'), from('::2'), 'addresses' satisfies ElasticProblem],
  [from('now-1d'), undefined, 'relative_date' satisfies ElasticProblem],
  [undefined, from('2012-01-01||+1M'), 'relative_date' satisfies ElasticProblem],
  [from(''), undefined, 'no_value' satisfies ElasticProblem],
])('between %j and %j', (lower, upper, printed) => {
  expect(print(toElasticRange(lower, upper, frame('a')))).toBe(printed)
})
