import { describe, expect, test } from 'vitest'
import { type EventFields, makeEvent } from '../../../test/support/make-test.ts'
import { evaluate, plainView, type Truth } from '../../engine/index.ts'
import { and, type Rule } from '../../ir/index.ts'
import { applyFilters } from './filter.ts'
import { parseSigma } from './parse-sigma.ts'

/**
 * The meanings that usually go wrong, each with the sentence of the Sigma specification (2.1) that it
 * rests on, and where the sentence leaves a choice, the reading that we took.
 */
interface Meaning {
  readonly sentence: string
  readonly reading?: string
  /** YAML below `detection:`; the condition is `selection` where it gives none. */
  readonly detection: string
  readonly matches: readonly EventFields[]
  readonly rejects: readonly EventFields[]
}

const meanings: Readonly<Record<string, Meaning>> = {
  '“them” skips names that begin with an underscore': {
    sentence:
      'Logical OR (`1 of them`) or AND (`all of them`) across all defined search identifiers not starting with an underscore `_`.',
    detection: 'a: { A: 1 }\n_b: { B: 2 }\ncondition: 1 of them',
    matches: [{ A: 1 }],
    rejects: [{ B: 2 }],
  },
  'so does a pattern, unless it begins with one itself': {
    sentence: 'Same as *1/all of them*, but restricted to matching search identifiers.',
    detection:
      'a_x: { A: 1 }\n_x: { B: 2 }\ncondition: 1 of *_x or 1 of _n* or 1 of _x*\n_n: { C: 3 }',
    matches: [{ A: 1 }, { B: 2 }, { C: 3 }],
    rejects: [{ D: 4 }],
  },
  'a pattern with a star in front leaves such names out': {
    sentence:
      'A search identifier `_example` wouldn’t be included because detections starting with underscores are excluded by convention.',
    detection: 'a_x: { A: 1 }\n_x: { B: 2 }\ncondition: 1 of *_x',
    matches: [{ A: 1 }],
    rejects: [{ B: 2 }],
  },
  '`\\*` is a literal star': {
    sentence: 'A wildcard has to be escaped to be handled as a plain character. eg: `\\*`, `\\?`.',
    detection: String.raw`selection: { A: 'a\*b\?' }`,
    matches: [{ A: 'a*b?' }],
    rejects: [{ A: 'axb?' }, { A: 'a*bc' }, { A: 'a\\*b?' }],
  },
  '`\\\\*` is a backslash before a wildcard': {
    sentence:
      'The backslash before a wildcard has to be escaped to handle the value as a backslash followed by a wildcard: `\\\\*`.',
    detection: String.raw`selection: { A: 'C:\\*' }`,
    matches: [{ A: 'C:\\Temp' }, { A: 'C:\\' }],
    rejects: [{ A: 'C:*' }, { A: 'C:Temp' }],
  },
  'three backslashes and a star are a backslash and a literal star': {
    sentence:
      'Three backslashes are necessary to escape both, the backslash and the wildcard and handle them as plain values: `\\\\\\*`.',
    detection: String.raw`selection: { A: 'C:\\\*' }`,
    matches: [{ A: 'C:\\*' }],
    rejects: [{ A: 'C:\\Temp' }, { A: 'C:\\\\*' }],
  },
  'a backslash before anything else is itself, single or double': {
    sentence:
      'Plain backslash not followed by a wildcard can be expressed as single `\\` or double backslash `\\\\`.',
    detection: String.raw`selection: { A: 'a\b', B: 'a\\b', C: '\\\\srv' }`,
    matches: [{ A: 'a\\b', B: 'a\\b', C: '\\\\srv' }],
    rejects: [
      { A: 'a\\\\b', B: 'a\\b', C: '\\\\srv' },
      { A: 'a\\b', B: 'a\\b', C: '\\srv' },
    ],
  },
  'a lone star means that the field exists': {
    sentence: '`*` to replace an unbounded length wildcard.',
    reading: 'An unbounded length may be none; the field is there, be it empty or null.',
    detection: "selection: { A: '*' }",
    matches: [{ A: 'x' }, { A: '' }, { A: null }],
    rejects: [{ B: 'x' }],
  },
  'the empty text is present and empty': {
    sentence: "An empty value is defined with `''`",
    detection: "selection: { A: '' }",
    matches: [{ A: '' }],
    rejects: [{ A: null }, { A: ' ' }, {}],
  },
  'null is absent or null': {
    sentence: 'A null value is defined with `null`',
    reading: 'JSON logs write null, others leave the field out: both are the value null.',
    detection: 'selection: { A: null }',
    matches: [{ A: null }, {}],
    rejects: [{ A: '' }, { A: 'null' }],
  },
  '`exists: true` holds for an empty or a null value': {
    sentence:
      'Note that this check only verifies the presence of a field, not its value, be it empty or null.',
    detection: 'selection: { A|exists: true }',
    matches: [{ A: '' }, { A: null }, { A: 'x' }],
    rejects: [{}],
  },
  '`exists: false` asks for absence alone': {
    sentence:
      'Defines that a certain field has to exist or must not exist in a log event by providing a boolean value.',
    detection: 'selection: { A|exists: false }',
    matches: [{ B: 1 }],
    rejects: [{ A: '' }, { A: null }],
  },
  '`neq` negates the whole list': {
    sentence: 'The field is different from the specified values.',
    reading: 'From every one of them; an absent field is different, too.',
    detection: 'selection: { A|neq: [x, y] }',
    matches: [{ A: 'z' }, {}],
    rejects: [{ A: 'x' }, { A: 'y' }],
  },
  'a keyword is a substring of any value': {
    sentence: 'It’s a matter of searching for keywords across an entire event.',
    detection: 'selection: [evil]',
    matches: [{ A: 'very EVIL thing' }, { A: 'x', B: 'evil' }],
    rejects: [{ evil: 'x' }, { A: 'ev', B: 'il' }],
  },
  'a map of keywords may ask for all of them': {
    sentence: "To have a **and** operator , we use the `'|all':` modifier",
    detection: "selection: { '|all': [one, two] }",
    matches: [{ A: 'one', B: 'two' }, { A: 'two one' }],
    rejects: [{ A: 'one' }],
  },
  '`windash` turns a dash that begins a word into five characters': {
    sentence:
      'Creates all possible permutations of the `-`, `/`, `–` (en dash), `—` (em dash), and `―` (horizontal bar) characters.',
    reading: 'Of those that begin a word, as pySigma does: `-enc-x` has one.',
    detection: "selection: { A|windash|contains: ' -enc-x' }",
    matches: [' -enc-x', ' /enc-x', ' –enc-x', ' —enc-x', ' ―enc-x'].map(A => ({ A })),
    rejects: [{ A: ' -enc/x' }, { A: ' enc-x' }],
  },
  '`base64offset` finds the value at each of the three offsets': {
    sentence: 'There are three variants for shifts by zero to two bytes',
    detection: 'selection: { A|base64offset|contains: http:// }',
    matches: ['http://x', 'ahttp://x', 'aahttp://x'].map(A => ({
      A: Buffer.from(A).toString('base64'),
    })),
    rejects: [{ A: 'http://x' }],
  },
  'a number compares with a text by its decimal digits': {
    sentence: 'All values are treated as case-insensitive strings.',
    detection: "selection: { A: 4688, B: '10' }",
    matches: [
      { A: '4688', B: 10 },
      { A: 4688, B: '10' },
    ],
    rejects: [
      { A: '04688', B: 10 },
      { A: 4688, B: '10.0' },
    ],
  },
  'so does a number with `lt` to `gte`, whatever the digits look like': {
    sentence: 'Field is greater or equal than the value',
    reading: 'As numbers: a text of digits is one, and `10` is more than `9`.',
    detection: 'selection: { A|gte: 9, B|lt: 10 }',
    matches: [
      { A: '10', B: '9' },
      { A: 9, B: '9.5' },
    ],
    rejects: [
      { A: '10', B: '10.0' },
      { A: 'ten', B: 9 },
    ],
  },
  'modifiers add up in their order': {
    sentence: 'The value modifiers are applied in the given order to the value.',
    reading: 'Each of `startswith` and `endswith` adds its star.',
    detection: 'selection: { A|startswith|endswith: b }',
    matches: [{ A: 'abc' }, { A: 'b' }],
    rejects: [{ A: 'ac' }],
  },
  'a number as another language writes it is compared as it is written': {
    sentence: "TicketEncryption: '0x17'",
    reading: 'YAML reads 0x17 as 23, which no rule’s author meant.',
    detection: 'selection: { A: 0x17 }',
    matches: [{ A: '0x17' }],
    rejects: [{ A: 23 }],
  },
  'an order on what is no number is false': {
    sentence: 'The modifiers listed in this section can only be applied to numeric values.',
    detection: 'selection: { A|lt: 5 }',
    matches: [{ A: 4 }, { A: '4' }, { A: '-1.5' }],
    rejects: [{ A: 5 }, { A: 'x' }, { A: '' }, { A: null }, {}],
  },
  'and so its negation is true': {
    sentence: 'Negation with ’not’',
    detection: 'selection: { A|gte: 5 }\ncondition: not selection',
    matches: [{ A: 4 }, { A: 'x' }, {}],
    rejects: [{ A: 5 }],
  },
  'a placeholder counts under `expand` only': {
    sentence: '`field: %name%` handles `%name%` as literal value.',
    detection: "selection: { A: '%name%' }",
    matches: [{ A: '%name%' }],
    rejects: [{ A: 'x' }],
  },
  'text compares without case, a regular expression with it': {
    sentence: 'Regular expressions are case-sensitive by default.',
    detection: 'selection: { A: AbC, B|re: ^AbC$, C|re|i: ^AbC$, D|cased: AbC }',
    matches: [{ A: 'aBc', B: 'AbC', C: 'aBc', D: 'AbC' }],
    rejects: [
      { A: 'aBc', B: 'abc', C: 'aBc', D: 'AbC' },
      { A: 'aBc', B: 'AbC', C: 'aBc', D: 'abc' },
    ],
  },
  'a regular expression searches in the value': {
    sentence: 'Anchors: `^`, `$`.',
    reading: 'They would be of no use if the expression always met the whole value.',
    detection: 'selection: { A|re: b.d }',
    matches: [{ A: 'abcde' }],
    rejects: [{ A: 'abde' }],
  },
  '`and` binds more than `or`, `not` more than both': {
    sentence:
      'Operator Precedence (least to most binding): or, and, not, x of search-identifier, ( expression )',
    detection: 'a: { A: 1 }\nb: { B: 1 }\nc: { C: 1 }\ncondition: a or b and not c',
    matches: [{ A: 1, C: 1 }, { B: 1 }],
    rejects: [{ B: 1, C: 1 }, {}],
  },
  'a list of conditions is an or': {
    sentence: 'They are logically linked with OR.',
    detection: 'a: { A: 1 }\nb: { B: 1 }\ncondition: [a, b]',
    matches: [{ A: 1 }, { B: 1 }],
    rejects: [{}],
  },
  'a field of several values matches with any of them': {
    sentence: 'lists of values are linked with *OR*',
    reading: 'The specification says nothing of events with lists; any element counts.',
    detection: 'selection: { A|contains|all: [x, y] }',
    matches: [{ A: ['ax', 'ay'] }, { A: 'xy' }],
    rejects: [{ A: ['ax', 'az'] }],
  },
}

