import fc from 'fast-check'
import {
  type Expression,
  isTimeTransform,
  type LogEvent,
  literal,
  type Pattern,
  type Scalar,
  spellingsOf,
  type TemplateToken,
  type Test,
  testsOf,
} from '../../src/ir/index.ts'
import { arbitraryFields, arbitraryText } from './arbitrary-expression.ts'
import { type EventFields, makeEvent } from './make-test.ts'

/**
 * Events for an expression: most values are those that its tests look for, or nearly: other case, one
 * character more or less, another dash, braces put on or taken off, a number beside the bound.
 */
export function arbitraryEvent(expression: Expression): fc.Arbitrary<LogEvent> {
  const wanted = testsOf(expression).flatMap(valuesThatHold)
  const near = wanted.length === 0 ? arbitraryText : fc.constantFrom(...wanted).chain(nearMiss)
  const value: fc.Arbitrary<Scalar> = fc.oneof(
    { weight: 6, arbitrary: near },
    { weight: 1, arbitrary: arbitraryText },
    { weight: 1, arbitrary: fc.constantFrom<Scalar>(null, '', 0, 1, 16, 17, true, false) },
  )
  const values = fc.oneof(
    { weight: 5, arbitrary: value },
    { weight: 1, arbitrary: fc.array(value, { maxLength: 3 }) },
  )
  const entries = Object.fromEntries(arbitraryFields.map(field => [field, values]))
  // A key that is not there is absent; fast-check types it as possibly undefined.
  return fc.record(entries, { requiredKeys: [] }).map(fields => makeEvent(fields as EventFields))
}

/** Values that satisfy a test, or would with luck. */
function valuesThatHold(test: Test): readonly Scalar[] {
  switch (test.operator) {
    case 'equals':
    case 'contains':
    case 'starts_with':
    case 'ends_with':
    case 'file_name':
    case 'has':
    case 'has_prefix':
    case 'has_suffix': {
      if (typeof test.value !== 'string') return [test.value]
      if (test.transforms.some(isTimeTransform)) return ['2020-09-15T19:28:17Z', '2021-01-03']
      return (spellingsOf([literal(test.value)], test.transforms) ?? [[literal(test.value)]]).map(
        toText,
      )
    }
    case 'wildcard':
      return (spellingsOf(test.value, test.transforms) ?? [test.value]).map(toText)
    case 'regex':
      return ['a', 'ab', 'b', 'a\nb', '1']
    case 'cidr':
      return ['10.0.0.1', '11.0.0.1', '::ffff:10.1.2.3', 'fe80::1']
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return typeof test.value === 'number'
        ? [test.value - 1, test.value, test.value + 1, `${test.value}`]
        : [test.value, `${test.value}a`]
    case 'in_list':
      return [test.value.map(tokenText).join('')]
    case 'exists':
    case 'null':
    case 'field_equals':
      return ['', null]
  }
}

function toText(tokens: Pattern): string {
  return tokens.map(tokenText).join('')
}

function tokenText(token: TemplateToken): string {
  switch (token.kind) {
    case 'literal':
      return token.text
    case 'any_one':
      return '😀'
    case 'any_run':
      return 'xa'
    case 'one_of':
      return [...token.characters][1] ?? ''
    case 'list':
      return 'Ab'
  }
}

function nearMiss(value: Scalar): fc.Arbitrary<Scalar> {
  if (typeof value !== 'string') return fc.constant(value)
  return fc.constantFrom(
    value,
    value,
    value.toUpperCase(),
    value.toLowerCase(),
    `a${value}`,
    `${value}b`,
    ` ${value} `,
    `C:\\x\\${value}`,
    value.slice(1),
    value.slice(0, -1),
    `{${value}}`,
    value.replace(/^\{|\}$/g, ''),
    value.replace(/[-/]/, '\u2013'),
  )
}
