import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withoutSpans } from '../../../test/support/without-spans.ts'
import { maxDiagnostics, noSpan, type Span } from '../../base/index.ts'
import { opaquesOf, type Stage, testsOf } from '../../ir/index.ts'
import { maxDepth } from './expression-parser.ts'
import { parseYaral } from './parse-yaral.ts'
import { parseYaralSyntax } from './parser.ts'
import { printYaral } from './print.ts'
import type { YaralExpression, YaralFile, YaralSection, YaralStep } from './syntax.ts'

const span = noSpan

const word = fc.constantFrom('a', 'principal', 'any_', 'e1', 'Rule', 'match')
const text = fc.oneof(
  fc.string({ unit: 'binary' }).filter(value => !value.includes('\r')),
  fc.string({ unit: fc.constantFrom('"', '\\', '`', '\n', '\t', '/', 'x', '$') }),
)

const step: fc.Arbitrary<YaralStep> = fc.oneof(
  word.map((name): YaralStep => ({ kind: 'name', name })),
  text.map((key): YaralStep => ({ kind: 'key', key })),
  fc.constantFrom('0', '12').map((index): YaralStep => ({ kind: 'index', index })),
)

const leaf: fc.Arbitrary<YaralExpression> = fc.oneof(
  text.map((value): YaralExpression => ({ kind: 'text', value, isRaw: false, span })),
  text
    .filter(value => !value.includes('`'))
    .map((value): YaralExpression => ({ kind: 'text', value, isRaw: true, span })),
  fc
    .constantFrom('a.*', '\\/x\\.exe', '[^"]+', '')
    .filter(source => source !== '')
    .map((source): YaralExpression => ({ kind: 'regex', source, span })),
  fc
    .constantFrom('0', '42', '4.5', '0x1F')
    .map((number): YaralExpression => ({ kind: 'number', text: number, span })),
  fc.boolean().map((value): YaralExpression => ({ kind: 'boolean', value, span })),
  word.map((variable): YaralExpression => ({ kind: 'count', variable, span })),
  fc
    .constantFrom('list', 'table.column')
    .map((name): YaralExpression => ({ kind: 'list', name, span })),
  fc
    .record({ variable: word, path: fc.array(step, { maxLength: 3 }) })
    .map((field): YaralExpression => ({ kind: 'field', ...field, span })),
)

const { expression } = fc.letrec<{ expression: YaralExpression }>(tie => {
  const inner = tie('expression')
  const some = (minLength: number): fc.Arbitrary<YaralExpression[]> =>
    fc.array(inner, { minLength, maxLength: 3 })
  const record = <T extends object>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
    fc.record({ ...shape, span: fc.constant(span) })
  return {
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      record({ kind: fc.constant('array' as const), items: some(0) }),
      record({
        kind: fc.constant('call' as const),
        name: fc.constantFrom('re.regex', 'if', 'max', 'x.y.z'),
        arguments: some(0),
        nameSpan: fc.constant(span),
      }),
      record({
        kind: fc.constant('quantified' as const),
        quantifier: fc.constantFrom('any' as const, 'all' as const),
        operand: inner,
      }),
      record({ kind: fc.constant('sign' as const), operand: inner }),
      record({
        kind: fc.constant('arithmetic' as const),
        operator: fc.constantFrom(
          '+' as const,
          '-' as const,
          '*' as const,
          '/' as const,
          '%' as const,
        ),
        left: inner,
        right: inner,
      }),
      record({
        kind: fc.constant('comparison' as const),
        operator: fc.constantFrom('=' as const, '!=' as const, '<' as const, '>=' as const),
        left: inner,
        right: inner,
      }),
      record({
        kind: fc.constant('membership' as const),
        isNegated: fc.boolean(),
        as: fc.constantFrom('text' as const, 'regex' as const, 'cidr' as const),
        operand: inner,
        list: inner,
      }),
      record({ kind: fc.constant('presence' as const), isNull: fc.boolean(), operand: inner }),
      record({
        kind: fc.constant('nocase' as const),
        operand: inner.filter(({ kind }) => kind !== 'nocase'),
      }),
      record({
        kind: fc.constant('number_of' as const),
        number: fc.constantFrom('any', 'all', '2'),
        items: some(1),
      }),
      record({ kind: fc.constant('not' as const), operand: inner }),
      record({ kind: fc.constantFrom('and' as const, 'or' as const), operands: some(2) }),
    ) as fc.Arbitrary<YaralExpression>,
  }
})

