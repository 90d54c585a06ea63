import { assertNever } from '../base/index.ts'
import type { SearchDocument } from './document.ts'
import { normalText } from './normal-text.ts'
import type { QueryValue } from './query.ts'
import { type FieldName, levelRank, levels } from './query-fields.ts'

/**
 * What a document has of a kind, with few different ones over all documents: its vendor, its techniques. An entry
 * is what names it, as texts; the first is the one that lists show.
 */
export type Entry = readonly string[]

export type ColumnName =
  | 'vendor'
  | 'level'
  | 'status'
  | 'language'
  | 'product'
  | 'category'
  | 'service'
  | 'tactic'
  | 'technique'
  | 'event'
  | 'field'
  | 'author'
  | 'tag'
  | 'cve'
  | 'has'

export interface Column {
  entriesOf(document: SearchDocument): readonly Entry[]
  /** The texts by which a free word finds the entry. */
  textsOf(entry: Entry): readonly string[]
}

/** Equal for entries that are one, whatever their case. */
export function entryKey(entry: Entry): string {
  return entry.map(normalText).join('\n')
}

const named = { textsOf: (entry: Entry): readonly string[] => entry }
const unnamed = { textsOf: (): readonly string[] => [] }

function optional(text: string | undefined): readonly Entry[] {
  return text === undefined || text === '' ? [] : [[text]]
}

function each(texts: readonly string[]): readonly Entry[] {
  return texts.filter(text => text !== '').map(text => [text])
}

/** Of an entry of `event`. */
const eventTexts = { key: 0, provider: 1, channel: 2, eventId: 3, title: 4 } as const

export const columns: Readonly<Record<ColumnName, Column>> = {
  vendor: { ...named, entriesOf: d => optional(d.vendor) },
  level: {
    ...unnamed,
    entriesOf: d => optional(levels[levelRank(d.level ?? '') ?? -1] ?? d.level),
  },
  status: { ...unnamed, entriesOf: d => optional(d.status) },
  language: { ...unnamed, entriesOf: d => optional(d.language) },
  product: { ...named, entriesOf: d => optional(d.product) },
  category: { ...named, entriesOf: d => optional(d.category) },
  service: { ...named, entriesOf: d => optional(d.service) },
  tactic: {
    ...named,
    entriesOf: d => d.tactics.map(t => [t.id, t.name, ...(t.formerNames ?? [])]),
  },
  technique: { ...named, entriesOf: d => d.techniques.map(t => [t.id, t.name]) },
  event: {
    entriesOf: d =>
      d.events.map(e => [e.key, e.provider, e.channel ?? '', e.eventId ?? '', e.title]),
    textsOf: ([, provider = '', channel = '', eventId = '', title = '']) =>
      [provider, channel, eventId, title].filter(text => text !== ''),
  },
  field: {
    ...named,
    entriesOf: d => {
      const names = new Set(d.fields)
      for (const tests of [d.indicators, d.exclusions]) {
        for (const { field, canonicalField } of tests) names.add(field).add(canonicalField)
      }
      return [...names].map(name => [name])
    },
  },
  author: { ...named, entriesOf: d => each(d.authors) },
  tag: { ...named, entriesOf: d => each(d.tags) },
  cve: { ...named, entriesOf: d => each(d.cves) },
  has: { ...unnamed, entriesOf: d => each(d.has) },
} as const

export const columnNames: readonly ColumnName[] = Object.keys(columns) as ColumnName[]

/** The columns that a field of the search line asks, if it asks for entries of such. */
export const columnsOfField: Readonly<Partial<Record<FieldName, readonly ColumnName[]>>> = {
  vendor: ['vendor'],
  level: ['level'],
  status: ['status'],
  language: ['language'],
  product: ['product'],
  category: ['category'],
  service: ['service'],
  logsource: ['product', 'category', 'service'],
  tactic: ['tactic'],
  technique: ['technique'],
  event: ['event'],
  provider: ['event'],
  field: ['field'],
  author: ['author'],
  tag: ['tag'],
  cve: ['cve'],
  has: ['has'],
  is: ['status', 'level', 'has'],
}

