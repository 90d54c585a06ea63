import { describe, expect, test } from 'vitest'
import { makeCatalogue } from '../../../test/support/make-catalogue.ts'
import { makeFolder } from '../../../test/support/make-folder.ts'
import { toCorpus, toRulePage } from '../index.ts'

const slice = { offset: 0, limit: 50 }

interface RuleText {
  readonly id: string
  readonly detection: string
  readonly title?: string
  readonly more?: string
  readonly logSource?: string
}

function rule({ id, detection, title = id, more = '', logSource }: RuleText): string {
  const source = logSource ?? '{ product: windows, category: process_creation }'
  return `title: ${title}\nid: ${id}\nlogsource: ${source}\n${more}\ndetection:\n${detection}\n`
}

const own = makeFolder({
  'a.yml': rule({
    id: 'a',
    more: 'level: high\ndate: 2024-01-02\ntags: [attack.execution, attack.t1059.001]',
    detection: String.raw`  s: { Image|endswith: ['\x.exe', '\y.exe'] }
  f: { ParentImage|endswith: '\good.exe' }
  condition: s and not f`,
  }),
  'b.yml': rule({
    id: 'b',
    more: 'level: low\ndate: 2024/03/04\ntags: [attack.t1059]',
    detection: String.raw`  s: { Image|endswith: '\x.exe', CommandLine|contains: secret }
  condition: s`,
  }),
  'old.yml': rule({
    id: 'old',
    more: 'status: deprecated',
    detection: String.raw`  s: { Image|endswith: '\x.exe' }
  condition: s`,
  }),
  'con.yml': rule({
    id: 'cloud',
    logSource: '{ product: aws, service: cloudtrail }',
    detection: '  s: { eventSource: iam.amazonaws.com, eventName: CreateUser }\n  condition: s',
  }),
})
const theirs = makeFolder({
  'A.yml': rule({
    id: 'copy-of-b',
    detection: String.raw`  one: { Image|endswith: '\X.EXE' }
  two: { CommandLine|contains: SECRET }
  condition: all of them`,
  }),
  'n/a.yml': rule({
    id: 'c',
    detection: String.raw`  s: { Image|endswith: '\good.exe' }
  f: { Image: 'C:\x.exe' }
  condition: s and not f`,
  }),
})
const { catalogue, entries, input } = makeCatalogue({ own, theirs })
const numberOf = (id: string): number => catalogue.findRules(id)[0] ?? -1
const pageOf = (id: string) => catalogue.rule(numberOf(id))

describe('counts', () => {
  test('are those that `show` gives, for every rule', () => {
    const corpus = toCorpus(entries)
    for (const [number, entry] of entries.entries()) {
      const { indicators, exclusions } = toRulePage(entry, corpus)
      const { rule: shown } = catalogue.rule(number)
      expect([shown.indicators, shown.exclusions]).toEqual([indicators, exclusions])
    }
  })

  test('are of other families: copies count once, under each of their vendors', () => {
    const [x] = pageOf('a').indicators
    expect(x?.indicator).toMatchObject({
      value: '\\x.exe',
      others: 1,
      byVendor: { own: 1, theirs: 1 },
    })
    expect(x?.families).toBe(2)
    const [ofB] = pageOf('b').indicators
    expect(ofB?.indicator).toMatchObject({ others: 1, byVendor: { own: 1 } })
  })

  test('leave deprecated rules out, whose own pages count the others', () => {
    const [x] = pageOf('old').indicators
    expect(x?.indicator).toMatchObject({ others: 2, byVendor: { own: 2, theirs: 1 } })
    expect(catalogue.home().totals).toMatchObject({ rules: 6, uncounted: 1, families: 4 })
  })

  test('tell looking from excluding', () => {
    const [good] = pageOf('c').indicators
    expect(good).toMatchObject({ families: 1, excluding: 0 })
    const [excluded] = pageOf('a').exclusions
    expect(excluded).toMatchObject({
      field: { name: 'ParentImage' },
      families: 0,
      excluding: 1,
      address: 'rules/own/a#x0',
    })
  })
})

