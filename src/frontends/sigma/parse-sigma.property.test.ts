import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Parsed, Span } from '../../base/index.ts'
import { opaquesOf, type Part, printLogic, testsOf } from '../../ir/index.ts'
import { maxConditionTests } from './detection.ts'
import { modifiers } from './modifiers.ts'
import { parseSigma, type SigmaFile } from './parse-sigma.ts'

const rule = (detection: string): string =>
  `title: t\nlogsource: { product: windows }\ndetection:\n${detection.replaceAll(/^/gm, '  ')}\n`

function codesOf(text: string): readonly string[] {
  const { value, diagnostics } = parseSigma(text)
  const own = [...value.rules, ...value.filters].flatMap(parsed => parsed.diagnostics)
  return [...new Set([...diagnostics, ...own].map(({ code }) => code))]
}

/** Every span of the file, as far as a reader can ask for it. */
function spansOf({ value: { rules }, diagnostics }: Parsed<SigmaFile>): readonly Span[] {
  return [
    ...diagnostics.map(d => d.span),
    ...rules.flatMap(({ value, diagnostics }) => [
      value.span,
      ...value.tags.map(tag => tag.span),
      ...value.logic.stages.flatMap(stage => [
        stage.span,
        ...(stage.kind === 'correlate' ? stage.rules.map(rule => rule.span) : []),
        ...(stage.kind === 'filter' ? stage.parts.flatMap(spansOfPart) : []),
      ]),
      ...diagnostics.map(d => d.span),
    ]),
  ]
}

function spansOfPart({ expression, span }: Part): readonly Span[] {
  const tests = testsOf(expression)
  return [
    span,
    ...tests.flatMap(test => [test.span, test.fieldSpan ?? test.span]),
    ...opaquesOf(expression).map(opaque => opaque.span),
  ]
}

function expectSpansInside(text: string): void {
  for (const { start, end } of spansOf(parseSigma(text))) {
    expect(start).toBeGreaterThanOrEqual(0)
    expect(start).toBeLessThanOrEqual(end)
    expect(end).toBeLessThanOrEqual(text.length)
  }
}

const fragments = [
  'title: ',
  'detection:',
  'condition: ',
  'selection',
  'logsource:',
  'correlation:',
  'filter:',
  'rules: ',
  'action: global',
  'action: repeat',
  'timeframe: 5m',
  'type: temporal',
  'timespan: ',
  'group-by: ',
  'aliases: ',
  'Image|endswith: ',
  '|all: ',
  '|re|i: ',
  '|cidr: ',
  '|base64offset|contains: ',
  '|windash',
  '|expand: ',
  '%x%',
  "'",
  '"',
  '\\',
  '*',
  '?',
  '\n',
  '\n  ',
  '\n    ',
  '\r\n',
  '\t',
  '- ',
  ': ',
  '---\n',
  '...\n',
  '# ',
  '&a ',
  '*a',
  '<<: ',
  '[',
  ']',
  '{',
  '}',
  '|',
  '>',
  '!!str ',
  '? ',
  'null',
  '~',
  'true',
  '0x1F',
  '1 of ',
  'all of them',
  ' and ',
  ' or ',
  ' not ',
  '(',
  ')',
  '| count() by x > 5',
  '\uFEFF',
  'é',
  '😀',
  '\u0000',
  '__proto__',
  '%YAML 1.1\n',
]

describe('any text', () => {
  test('is read without an exception, and spans stay inside it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), text => {
        expectSpansInside(text)
      }),
      { numRuns: 500 },
    )
  })

  test('of pieces of YAML and Sigma is read without an exception, and spans stay inside it', () => {
    const pieces = fc.array(fc.constantFrom(...fragments), { maxLength: 40 })
    fc.assert(
      fc.property(
        pieces.map(words => words.join('')),
        text => {
          for (const whole of [text, `title: t\n${text}`, rule(text)]) expectSpansInside(whole)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})

/** Names that mean something, so that values meet what reads them. */
const keys = fc.oneof(
  fc.constantFrom(
    ...['selection', 'filter', 'condition', 'timeframe', 'rules', 'type', 'timespan', 'group-by'],
    ...['aliases', 'generate', 'field', 'gte', 'percentile', '_x', '', '__proto__', '<<'],
  ),
  fc
    .tuple(
      fc.constantFrom('Image', 'A', ''),
      fc.array(fc.constantFrom(...modifiers), { maxLength: 3 }),
    )
    .map(([field, chain]) => [field, ...chain.map(({ name }) => name)].join('|')),
  fc.string(),
)

const scalars = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('1 of them', 'all of s* and not _x', 'selection | count() > 5', '10.0.0.0/8'),
  fc.constantFrom('%list%', '5m', 'temporal', 'value_percentile', 'any', '(a', '\\*', 'a*b?c'),
)

const { value: yamlValues } = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    scalars,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(keys, tie('value')), { maxLength: 5 }).map(entries => new Map(entries)),
  ),
}))

