import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRule } from '../../test/support/parse-rule.ts'
import { parseSigma } from '../frontends/sigma/index.ts'
import type { Logic, Stage } from '../ir/index.ts'
import { indicatorsOf } from './indicators.ts'

const security = '{ product: windows, service: security }'
const cloudtrail = '{ product: aws, service: cloudtrail }'

function lookedFor(detection: string, logSource?: string): readonly string[] {
  return indicatorsOf(parseRule(detection, logSource)).indicators.map(
    i => `${i.canonicalField} ${i.kind} ${i.value}`,
  )
}

function excluded(detection: string, logSource?: string): readonly string[] {
  return indicatorsOf(parseRule(detection, logSource)).exclusions.map(
    ({ group, groupSize, indicator: i }) =>
      `${group}/${groupSize} ${i.canonicalField} ${i.kind} ${i.value}`,
  )
}

function keysOf(detection: string, logSource?: string): readonly string[] {
  return indicatorsOf(parseRule(detection, logSource)).indicators.map(i => i.key)
}

describe('indicators', () => {
  test('are the values that stand unnegated, one for each value', () => {
    expect(lookedFor("selection: { Image|endswith: ['\\a.exe', '\\b.exe'] }")).toEqual([
      'Image ends_with \\a.exe',
      'Image ends_with \\b.exe',
    ])
  })

  test('are never selectors, tests of absence, or negated', () => {
    const detection = `
selection: { EventID: 4688, Channel: Security, Provider_Name: p, CommandLine: x }
absent: { User: null, Company|exists: false }
filter: { ParentImage: y }
condition: selection and absent and not filter`
    expect(lookedFor(detection, security)).toEqual(['CommandLine equals x'])
  })

  test('are never derived', () => {
    expect(lookedFor('selection: { Image: x }\ncondition: selection | count() > 5')).toEqual([
      'Image equals x',
    ])
  })

  test('hold operations of the cloud, which are selectors too', () => {
    const detection = 'selection: { eventSource: iam.amazonaws.com, eventName: CreateUser }'
    expect(lookedFor(detection, cloudtrail)).toEqual(['eventName equals CreateUser'])
  })

  test('have the canonical name of their field', () => {
    const detection = 'selection: { EventID: 4688, NewProcessName: x }'
    expect(lookedFor(detection, security)).toEqual(['Image equals x'])
    expect(keysOf(detection, security)).toEqual(keysOf('selection: { Image: x }'))
  })

  test('of a double negation count', () => {
    expect(lookedFor('f: { Image|neq: x }\ncondition: not f')).toEqual(['Image equals x'])
  })
})

describe('the count key', () => {
  test.each([
    [
      'a star at an end is spelling',
      "selection: { Image: '*\\a.exe' }",
      "selection: { Image|endswith: '\\a.exe' }",
    ],
    ['case is folded', 'selection: { Image: ABC }', 'selection: { Image: abc }'],
    [
      'cased tests count as others do',
      'selection: { Image|cased: abc }',
      'selection: { Image: abc }',
    ],
    [
      'windash counts as the plain text',
      "selection: { Image|contains|windash: ' -x' }",
      "selection: { Image|contains: ' -x' }",
    ],
    [
      'a file name is one behind either separator',
      "selection: { Image|endswith: '/a' }",
      "selection: { Image|endswith: '\\a' }",
    ],
  ])('%s', (_, a, b) => {
    expect(keysOf(a)).toEqual(keysOf(b))
  })

  test.each([
    ['another kind', 'selection: { Image|contains: x }', 'selection: { Image|endswith: x }'],
    ['another field', 'selection: { Image: x }', 'selection: { ParentImage: x }'],
    ['an encoding', 'selection: { Image|base64: x }', 'selection: { Image: x }'],
    [
      'an ending that is no file name',
      "selection: { Image|endswith: '\\a\\b' }",
      "selection: { Image|endswith: '/a/b' }",
    ],
    [
      'a separator before what is no file name',
      "selection: { CommandLine|endswith: '\\all' }",
      "selection: { CommandLine|endswith: '/all' }",
    ],
    [
      'a flag of a regular expression',
      'selection: { Image|re|i: x }',
      'selection: { Image|re: x }',
    ],
  ])('differs for %s', (_, a, b) => {
    expect(keysOf(a)).not.toEqual(keysOf(b))
  })

  test('two spellings of one test in one rule count once', () => {
    expect(keysOf("selection: { Image: ['*\\a.exe', '*\\A.EXE'] }")).toHaveLength(1)
  })

  test('outside of endpoints the log source is part of it', () => {
    const other = '{ product: okta, service: okta }'
    const detection = 'selection: { actor.type: x }'
    expect(keysOf(detection, cloudtrail)).not.toEqual(keysOf(detection, other))
  })

  test('does not depend on the order of values and selections', () => {
    const values = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 2 })
    fc.assert(
      fc.property(values, list => {
        const one = keysOf(`x: { Image: [${list}] }\ny: { User: u }\ncondition: x or y`)
        const two = keysOf(
          `x: { Image: [${list.toReversed()}] }\ny: { User: u }\ncondition: y or x`,
        )
        expect([...one].sort()).toEqual([...two].sort())
      }),
    )
  })
})