function ruleOf(detection: string): Rule {
  const whole = /^condition:/m.test(detection) ? detection : `${detection}\ncondition: selection`
  const text = `title: t\nlogsource: { product: windows }\ndetection:\n${whole.replaceAll(/^/gm, '  ')}`
  const [parsed] = parseSigma(text).value.rules
  if (parsed === undefined) throw new Error('the text is no rule')
  expect(parsed.diagnostics).toEqual([])
  return parsed.value
}

function truthOf({ logic }: Rule, fields: EventFields): Truth {
  const filters = logic.stages.flatMap(s => (s.kind === 'filter' ? [s.expression] : []))
  return evaluate(and(filters), plainView(makeEvent(fields)))
}

describe.each(Object.entries(meanings))('%s', (_, { detection, matches, rejects }) => {
  const rule = (): Rule => ruleOf(detection)

  test.each(matches.map(fields => [JSON.stringify(fields), fields]))('%s matches', (_, fields) => {
    expect(truthOf(rule(), fields as EventFields)).toBe('match')
  })

  test.each(rejects.map(fields => [JSON.stringify(fields), fields]))('%s does not', (_, fields) => {
    expect(truthOf(rule(), fields as EventFields)).toBe('no_match')
  })
})

describe('one indicator stays one test', () => {
  test.each([
    ['windash', "selection: { A|windash|contains: ' -enc' }"],
    ['base64offset', 'selection: { A|base64offset|contains: http:// }'],
  ])('under %s', (_, detection) => {
    const [, stage] = ruleOf(detection).logic.stages
    expect(stage?.kind === 'filter' && stage.expression.kind).toBe('test')
  })
})

