import fc from 'fast-check'
import { noSpan } from '../../src/base/index.ts'
import {
  anyField,
  anyOne,
  anyRun,
  type Expression,
  literal,
  type Operator,
  type PatternToken,
  pattern,
  type TemplateToken,
  type Test,
  type Transform,
} from '../../src/ir/index.ts'

/** The fields that arbitrary expressions test and arbitrary events have. */
export const arbitraryFields: readonly string[] = ['A', 'B', 'C']

/** The lists that arbitrary expressions name; the second is never given. */
export const arbitraryLists: ReadonlyMap<string, readonly string[]> = new Map([
  ['given', ['a', 'Ab', '']],
])

const guid = '5770385f-c22a-43e0-bf4c-06f5698ffbd9'

/** Characters and words in which folding, wildcards, dashes, terms and encodings can go wrong. */
export const arbitraryText: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.string({
      unit: fc.constantFrom('a', 'B', '\\', '-', '*', ' ', '1'),
      maxLength: 4,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.string({
      unit: fc.constantFrom('a', 'ß', 'İ', '\u212a', 'Σ', '😀', '?'),
      maxLength: 3,
    }),
  },
  fc.constantFrom(
    guid,
    `{${guid}}`,
    'C:\\a.exe',
    '/a',
    '0x10',
    '10.0.0.1',
    '::1',
    '2020-09-15T19:28:17Z',
    'null',
    'true',
  ),
)

const token: fc.Arbitrary<PatternToken> = fc.oneof(
  { weight: 3, arbitrary: arbitraryText.map(literal) },
  fc.constant(anyRun),
  fc.constant(anyOne),
  fc.constant({ kind: 'one_of' as const, characters: '-/a😀' }),
)

const tokens = fc.array(token, { maxLength: 4 }).map(pattern)

const listToken = fc
  .constantFrom('given', 'given', 'missing')
  .map((name): TemplateToken => ({ kind: 'list', name }))

const template: fc.Arbitrary<readonly TemplateToken[]> = fc.oneof(
  listToken.map(list => [list]),
  fc.tuple(tokens, listToken, tokens).map(([before, list, after]) => [...before, list, ...after]),
  fc.tuple(listToken, tokens, listToken).map(([one, between, two]) => [one, ...between, two]),
)

const regexSource = fc.constantFrom(
  'a',
  '^a',
  'b$',
  'a.b',
  '(?i)A',
  '[^a]',
  '\\d+',
  '^$',
  'a(',
  '(?=a)',
  '',
)

const valuesByOperator: readonly (readonly [Operator, fc.Arbitrary<unknown>])[] = [
  ['equals', fc.oneof(arbitraryText, fc.constantFrom<unknown>(0, 1, 16, 4688, true, false))],
  ['contains', arbitraryText],
  ['starts_with', arbitraryText],
  ['ends_with', arbitraryText],
  ['file_name', arbitraryText],
  ['has', arbitraryText],
  ['has_prefix', arbitraryText],
  ['has_suffix', arbitraryText],
  ['wildcard', tokens],
  [
    'regex',
    fc.record({
      source: regexSource,
      dialect: fc.constantFrom('pcre', 'lucene', 're2'),
      ignoreCase: fc.boolean(),
      multiline: fc.boolean(),
      dotAll: fc.boolean(),
      anchored: fc.boolean(),
    }),
  ],
  ['cidr', fc.constantFrom('10.0.0.0/8', '10.0.0.1', '::/0', 'fe80::/10', '10.0.0.0/40')],
  ['lt', fc.constantFrom(0, 1, 16, '16', 'b')],
  ['lte', fc.constantFrom(0, 1, 16, '0x10', 'B')],
  ['gt', fc.constantFrom(0, 1, 16, '', 'b')],
  ['gte', fc.constantFrom(0, 1, 16.5, '1e1', 'b')],
  ['exists', fc.boolean()],
  ['null', fc.constant(undefined)],
  [
    'field_equals',
    fc.record({
      field: fc.constantFrom(...arbitraryFields),
      comparison: fc.constantFrom('equals', 'contains', 'starts_with', 'ends_with'),
    }),
  ],
  ['in_list', template],
]

const transforms: fc.Arbitrary<readonly Transform[]> = fc.oneof(
  { weight: 6, arbitrary: fc.constant([]) },
  fc.constantFrom<readonly Transform[]>(
    ['windash'],
    ['base64'],
    ['base64offset'],
    ['wide', 'base64offset'],
    ['wide'],
    ['utf16', 'base64'],
    ['hour'],
    ['week'],
  ),
)

const textual: ReadonlySet<Operator> = new Set([
  'equals',
  'contains',
  'starts_with',
  'ends_with',
  'file_name',
  'has',
  'has_prefix',
  'has_suffix',
  'wildcard',
])

/** A test with any operator, and a value that the operator can have. */
export const arbitraryTest: fc.Arbitrary<Test> = fc
  .constantFrom(...valuesByOperator)
  .chain(([operator, value]) =>
    fc.record({
      kind: fc.constant('test'),
      operator: fc.constant(operator),
      field: fc.constantFrom(...arbitraryFields, ...arbitraryFields, anyField),
      value,
      cased: fc.boolean(),
      transforms: textual.has(operator) ? transforms : fc.constant<readonly Transform[]>([]),
      list: fc.integer({ min: 0, max: 3 }),
      span: fc.constant(noSpan),
    }),
  )
  // Every operator has been given a value of its own kind.
  .map(({ value, ...test }) => (value === undefined ? test : { ...test, value }) as unknown as Test)

const opaque: fc.Arbitrary<Expression> = fc.constant({
  kind: 'opaque',
  text: '?',
  reason: 'sigma/near',
  span: noSpan,
})

/** Any expression, as plain data and not in normal form, a few levels deep. */
export const arbitraryExpression: fc.Arbitrary<Expression> = fc.letrec<{ node: Expression }>(
  tie => {
    const operands = fc.array(tie('node'), { maxLength: 4 })
    return {
      node: fc.oneof(
        { maxDepth: 4 },
        { weight: 6, arbitrary: arbitraryTest },
        { weight: 1, arbitrary: opaque },
        { weight: 2, arbitrary: operands.map(list => ({ kind: 'and' as const, operands: list })) },
        { weight: 2, arbitrary: operands.map(list => ({ kind: 'or' as const, operands: list })) },
        { weight: 2, arbitrary: tie('node').map(operand => ({ kind: 'not' as const, operand })) },
      ),
    }
  },
).node
