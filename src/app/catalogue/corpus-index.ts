import { textHash } from '../../base/index.ts'
import { type AddressBook, createAddressBook } from './address-book.ts'
import type { ByVendor } from './models.ts'
import type { CatalogueInput, IndicatorFact, RuleFacts } from './rule-record.ts'

/** An indicator with the rules that have it; numbers of rules are places in `facts`. */
export interface IndicatorEntry {
  readonly number: number
  readonly address: string
  /** Whether the address is a page of its own. */
  readonly hasPage: boolean
  /** As the first rule writes it. */
  readonly fact: IndicatorFact
  readonly looking: readonly number[]
  readonly excluding: readonly number[]
  /** Families of counted rules that look for it. */
  readonly families: number
  readonly byVendor: ByVendor
  readonly familiesExcluding: number
  readonly excludingByVendor: ByVendor
}

export interface FieldEntry {
  readonly address: string
  readonly name: string
  readonly scope: string
  /** Counted rules that test it. */
  readonly rules: readonly number[]
  readonly looking: number
  readonly excluding: number
  /** Counted rules by the name that they write. */
  readonly spellings: ReadonlyMap<string, number>
}

/** What is counted over all rules once, when a catalogue is made. */
export interface CorpusIndex {
  readonly facts: readonly RuleFacts[]
  readonly addresses: readonly string[]
  readonly ruleByAddress: ReadonlyMap<string, number>
  readonly counted: readonly number[]
  /** By rule. */
  readonly family: Int32Array
  /** By family, in the order of the catalogue. */
  readonly members: readonly (readonly number[])[]
  /** Families with a rule that counts. */
  readonly familyCount: number
  readonly indicators: readonly IndicatorEntry[]
  readonly indicatorByAddress: ReadonlyMap<string, number>
  /** By rule, in the order of its facts: numbers of indicators. */
  readonly lookedFor: readonly Int32Array[]
  readonly excluded: readonly Int32Array[]
  readonly fields: readonly FieldEntry[]
  readonly fieldByKey: ReadonlyMap<string, number>
  /** Numbers of rules by id. */
  readonly rulesById: ReadonlyMap<string, readonly number[]>
  /** Numbers of indicators by the key of their field. */
  readonly indicatorsByField: ReadonlyMap<string, readonly number[]>
  readonly book: AddressBook
  /** How many of the vendors’ families are among some rules, each once under every vendor that has it. */
  familiesByVendor(rules: readonly number[]): {
    readonly families: number
    readonly byVendor: ByVendor
  }
}

export function fieldKey(scope: string, name: string): string {
  return `${scope}\n${name}`
}

/** The addresses of rules, which are the first that a catalogue gives away. */
export function ruleAddresses(facts: readonly RuleFacts[], book: AddressBook): readonly string[] {
  return facts.map(({ vendor, slug, id }) => book.add(['rules', vendor, slug], id.slice(0, 8)))
}

export function indexCorpus({ facts }: CatalogueInput): CorpusIndex {
  const book = createAddressBook()
  const addresses = ruleAddresses(facts, book)
  const { family, members } = groupFamilies(facts)
  const counted = facts.flatMap((fact, number) => (fact.isCounted ? [number] : []))
  const familiesByVendor = familyCounter(facts, family)
  const gathered = gatherIndicators(facts)
  const indicators = gathered.entries.map((entry, number): IndicatorEntry => {
    const looking = familiesByVendor(entry.looking)
    const excluding = familiesByVendor(entry.excluding)
    const all = familiesByVendor([...entry.looking, ...entry.excluding])
    const hasPage = all.families >= 2
    return {
      number,
      address: hasPage
        ? book.add(['indicators', textHash(entry.fact.key).slice(0, 13)])
        : placeOf(entry, facts, addresses),
      hasPage,
      fact: entry.fact,
      looking: entry.looking,
      excluding: entry.excluding,
      families: looking.families,
      byVendor: looking.byVendor,
      familiesExcluding: excluding.families,
      excludingByVendor: excluding.byVendor,
    }
  })
  const fields = gatherFields(facts, book)
  return {
    facts,
    addresses,
    ruleByAddress: new Map(addresses.map((address, number) => [address, number])),
    counted,
    family,
    members,
    familyCount: members.filter(rules => rules.some(rule => facts[rule]?.isCounted)).length,
    indicators,
    indicatorByAddress: new Map(
      indicators.flatMap(({ address, hasPage, number }) => (hasPage ? [[address, number]] : [])),
    ),
    lookedFor: gathered.lookedFor,
    excluded: gathered.excluded,
    fields,
    fieldByKey: new Map(fields.map(({ scope, name }, number) => [fieldKey(scope, name), number])),
    rulesById: numbersBy(facts, ({ id }) => id),
    indicatorsByField: numbersBy(indicators, ({ fact }) =>
      fieldKey(fact.scope, fact.canonicalField),
    ),
    book,
    familiesByVendor,
  }
}

/** The places of things in their list, by a key of each. */
function numbersBy<T>(
  things: readonly T[],
  keyOf: (thing: T) => string,
): ReadonlyMap<string, readonly number[]> {
  const numbers = new Map<string, number[]>()
  for (const [number, thing] of things.entries()) {
    const key = keyOf(thing)
    const same = numbers.get(key)
    if (same === undefined) numbers.set(key, [number])
    else same.push(number)
  }
  return numbers
}