describe('exclusions', () => {
  test('of one list are one group, in which each value is excluded by itself', () => {
    const detection = 'selection: { Image: x }\nf: { User: [a, b] }\ncondition: selection and not f'
    expect(excluded(detection)).toEqual(['0/1 User equals a', '0/1 User equals b'])
  })

  test('of a conjunction stand together', () => {
    const detection =
      'selection: { Image: x }\nf: { User: a, Company: [b, c] }\ncondition: selection and not f'
    expect(excluded(detection)).toEqual([
      '0/2 User equals a',
      '0/2 Company equals b',
      '0/2 Company equals c',
    ])
  })

  test('of 1 of filter_* are a group each, of all of filter_* one', () => {
    const selections = 'selection: { Image: x }\nfilter_a: { User: a }\nfilter_b: { Company: b }\n'
    expect(excluded(`${selections}condition: selection and not 1 of filter_*`)).toEqual([
      '0/1 User equals a',
      '1/1 Company equals b',
    ])
    expect(excluded(`${selections}condition: selection and not all of filter_*`)).toEqual([
      '0/2 User equals a',
      '0/2 Company equals b',
    ])
  })

  test('with a choice inside are a group for each choice', () => {
    const detection = `
s: { Image: x }
a: { User: a }
b: { Company: b }
c: { Product: c }
condition: s and not (a and (b or c))`
    expect(excluded(detection)).toEqual([
      '0/2 User equals a',
      '0/2 Company equals b',
      '1/2 User equals a',
      '1/2 Product equals c',
    ])
  })

  test('count a selector as a condition of the group, and do not list it', () => {
    const detection =
      'selection: { Image: x }\nf: { EventID: 1, User: a }\ncondition: selection and not f'
    expect(excluded(detection)).toEqual(['0/2 User equals a'])
  })

  test('are no tests of absence', () => {
    expect(
      excluded('selection: { Image: x }\nf: { User: null }\ncondition: selection and not f'),
    ).toEqual([])
  })

  test('of a list under all stand together', () => {
    const detection =
      'selection: { Image: x }\nf: { CommandLine|contains|all: [a, b] }\ncondition: selection and not f'
    expect(excluded(detection)).toEqual([
      '0/2 CommandLine contains a',
      '0/2 CommandLine contains b',
    ])
  })

  test('count what must not hold as a condition', () => {
    const selections = 's: { Image: x }\nf: { User: a }\ne: { Company: b }\n'
    expect(excluded(`${selections}condition: s and not (f and not e)`)).toEqual([
      '0/2 User equals a',
    ])
    // “s or not f” excludes f only where s does not hold.
    expect(excluded(`${selections}condition: s or not f`)).toEqual(['0/2 User equals a'])
  })

  test('count what cannot be read as a condition', () => {
    const text = `
title: t
logsource: { product: windows, category: process_creation }
detection:
  s: { Image: x }
  f: { User: a, CommandLine|re: '(' }
  condition: s and not f`
    const [parsed] = parseSigma(text).value.rules
    const { exclusions } = indicatorsOf(parsed?.value ?? parseRule('selection: { Image: x }'))
    expect(exclusions.map(e => [e.groupSize, e.indicator.value])).toEqual([[2, 'a']])
  })

  test('of a filter that several branches have are one group', () => {
    const detection = `
s: { Image: x }
t: { Image: y }
f: { User: a, Company: '*' }
condition: (s and not f) or (t and not f)`
    expect(excluded(detection)).toEqual(['0/2 User equals a'])
  })

  test('count a test of existence as a condition, and a repeated selection once', () => {
    const selections = "s: { Image: x }\nf: { User: a, Company: '*' }\ng: { Product: p }\n"
    expect(excluded(`${selections}condition: s and not f`)).toEqual(['0/2 User equals a'])
    expect(excluded(`${selections}condition: s and not (g and g)`)).toEqual([
      '0/1 Product equals p',
    ])
  })
})

test('base64 of another case is another indicator, wide is utf16le', () => {
  expect(keysOf('selection: { Image|base64: IEX }')).not.toEqual(
    keysOf('selection: { Image|base64: iex }'),
  )
  expect(keysOf('selection: { Image|wide|base64: a }')).toEqual(
    keysOf('selection: { Image|utf16le|base64: a }'),
  )
})

test('an indicator knows all of its places, its scope and its renaming', () => {
  const rule = parseRule(
    "selection: { EventID: 4688, NewProcessName: ['*\\a.exe', '*\\A.EXE'] }",
    security,
  )
  const [indicator] = indicatorsOf(rule).indicators
  expect(indicator).toMatchObject({ scope: '', renamedFrom: 'NewProcessName' })
  expect(indicator?.spans.map(({ start, end }) => rule.body.slice(start, end))).toEqual([
    "'*\\a.exe'",
    "'*\\A.EXE'",
  ])
})

test('events that must not occur in a sequence are excluded as a whole, not looked for', () => {
  const span = { start: 0, end: 0 }
  const { logic: first } = parseRule('selection: { Image: a }')
  const { logic: second } = parseRule('selection: { Image: b, User: c }')
  const { logic: end } = parseRule('selection: { Image: d }')
  const step = (logic: Logic, isMissing: boolean) => ({ logic, by: [], isMissing, runs: 1 })
  const sequence: Stage = {
    kind: 'sequence',
    steps: [step(first, false), step(second, true)],
    by: [],
    until: end,
    span,
  }
  const rule = { ...parseRule('selection: { Image: a }'), logic: { stages: [sequence] } }
  const { indicators, exclusions } = indicatorsOf(rule)
  expect(indicators.map(i => i.value)).toEqual(['a'])
  expect(exclusions.map(e => [e.indicator.value, e.group, e.groupSize])).toEqual([
    ['b', 0, 2],
    ['c', 0, 2],
    ['d', 1, 1],
  ])
})