const name = word.map(written => ({ text: written, span }))
const pairs = fc.array(fc.record({ key: name, value: leaf, span: fc.constant(span) }), {
  maxLength: 3,
})

const window = fc.record({
  kind: fc.constantFrom('over' as const, 'by' as const),
  isEvery: fc.boolean(),
  size: fc.constantFrom('5m', '1h', 'day').map(size => ({ text: size, span })),
  pivot: fc.option(
    fc.record({ side: fc.constantFrom('after' as const, 'before' as const), variable: name }),
    { nil: undefined },
  ),
  span: fc.constant(span),
})

const section: fc.Arbitrary<YaralSection> = fc.oneof(
  pairs.map((list): YaralSection => ({ kind: 'meta', pairs: list, span })),
  pairs.map((list): YaralSection => ({ kind: 'options', pairs: list, span })),
  fc
    .array(expression, { maxLength: 3 })
    .map((conditions): YaralSection => ({ kind: 'events', conditions, span })),
  fc
    .record({ keys: fc.array(expression, { minLength: 1, maxLength: 2 }), window })
    .map((match): YaralSection => ({ kind: 'match', ...match, rest: undefined, span })),
  fc
    .array(fc.record({ name, value: expression, span: fc.constant(span) }), { maxLength: 3 })
    .map((assignments): YaralSection => ({ kind: 'outcome', assignments, span })),
  expression.map((condition): YaralSection => ({ kind: 'condition', condition, span })),
)

const file: fc.Arbitrary<YaralFile> = fc.record({
  rules: fc.array(
    fc.record({ name, sections: fc.array(section, { maxLength: 4 }), span: fc.constant(span) }),
    { minLength: 1, maxLength: 2 },
  ),
})

/** Pieces of rules, so that what is generated comes near to one. */
const pieces = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'rule r {|}|meta:|events:|match:|outcome:|condition:|options:|order:'.split('|'),
        ...'$e.a |$e.b["k"] |$e.c[0] |$f.a |$x |#e |#x |%list |$e |!$f '.split('|'),
        ...'= |!= |< |>= |and |or |not |nocase |in |in regex |is not null |any |all '.split('|'),
        ...'"x" |`y` |/z.*/ |4 |5m |true |"" |, |( |) |[ |] |+ |- |* |/ |% '.split('|'),
        ...'re.regex(|strings.contains(|strings.to_lower(|count(|max(|if(|2 of ['.split('|'),
        ...'$x over 5m |over 1h after $e |by day |$r = |allow_zero_values = true '.split('|'),
        ...'"|`|\\|//|/*|*/|\n|$e.metadata.event_timestamp.seconds '.split('|'),
      ),
      fc.string({ maxLength: 3, unit: 'binary' }),
    ),
    { maxLength: 40 },
  )
  .map(parts => parts.join(''))

const aRule = pieces.map(body => `rule r {\nevents:\n$e.a = "x"\n${body}`)

function spansOf(stages: readonly Stage[]): readonly Span[] {
  return stages.flatMap(stage => {
    const own = [stage.span]
    switch (stage.kind) {
      case 'filter':
      case 'threshold': {
        const tests = testsOf(stage.expression)
        const opaques = opaquesOf(stage.expression).map(opaque => opaque.span)
        return [...own, ...tests.flatMap(t => [t.span, t.fieldSpan ?? t.span]), ...opaques]
      }
      case 'join':
        return [...own, ...stage.sides.flatMap(side => spansOf(side.stages))]
      case 'sequence':
        return [...own, ...stage.steps.flatMap(({ logic }) => spansOf(logic.stages))]
      default:
        return own
    }
  })
}

function hasOpaque(stages: readonly Stage[]): boolean {
  return stages.some(stage => {
    switch (stage.kind) {
      case 'opaque':
        return true
      case 'filter':
      case 'threshold':
        return opaquesOf(stage.expression).length > 0
      case 'join':
        return stage.sides.some(side => hasOpaque(side.stages))
      case 'sequence':
        return stage.steps.some(({ logic }) => hasOpaque(logic.stages))
      default:
        return false
    }
  })
}

test('any rule prints as a text that reads as the same rule', () => {
  fc.assert(
    fc.property(file, generated => {
      const { value } = parseYaralSyntax(printYaral(generated))
      expect(withoutSpans(value)).toEqual(withoutSpans(generated))
    }),
    { numRuns: 1500 },
  )
})

