import { findDateRange } from '../base/index.ts'
import { and, type Expression, isNetwork, or, type Test, type TestFrame } from '../ir/index.ts'
import { isDateField } from './elastic-field.ts'

/**
 * How Elasticsearch compares one value with one field: by the field’s type, which a query does not
 * say. Here the value’s form and the field’s name have to tell numbers, dates and addresses apart.
 */

/** Why a comparison cannot be made of past events, or of texts. */
export type ElasticProblem = 'relative_date' | 'addresses' | 'no_value'

export interface ElasticBound {
  readonly text: string
  readonly isInclusive: boolean
}

/**
 * The test that a whole value is this one. In quotation marks (`isQuoted`) it is a text, though a
 * network and a date are themselves. Case is the frame’s, where there is any.
 */
export function toElasticEquals(
  text: string,
  isQuoted: boolean,
  frame: TestFrame,
): Expression | ElasticProblem {
  const uncased = { ...frame, cased: false }
  if (!isQuoted) {
    if (text === 'true' || text === 'false') {
      return { kind: 'test', ...frame, operator: 'equals', value: text === 'true' }
    }
    const number = findPlainNumber(text)
    if (number !== undefined) return { kind: 'test', ...uncased, operator: 'equals', value: number }
  }
  if (text.includes('/') && isNetwork(text))
    return { kind: 'test', ...uncased, operator: 'cidr', value: text }
  if (isDateField(frame.field)) {
    if (isRelativeDate(text)) return 'relative_date'
    const date = findDateRange(text)
    if (date !== undefined) {
      return and([
        { kind: 'test', ...frame, operator: 'gte', value: date.start },
        { kind: 'test', ...frame, operator: 'lt', value: date.end },
      ])
    }
  }
  return { kind: 'test', ...frame, operator: 'equals', value: text }
}

/**
 * The tests that a value lies between two bounds; one that is `undefined` is open. Dates end behind
 * their last instant: at most `2024-02-03` is before the 4th.
 */
export function toElasticRange(
  lower: ElasticBound | undefined,
  upper: ElasticBound | undefined,
  frame: TestFrame,
): Expression | ElasticProblem {
  const addresses = toNetworks(lower, upper)
  if (addresses !== undefined) {
    const networks = addresses.map(
      (value): Test => ({ kind: 'test', ...frame, cased: false, operator: 'cidr', value }),
    )
    return or(networks)
  }
  const tests: Test[] = []
  for (const [bound, isLower] of [
    [lower, true],
    [upper, false],
  ] as const) {
    if (bound === undefined) continue
    const test = toComparison(bound, isLower, frame)
    if (typeof test === 'string') return test
    tests.push(test)
  }
  return tests.length > 0
    ? and(tests)
    : { kind: 'test', ...frame, cased: false, operator: 'exists', value: true }
}

function toComparison(
  { text, isInclusive }: ElasticBound,
  isLower: boolean,
  frame: TestFrame,
): Test | ElasticProblem {
  if (text === '') return 'no_value'
  const operator = isLower ? (isInclusive ? 'gte' : 'gt') : isInclusive ? 'lte' : 'lt'
  const number = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
  if (Number.isFinite(number))
    return { kind: 'test', ...frame, cased: false, operator, value: number }
  if (isRelativeDate(text)) return 'relative_date'
  if (isNetwork(text)) return 'addresses'
  const date = findDateRange(text)
  if (date === undefined) return { kind: 'test', ...frame, operator, value: text }
  switch (operator) {
    case 'gt':
      return { kind: 'test', ...frame, operator: 'gte', value: date.end }
    case 'lte':
      return { kind: 'test', ...frame, operator: 'lt', value: date.end }
    case 'gte':
    case 'lt':
      return { kind: 'test', ...frame, operator, value: date.start }
  }
}

/** The number of a text that is written as every number is; `007` and `1.0` are texts. */
export function findPlainNumber(text: string): number | undefined {
  const number = /^-?\d/.test(text) ? Number(text) : Number.NaN
  return String(number) === text ? number : undefined
}

/** Date math: `now-2d/d`, `2024-01-01||+1M`. */
function isRelativeDate(text: string): boolean {
  return /^now(?:$|[-+/])|^\d{4}-[^|]*\|\|/.test(text)
}

/** The networks that make up a range of IPv4 addresses; `undefined` if it is none. */
function toNetworks(
  lower: ElasticBound | undefined,
  upper: ElasticBound | undefined,
): readonly string[] | undefined {
  const first = lower && findAddress(lower.text)
  const last = upper && findAddress(upper.text)
  if (first === undefined || last === undefined) return undefined
  const end = last - (upper?.isInclusive ? 0 : 1)
  const networks: string[] = []
  for (let at = first + (lower?.isInclusive ? 0 : 1); at <= end; ) {
    // The largest block that begins here and does not pass the end.
    let bits = 0
    while (bits < 32 && at % 2 ** (bits + 1) === 0 && at + 2 ** (bits + 1) - 1 <= end) bits++
    networks.push(`${printAddress(at)}/${32 - bits}`)
    at += 2 ** bits
  }
  return networks
}

function findAddress(text: string): number | undefined {
  if (text.includes('/') || text.includes(':') || !isNetwork(text)) return undefined
  return text.split('.').reduce((value, part) => value * 256 + Number(part), 0)
}

function printAddress(value: number): string {
  return [24, 16, 8, 0].map(shift => Math.floor(value / 2 ** shift) % 256).join('.')
}