type EntryTest = (entry: Entry) => boolean

/** Tells whether an entry, its texts in normal form, is what a value of the field asks for. */
export function entryTest(field: FieldName, value: QueryValue): EntryTest {
  const isWhole = wholeTest(value)
  const isFirst: EntryTest = ([first = '']) => isWhole(first)
  switch (field) {
    case 'level':
      return levelTest(value)
    case 'tactic':
      return anyTest(isFirst, nameTest(value))
    case 'technique':
      return anyTest(isFirst, subTechniqueTest(value), nameTest(value))
    case 'event':
      return eventTest(value)
    case 'provider':
      return partTest(value, [eventTexts.provider, eventTexts.channel])
    case 'author':
    case 'tag':
      return partTest(value, [0])
    case 'cve':
      return cveTest(value)
    case 'is':
      return anyTest(isFirst, levelTest(value))
    default:
      return isFirst
  }
}

function anyTest(...tests: readonly EntryTest[]): EntryTest {
  return entry => tests.some(test => test(entry))
}

/** Tells whether a text in normal form is the value; a star that stands in no quotes is any text. */
export function wholeTest({ text, isQuoted }: QueryValue): (normal: string) => boolean {
  const wanted = normalText(text)
  if (isQuoted || !wanted.includes('*')) return normal => normal === wanted
  return normal => matchesStars(normal, wanted)
}

/** Greedy from the left: between the first and the last piece, each is found at its first place. */
function matchesStars(text: string, pattern: string): boolean {
  const pieces = pattern.split('*')
  const first = pieces.shift() ?? ''
  const last = pieces.pop() ?? ''
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const piece of pieces) {
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return text.length - last.length >= at && text.endsWith(last)
}

/** Whether one of the texts at these places has the value in it. */
function partTest({ text }: QueryValue, places: readonly number[]): EntryTest {
  const wanted = normalText(text)
  return entry => places.some(place => entry[place]?.includes(wanted))
}

/** Names of ATT&CK are written with spaces, dashes and underscores. */
function nameTest({ text }: QueryValue): EntryTest {
  const wanted = spaced(text)
  return ([, ...names]) => wanted !== '' && names.some(name => spaced(name).includes(wanted))
}

function spaced(text: string): string {
  return normalText(text.replace(/[-_]/g, ' '))
}

/** `T1059` is all of its sub-techniques, too. */
function subTechniqueTest({ text }: QueryValue): EntryTest {
  const wanted = normalText(text)
  const isTechnique = /^t\d{4}$/.test(wanted)
  return ([id = '']) => isTechnique && id.startsWith(`${wanted}.`)
}

function levelTest(value: QueryValue): EntryTest {
  const isWhole = wholeTest(value)
  const wanted = levelRank(value.text.trim())
  return ([level = '']) => {
    const rank = levelRank(level)
    if (rank === undefined || wanted === undefined) {
      return value.comparison === undefined && isWhole(level)
    }
    switch (value.comparison) {
      case undefined:
        return rank === wanted
      case '<':
        return rank < wanted
      case '<=':
        return rank <= wanted
      case '>':
        return rank > wanted
      case '>=':
        return rank >= wanted
      default:
        return assertNever(value.comparison)
    }
  }
}

function eventTest(value: QueryValue): EntryTest {
  const isWhole = wholeTest(value)
  const { key, eventId, title } = eventTexts
  const isNumber = /^\s*\d+\s*$/.test(value.text)
  const isPart = partTest(value, [key, title])
  return entry =>
    isWhole(entry[eventId] ?? '') || isWhole(entry[key] ?? '') || (!isNumber && isPart(entry))
}

/** `CVE-2021-44228`, `2021-44228`, or `2021` for all of that year. */
function cveTest(value: QueryValue): EntryTest {
  const bare = (normal: string): string => normal.replace(/^cve-/, '')
  const wanted = bare(normalText(value.text))
  const isWhole = wholeTest({ ...value, text: wanted })
  const isYear = /^\d{4}$/.test(wanted)
  return ([cve = '']) => isWhole(bare(cve)) || (isYear && bare(cve).startsWith(`${wanted}-`))
}
