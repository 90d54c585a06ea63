import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseRule } from '../../test/support/parse-rule.ts'
import { parseSigma } from '../frontends/sigma/index.ts'
import { and, or, type Stage } from '../ir/index.ts'
import { familyKey } from './family.ts'

const base = "a: { Image|endswith: ['\\x.exe', '\\y.exe'] }\nb: { User: u }\ncondition: a and not b"
const security = '{ product: windows, service: security }'

test.each([
  [
    'order of values and of selections',
    "b: { User: u }\na: { Image|endswith: ['\\y.exe', '\\x.exe'] }\ncondition: not b and a",
  ],
  [
    'names of selections',
    "sel: { Image|endswith: ['\\x.exe', '\\y.exe'] }\nf: { User: u }\ncondition: sel and not f",
  ],
  [
    'case of values',
    "a: { Image|endswith: ['\\X.EXE', '\\y.exe'] }\nb: { User: U }\ncondition: a and not b",
  ],
  [
    'spelling with stars',
    "a: { Image: ['*\\x.exe', '*\\y.exe'] }\nb: { User: u }\ncondition: a and not b",
  ],
  [
    'quantifiers',
    "a: { Image|endswith: ['\\x.exe', '\\y.exe'] }\nb: { User: u }\ncondition: a and not 1 of b*",
  ],
  [
    'selectors',
    "a: { EventID: 1, Channel: Microsoft-Windows-Sysmon/Operational, Image|endswith: ['\\x.exe', '\\y.exe'] }\nb: { User: u }\ncondition: a and not b",
  ],
])('%s make no other family', (_, detection) => {
  expect(familyKey(parseRule(detection))).toBe(familyKey(parseRule(base)))
})

test.each([
  ['another value', base.replace('x.exe', 'z.exe')],
  ['another field', base.replace('Image', 'ParentImage')],
  ['another polarity', base.replace('not b', 'b')],
  ['cased', base.replace('endswith', 'endswith|cased')],
  ['windash', base.replace('endswith', 'endswith|windash')],
  ['all', base.replace('endswith', 'endswith|all')],
  ['an aggregation', base.replace('not b', 'not b | count() > 5')],
])('%s makes another family', (_, detection) => {
  expect(familyKey(parseRule(detection))).not.toBe(familyKey(parseRule(base)))
})

test('Security 4688 under its own names is the family of process creation', () => {
  const native =
    "a: { EventID: 4688, NewProcessName|endswith: ['\\x.exe', '\\y.exe'] }\ncondition: a"
  const generic = "a: { Image|endswith: ['\\x.exe', '\\y.exe'] }\ncondition: a"
  expect(familyKey(parseRule(native, security))).toBe(familyKey(parseRule(generic)))
})

test('rules of nothing but selectors are families of their own', () => {
  const one = familyKey(parseRule('selection: { EventID: 1102 }', security))
  expect(one).not.toBe(familyKey(parseRule('selection: { EventID: 4624 }', security)))
  expect(one).toBe(familyKey(parseRule('other: { EventID: 1102 }\ncondition: other', security)))
})

test('platforms are apart', () => {
  const linux = '{ product: linux, category: process_creation }'
  expect(familyKey(parseRule('selection: { Image: x }', linux))).not.toBe(
    familyKey(parseRule('selection: { Image: x }')),
  )
})

test('any shuffle of values is the same family', () => {
  const values = ['a', 'b', 'c', 'd', 'e']
  fc.assert(
    fc.property(fc.shuffledSubarray(values, { minLength: 5 }), list => {
      expect(familyKey(parseRule(`selection: { Image: [${list}] }`))).toBe(
        familyKey(parseRule(`selection: { Image: [${values}] }`)),
      )
    }),
  )
})

test('other events make another family, however they are told', () => {
  const detection = 'selection: { SourceImage: x, TargetImage: y }'
  const access = familyKey(parseRule(detection, '{ product: windows, category: process_access }'))
  const thread = '{ product: windows, category: create_remote_thread }'
  expect(familyKey(parseRule(detection, thread))).not.toBe(access)
  const sysmon = '{ product: windows, service: sysmon }'
  const spelled = 'selection: { EventID: 10, SourceImage: x, TargetImage: y }'
  expect(familyKey(parseRule(spelled, sysmon))).toBe(access)
  const logon = (id: number): string =>
    familyKey(parseRule(`selection: { EventID: ${id}, TargetUserName: x }`, security))
  expect(logon(4624)).not.toBe(logon(4625))
})

test('what is flat without its selectors is written flat', () => {
  const nested = `
a: { Image: x }
s: { EventID: 1 }
b: { Image: y }
c: { Image: z }
condition: a or (s and (b or c))`
  expect(familyKey(parseRule(nested))).toBe(familyKey(parseRule('selection: { Image: [x, y, z] }')))
})

test('cased values of another case make another family', () => {
  expect(familyKey(parseRule('selection: { Image|cased: A }'))).not.toBe(
    familyKey(parseRule('selection: { Image|cased: a }')),
  )
})

test('rules of which nothing can be read are no copies of one another', () => {
  const [one, two] = ['a', 'b'].map(name => {
    const text = `title: ${name}\nlogsource: { product: windows }\ndetection: { condition: none }`
    const rule = parseSigma(text).value.rules[0]?.value
    return rule && familyKey(rule)
  })
  expect(one).toBeDefined()
  expect(one).not.toBe(two)
})

test('any shuffle of selections, under any names, is the same family', () => {
  const pieces = [
    "Image|endswith: '\\x.exe'",
    'CommandLine|contains|all: [p, q]',
    "User: ['a', 'b']",
    'Company: c',
  ]
  const ruleOf = (order: readonly number[], prefix: string): string =>
    [
      ...order.map(i => `${prefix}${i}: { ${pieces[i]} }`),
      `condition: ${order.map(i => `${prefix}${i}`).join(' or ')}`,
    ].join('\n')
  const expected = familyKey(parseRule(ruleOf([0, 1, 2, 3], 's')))
  fc.assert(
    fc.property(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), order => {
      expect(familyKey(parseRule(ruleOf(order, 'other')))).toBe(expected)
      const quantified = ruleOf(order, 's').replace(/condition: .*/, 'condition: 1 of s*')
      expect(familyKey(parseRule(quantified))).toBe(expected)
    }),
  )
})

test('filters that nothing stands between are one condition, and what always holds is none', () => {
  const rule = parseRule('a: { Image: x }\nb: { User: u }\ncondition: a and b')
  const [source, filter] = rule.logic.stages
  if (filter?.kind !== 'filter' || filter.expression.kind !== 'and') throw new Error('no filter')
  const pieces = [...filter.expression.operands, and([])].map(
    (expression): Stage => ({ ...filter, expression }),
  )
  const shape: Stage = { kind: 'shape', text: 'table a', span: filter.span }
  const derive: Stage = { kind: 'derive', names: ['c'], text: 'c=1', span: filter.span }
  const family = (...stages: readonly (Stage | undefined)[]): string =>
    familyKey({ ...rule, logic: { stages: stages.flatMap(stage => stage ?? []) } })
  expect(family(source, ...pieces)).toBe(familyKey(rule))
  expect(family(source, ...pieces.flatMap(piece => [piece, shape]))).toBe(familyKey(rule))
  expect(family(source, ...pieces.flatMap(piece => [piece, derive]))).not.toBe(familyKey(rule))
  const never: Stage = { ...filter, expression: or([]) }
  expect(family(source, filter, never)).not.toBe(familyKey(rule))
})