/** As JSON, which is YAML too. */
function toJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toJson).join(', ')}]`
  if (!(value instanceof Map)) return JSON.stringify(value)
  return `{${[...value].map(([key, inner]) => `${JSON.stringify(key)}: ${toJson(inner)}`).join(', ')}}`
}

describe('any value', () => {
  const sections = ['detection', 'correlation', 'filter', 'logsource', 'tags', 'related', 'level']

  test.each(sections)('under “%s” is read without an exception', section => {
    fc.assert(
      fc.property(yamlValues, value => {
        const text = `title: t\nid: x\n${section}: ${toJson(value)}\n`
        expectSpansInside(text)
        for (const { value: rule } of parseSigma(text).value.rules) printLogic(rule.logic)
      }),
      { numRuns: 300 },
    )
  })
})

/** Far above what each takes, far below what the quadratic way would. */
const seconds = 10_000

describe('deep nesting is a diagnostic', () => {
  const indented = (depth: number, line: string): string =>
    Array.from({ length: depth }, (_, i) => ' '.repeat(i) + line).join('\n')

  test.each([
    ['10,000 flow lists', '['.repeat(10_000)],
    ['10,000 flow lists, closed', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['10,000 flow maps', '{a: '.repeat(10_000)],
    ['10,000 lists in one line', '- '.repeat(10_000)],
    ['10,000 keys in one line', '? '.repeat(10_000)],
    ['1,000 flow lists', rule(`a: ${'['.repeat(1_000)}x${']'.repeat(1_000)}\ncondition: a`)],
    ['10,000 lists by indentation', indented(10_000, '-')],
    ['10,000 maps by indentation', indented(10_000, 'a:')],
    ['100 maps by indentation', indented(100, 'a:')],
  ])('%s', { timeout: seconds }, (_, text) => {
    const codes = codesOf(text)
    expect(codes.some(code => ['yaml/alias-limit', 'yaml/syntax'].includes(code))).toBe(true)
  })

  test.each([
    ['100,000 parentheses', '('.repeat(100_000)],
    ['100,000 closed ones', `${'('.repeat(100_000)}a${')'.repeat(100_000)}`],
    ['100,000 nots', `${'not '.repeat(100_000)}a`],
  ])('of a condition: %s', { timeout: seconds }, (_, condition) => {
    expect(codesOf(rule(`a: { A: 1 }\ncondition: ${condition}`))).toEqual(['sigma/nesting-limit'])
  })

  test('of the selections of a rule', () => {
    const nested = `${'['.repeat(40)}{ A: 1 }${']'.repeat(40)}`
    expect(codesOf(rule(`a: ${nested}\ncondition: a`))).toEqual(['sigma/nesting-limit'])
  })
})

describe('a large file ends in seconds', () => {
  const lines = (count: number, line: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => line(i)).join('\n')

  test.each([
    [
      'one list of values',
      rule(`a:\n  A:\n${lines(250_000, i => `    - 'value ${i}'`)}\ncondition: a`),
    ],
    [
      'one map of fields',
      rule(`a:\n${lines(50_000, i => `  Field${i}: value ${i}`)}\ncondition: a`),
    ],
    ['many rules', lines(5_000, i => `${rule(`a: { A: ${i} }\ncondition: a`)}\n---`)],
    ['one long text', rule(`a: { A: '${'x*'.repeat(500_000)}' }\ncondition: a`)],
    ['a long or', rule(`a: { A: 1 }\ncondition: ${'a or '.repeat(100_000)}a`)],
    [
      'blank lines',
      `${'\n'.repeat(500_000)}${rule('a: { A: 1 }\ncondition: a')}${'\n'.repeat(500_000)}`,
    ],
    ['blanks', `${rule('a: { A: 1 }\ncondition: a')}${' '.repeat(5_000_000)}`],
  ])('%s', { timeout: 3 * seconds }, (_, text) => {
    expect(codesOf(text)).toEqual([])
  })

  test('aliases by the hundred thousand', { timeout: seconds }, () => {
    const text = rule(`a:\n  A: &v x\n  B: [${'*v, '.repeat(100_000)}*v]\ncondition: a`)
    expect(codesOf(text)).toEqual([])
  })
})

describe('what a small file expands to is bounded', () => {
  test('aliases of aliases', { timeout: seconds }, () => {
    const levels = Array.from({ length: 12 }, (_, i) => {
      const items =
        i === 0
          ? 'lol'
          : Array(10)
              .fill(`*a${i - 1}`)
              .join(', ')
      return `a${i}: &a${i} [${items}]`
    })
    expect(codesOf(levels.join('\n'))).toContain('yaml/alias-limit')
  })

  test('many aliases of one large list', { timeout: seconds }, () => {
    const text = `a: &a [${'x, '.repeat(10_000)}x]\nb: [${'*a, '.repeat(10_000)}*a]`
    expect(codesOf(text)).toContain('yaml/alias-limit')
  })

  test('an alias inside its own anchor', () => {
    expect(codesOf('a: &a [*a]')).toContain('yaml/alias-limit')
  })

  test('merge keys of merge keys', { timeout: seconds }, () => {
    const levels = Array.from({ length: 60 }, (_, i) =>
      i === 0 ? 'a0: &a0 { x: y }' : `a${i}: &a${i} { <<: [*a${i - 1}, *a${i - 1}], k${i}: v }`,
    )
    expect(codesOf(levels.join('\n'))).toContain('yaml/alias-limit')
  })

  test('a shared document before many others', { timeout: seconds }, () => {
    const shared = Array.from({ length: 5_000 }, (_, i) => `k${i}: v`).join('\n')
    const text = `action: global\n${shared}\n${'---\ntitle: t\n'.repeat(20_000)}`
    expect(codesOf(text)).toContain('yaml/alias-limit')
  })

  test('a condition that names all selections again and again', { timeout: seconds }, () => {
    const parts = Array.from({ length: 10_000 }, (_, i) => `s${i}: { A: ${i} }`).join('\n')
    const text = rule(`${parts}\ncondition: ${'1 of them or '.repeat(100_000)}s1`)
    expect(codesOf(text)).toEqual(['sigma/nesting-limit'])
    expect(maxConditionTests).toBeLessThan(10_000 * 100_000)
  })
})