describe('addresses', () => {
  test('are unique without regard to case, and every one is a page', () => {
    const addresses = catalogue.addresses()
    expect(new Set(addresses.map(a => a.toLowerCase())).size).toBe(addresses.length)
    expect(addresses).toContain('rules/theirs/A')
    expect(addresses).toContain('rules/theirs/a~c')
    expect(addresses).toContain('rules/own/con_')
    for (const address of addresses.filter(a => a.includes('/'))) {
      const model =
        catalogue.ruleAt(address) ??
        catalogue.indicator(address, slice) ??
        catalogue.field(address, slice) ??
        catalogue.event(address, slice) ??
        catalogue.provider(address) ??
        catalogue.logSource(address, slice) ??
        catalogue.technique(address, slice) ??
        catalogue.tactic(address, slice) ??
        catalogue.vendor(address, slice)
      expect(model, address).toBeDefined()
    }
    expect(catalogue.indicator('indicators/nothing', slice)).toBeUndefined()
  })

  test('an indicator of one family is a place on its rule’s page, one of several a page', () => {
    const { indicators } = pageOf('a')
    expect(indicators[1]?.address).toBe('rules/own/a#i1')
    const page = catalogue.indicator(indicators[0]?.address ?? '', slice)
    expect(page?.lookedForBy.items.map(row => row.id)).toEqual(['a', 'b', 'copy-of-b'])
    expect(page?.uncounted.map(row => row.id)).toEqual(['old'])
    expect(page?.spellings.map(s => [s.value, s.rules])).toEqual([
      ['\\x.exe', 3],
      ['\\X.EXE', 1],
    ])
  })
})

test('rules that share indicators come by how rare the shared ones are, one of a family', () => {
  expect(pageOf('a').sharing.map(({ rule: { id }, shared }) => [id, shared.length])).toEqual([
    ['b', 1],
  ])
  expect(pageOf('a').sharing[0]?.score).toBeCloseTo(Math.log2(4 / 2))
  expect(pageOf('b').copies.map(row => row.id)).toEqual(['copy-of-b'])
  expect(pageOf('b').sharing.map(({ rule: { id } }) => id)).toEqual(['a'])
})

test('a technique has the rules of its sub-techniques, a cell of the matrix each rule once', () => {
  const technique = catalogue.technique('techniques/T1059', slice)
  expect(technique?.row.rules).toBe(2)
  expect(technique?.rules.items.map(row => row.id)).toEqual(['a', 'b'])
  const matrix = catalogue.matrix({ by: 'rules' })
  const execution = matrix.tactics.find(({ tactic }) => tactic.id === 'TA0002')
  const cell = execution?.techniques.find(t => t.technique.id === 'T1059')
  expect(cell?.count).toBe(2)
  expect(cell?.subTechniques.find(t => t.technique.id === 'T1059.001')?.count).toBe(1)
  expect(matrix).toMatchObject({ total: 5, outside: 3 })
  const branches = catalogue.matrix({ by: 'branches', rules: [numberOf('a')] })
  expect(branches.total).toBe(1)
})

test('an operation of a cloud that no table has is an event with its rules', () => {
  const [address = ''] = pageOf('cloud').events
  expect(catalogue.event(address, slice)).toMatchObject({
    row: { provider: 'iam.amazonaws.com', eventId: 'CreateUser', rules: 1 },
    fully: 1,
    partly: 0,
  })
})

test('a field has its other names, kinds, indicators and exclusions', () => {
  const image = catalogue.field('fields/Image', slice)
  expect(image?.row).toMatchObject({ rules: 4, looking: 4, excluding: 1 })
  expect(image?.indicators.items.map(row => [row.value, row.families])).toEqual([
    ['\\x.exe', 2],
    ['\\good.exe', 1],
    ['\\y.exe', 1],
  ])
  expect(image?.exclusions.items.map(row => row.value)).toEqual(['C:\\x.exe'])
  expect(image?.kinds).toEqual([
    { kind: 'ends_with', looking: 3, excluding: 0 },
    { kind: 'equals', looking: 0, excluding: 1 },
  ])
})

test('a comparison tells what rules share from what is their own', () => {
  const compared = catalogue.compare(['rules/own/a', 'rules/own/b', 'rules/none'])
  expect(compared.missing).toEqual(['rules/none'])
  expect(compared.shared.map(({ indicator, holders }) => [indicator.value, holders])).toEqual([
    ['\\x.exe', [0, 1]],
  ])
  expect(compared.own.map(rows => rows.map(row => row.value))).toEqual([['\\y.exe'], ['secret']])
})

test('the newest come first, whichever way their dates are written', () => {
  expect(catalogue.home().newest.map(row => row.id)).toEqual(['b', 'a'])
})

test('vendors have their figures, and the copies that they share', () => {
  const vendor = catalogue.vendor('vendors/own', slice)
  expect(vendor).toMatchObject({ uncounted: 1, copiedFrom: [{ name: 'theirs', count: 1 }] })
  expect(vendor?.rules.total).toBe(3)
  expect(vendor?.style.withExclusions).toBeCloseTo(1 / 3)
})

test('slices are parts of the same list', () => {
  const whole = catalogue.vendor('vendors/own', slice)?.rules.items.map(row => row.id)
  const parts = [0, 1, 2].flatMap(offset =>
    catalogue.vendor('vendors/own', { offset, limit: 1 })?.rules.items.map(row => row.id),
  )
  expect(parts).toEqual(whole)
})

test('records are plain data', () => {
  expect(JSON.parse(JSON.stringify(input.facts))).toEqual(input.facts)
})