describe('any text', () => {
  test('is read without an exception, with every span inside it', () => {
    fc.assert(
      fc.property(fc.oneof(pieces, aRule, fc.string({ unit: 'binary' })), written => {
        const { value, diagnostics } = parseYaral(written)
        const spans = value.rules.flatMap(rule => [
          ...spansOf(rule.value.logic.stages),
          ...rule.value.tags.map(tag => tag.span),
          ...rule.diagnostics.map(d => d.span),
          rule.value.span,
        ])
        for (const { start, end } of [...spans, ...diagnostics.map(d => d.span)]) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(start).toBeLessThanOrEqual(end)
          expect(end).toBeLessThanOrEqual(written.length)
        }
      }),
      { numRuns: 3000 },
    )
  })

  test('that has an error has a part that nothing can satisfy by accident', () => {
    fc.assert(
      fc.property(aRule, written => {
        for (const { value, diagnostics } of parseYaral(written).value.rules) {
          const hasError = diagnostics.some(d => d.severity === 'error' && !/-regex$/.test(d.code))
          expect(hasOpaque(value.logic.stages)).toBe(hasError)
        }
      }),
      { numRuns: 3000 },
    )
  })
})

describe('limits', () => {
  const rule = (events: string): string => `rule r { events: ${events} condition: $e }`
  const codesOf = (written: string): readonly string[] => {
    const { value, diagnostics } = parseYaral(written)
    const all = [...diagnostics, ...value.rules.flatMap(r => r.diagnostics)]
    return [...new Set(all.map(({ code }) => code))]
  }

  test('nesting up to the limit is read, past it reported', () => {
    const nested = (depth: number): string =>
      rule(`${'('.repeat(depth)}$e.a = 1${')'.repeat(depth)}`)
    expect(codesOf(nested(maxDepth))).toEqual([])
    expect(codesOf(nested(maxDepth + 1))).toContain('yaral/nesting-limit')
  })

  test.each([
    ['parentheses', `${'('.repeat(10_000)}$e.a = 1${')'.repeat(10_000)}`],
    ['brackets nobody closes', '('.repeat(10_000)],
    ['negations', `${'not '.repeat(10_000)}$e.a = 1`],
    ['signs', `$e.a = ${'- '.repeat(10_000)}1`],
    ['calls', `$e.a = ${'strings.to_lower('.repeat(10_000)}$e.b${')'.repeat(10_000)}`],
    ['terms', `$e.a = 1 ${'+ 1 '.repeat(10_000)}`],
    ['quantifiers', `${'any '.repeat(10_000)}$e.a = 1`],
  ])('10,000 %s are too deep', (_, events) => {
    expect(codesOf(rule(events))).toContain('yaral/nesting-limit')
  })

  test('a choice of many is reported, not written out', () => {
    const items = Array.from({ length: 40 }, (_, i) => `$e.a = "${i}"`).join(', ')
    expect(codesOf(rule(`20 of [${items}]`))).toEqual(['yaral/nesting-limit'])
  })

  test.each([
    ['closing brackets', ')'.repeat(1_000_000)],
    ['rules without an end', 'rule r { '.repeat(100_000)],
    ['quotes', rule(`$e.a = ${'"'.repeat(1_000_001)}`)],
    ['lines with a quote each', rule('$e.a = "\n'.repeat(100_000))],
    ['back quotes', rule('`'.repeat(1_000_001))],
    ['slashes', rule('/ '.repeat(500_000))],
    ['comments', rule('/* /* */ '.repeat(100_000))],
    ['sections', `rule r { ${'events: '.repeat(120_000)}`],
    ['unknown characters', rule('\u{1f600}'.repeat(250_000))],
    ['variables', rule('$a = $b '.repeat(100_000))],
    ['events', rule(Array.from({ length: 60_000 }, (_, i) => `$e${i}.a = 1 `).join(''))],
  ])('a megabyte of %s is read, and not all of its problems are told', (_, written) => {
    const { value, diagnostics } = parseYaral(written)
    const all = [...diagnostics, ...value.rules.flatMap(r => r.diagnostics)]
    expect(all.length).toBeGreaterThan(0)
    expect(diagnostics.length).toBeLessThanOrEqual(maxDiagnostics)
  })

  test('a megabyte of placeholders is read', () => {
    expect(codesOf(rule('$x = $e.a $x = "v" '.repeat(50_000)))).toEqual([])
  })

  test('a megabyte of conditions is all of them', () => {
    const list = Array.from({ length: 50_000 }, (_, i) => `$e.a = "v${i}"`).join(' or ')
    const { value } = parseYaral(rule(list))
    const [, filter] = value.rules[0]?.value.logic.stages ?? []
    expect(filter?.kind === 'filter' && testsOf(filter.expression)).toHaveLength(50_000)
  })
})