/** “If the tool isn't able to handle placeholders, it must reject the rule.” */
test('a placeholder without its list is unknown, never true, not even when it is negated', () => {
  const named = "selection: { A|expand: '%Admins%' }"
  expect(truthOf(ruleOf(named), { A: 'x' })).toBe('unknown')
  expect(truthOf(ruleOf(`${named}\ncondition: not selection`), { A: 'x' })).toBe('unknown')
})

/** “A custom taxonomy must be handled by the used tool or transformed into the default taxonomy.” */
test('an unknown taxonomy is a diagnostic', () => {
  const text = 'title: t\ntaxonomy: ecs\nlogsource: {}\ndetection: { a: { A: 1 }, condition: a }'
  const [parsed] = parseSigma(text).value.rules
  expect(parsed?.diagnostics.map(d => d.code)).toEqual(['sigma/unknown-taxonomy'])
})

describe('a filter', () => {
  const base =
    'title: r\nname: r\nlogsource: { product: windows }\ndetection: { selection: { A: 1 }, condition: selection }'
  const filtered = (condition: string): { rule: Rule | undefined; codes: readonly string[] } => {
    const filter = `title: f\nlogsource: { product: windows }\nfilter: { rules: [r], selection: { B: 2 }, condition: ${condition} }`
    const { value } = parseSigma(`${base}\n---\n${filter}`)
    const filters = value.filters.flatMap(f => (f.value === undefined ? [] : [f.value]))
    const [rule] = applyFilters(
      value.rules.map(r => r.value),
      filters,
    ).value
    return { rule, codes: value.filters.flatMap(f => f.diagnostics.map(d => d.code)) }
  }

  /** “refers to one or multiple Sigma rules where to add the filter” */
  test('is and-ed as written, and its selections do not meet those of the rule', () => {
    const { rule, codes } = filtered('not selection')
    expect(codes).toEqual([])
    expect(rule && truthOf(rule, { A: 1 })).toBe('match')
    expect(rule && truthOf(rule, { A: 1, B: 2 })).toBe('no_match')
  })

  /** “with the goal to suppress matches”, yet the specification’s own example has `condition: selection`. */
  test('that negates nothing is applied as written, with a warning', () => {
    const { rule, codes } = filtered('selection')
    expect(codes).toEqual(['sigma/filter-without-negation'])
    expect(rule && truthOf(rule, { A: 1 })).toBe('no_match')
    expect(rule && truthOf(rule, { A: 1, B: 2 })).toBe('match')
  })

  /** “Refers to one or multiple Sigma or Correlations rules”: so of correlations, not of filters. */
  test('never applies to a correlation', () => {
    const correlation =
      'title: c\nname: c\ncorrelation: { type: event_count, rules: [r], group-by: [A], timespan: 1m, condition: { gte: 2 } }'
    const filter =
      'title: f\nlogsource: { product: windows }\nfilter: { rules: [c], selection: { B: 2 }, condition: not selection }'
    const { value } = parseSigma(`${base}\n---\n${correlation}\n---\n${filter}`)
    const rules = value.rules.map(r => r.value)
    const filters = value.filters.flatMap(f => (f.value === undefined ? [] : [f.value]))
    const applied = applyFilters(rules, filters)
    expect(applied.value).toEqual(rules)
    expect(applied.diagnostics.map(d => d.code)).toEqual(['sigma/filter-on-correlation'])
  })
})

/** “[arbitrary custom fields]” */
test('a `correlation` that is no map is an attribute of the author’s own', () => {
  const text =
    'title: t\ncorrelation: see the wiki\nlogsource: { product: windows }\ndetection: { a: { A: 1 }, condition: a }'
  const [parsed] = parseSigma(text).value.rules
  expect(parsed?.diagnostics).toEqual([])
  expect(parsed?.value.custom).toEqual({ correlation: 'see the wiki' })
  expect(parsed && truthOf(parsed.value, { A: 1 })).toBe('match')
})