function groupFamilies(facts: readonly RuleFacts[]): {
  readonly family: Int32Array
  readonly members: readonly (readonly number[])[]
} {
  const numbers = new Map<string, number>()
  const members: number[][] = []
  const family = Int32Array.from(facts, ({ family: hash }, rule) => {
    const number = numbers.get(hash) ?? members.length
    numbers.set(hash, number)
    const rules = members[number]
    if (rules === undefined) members.push([rule])
    else rules.push(rule)
    return number
  })
  return { family, members }
}

function familyCounter(
  facts: readonly RuleFacts[],
  family: Int32Array,
): CorpusIndex['familiesByVendor'] {
  return rules => {
    if (rules.length === 0) return { families: 0, byVendor: {} }
    const families = new Set<number>()
    const vendors = new Map<string, Set<number>>()
    for (const rule of rules) {
      const fact = facts[rule]
      const number = family[rule]
      if (fact === undefined || number === undefined || !fact.isCounted) continue
      families.add(number)
      const own = vendors.get(fact.vendor)
      if (own === undefined) vendors.set(fact.vendor, new Set([number]))
      else own.add(number)
    }
    const byVendor = [...vendors].map(([vendor, own]) => [vendor, own.size] as const)
    return { families: families.size, byVendor: Object.fromEntries(byVendor.sort(byName)) }
  }
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}

interface Gathered {
  readonly fact: IndicatorFact
  readonly looking: number[]
  readonly excluding: number[]
}

function gatherIndicators(facts: readonly RuleFacts[]): {
  readonly entries: readonly Gathered[]
  readonly lookedFor: readonly Int32Array[]
  readonly excluded: readonly Int32Array[]
} {
  const numbers = new Map<string, number>()
  const entries: Gathered[] = []
  const take = (fact: IndicatorFact, side: 'looking' | 'excluding', rule: number): number => {
    const number = numbers.get(fact.key) ?? entries.length
    numbers.set(fact.key, number)
    const entry = entries[number] ?? { fact, looking: [], excluding: [] }
    if (number === entries.length) entries.push(entry)
    if (entry[side].at(-1) !== rule) entry[side].push(rule)
    return number
  }
  const lookedFor: Int32Array[] = []
  const excluded: Int32Array[] = []
  facts.forEach(({ indicators, exclusions }, rule) => {
    lookedFor.push(Int32Array.from(indicators, fact => take(fact, 'looking', rule)))
    excluded.push(Int32Array.from(exclusions, fact => take(fact, 'excluding', rule)))
  })
  return { entries, lookedFor, excluded }
}

/** Rows of a rule’s page that have a place of their own; those behind go by the place of their list. */
const maxPlaces = 1000

/** The place of an indicator on the page of the first rule that has it. */
function placeOf(
  { fact, looking, excluding }: Gathered,
  facts: readonly RuleFacts[],
  addresses: readonly string[],
): string {
  const rule = looking[0] ?? excluding[0] ?? 0
  const own = facts[rule]
  const [list, letter] =
    looking.length > 0 ? (['indicators', 'i'] as const) : (['exclusions', 'x'] as const)
  // No further, so that a rule of many thousand values costs no more than its size.
  const row = own?.[list].slice(0, maxPlaces).findIndex(i => i.key === fact.key) ?? -1
  return `${addresses[rule]}#${row < 0 ? list : `${letter}${row}`}`
}

function gatherFields(facts: readonly RuleFacts[], book: AddressBook): readonly FieldEntry[] {
  interface Open {
    readonly name: string
    readonly scope: string
    readonly rules: number[]
    looking: number
    excluding: number
    readonly spellings: Map<string, number>
  }
  const open = new Map<string, Open>()
  facts.forEach(({ fields, isCounted }, rule) => {
    const seen = new Map<string, { looking: boolean; excluding: boolean }>()
    for (const { field, canonicalField: name, scope, isLookedFor, isExcluded } of fields) {
      const key = fieldKey(scope, name)
      let entry = open.get(key)
      if (entry === undefined) {
        entry = { name, scope, rules: [], looking: 0, excluding: 0, spellings: new Map() }
        open.set(key, entry)
      }
      if (!isCounted) continue
      entry.spellings.set(field, (entry.spellings.get(field) ?? 0) + 1)
      const sides = seen.get(key) ?? { looking: false, excluding: false }
      seen.set(key, sides)
      sides.looking ||= isLookedFor
      sides.excluding ||= isExcluded
    }
    for (const [key, { looking, excluding }] of seen) {
      const entry = open.get(key)
      if (entry === undefined) continue
      entry.rules.push(rule)
      if (looking) entry.looking++
      if (excluding) entry.excluding++
    }
  })
  const sorted = [...open.values()].sort(
    (a, b) =>
      compareText(a.scope, b.scope) ||
      b.rules.length - a.rules.length ||
      compareText(a.name, b.name),
  )
  return sorted.map(entry => ({
    ...entry,
    address: book.add([
      'fields',
      ...entry.scope.split('/').filter(word => word !== ''),
      entry.name,
    ]),
  }))
}

/** The order of code units, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
