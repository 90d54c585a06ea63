import { optional } from '../../base/index.ts'
import type { NamedLink, RuleRow } from './models.ts'

/**
 * Rows of a list as text, column by column, each text that recurs once: what the search of an export needs to list
 * what it finds. Ids, slugs and paths are left out.
 */
export function packRuleRows(rows: readonly RuleRow[]): string {
  const texts = createTable<string>(text => text)
  const links = createTable<NamedLink>(link => JSON.stringify(link))
  const textOf = (text: string | undefined): number => (text === undefined ? -1 : texts.at(text))
  const columns = rows.map(
    (row): PackedRow => [
      row.address,
      row.title,
      textOf(row.vendor),
      textOf(row.language),
      textOf(row.status),
      textOf(row.level),
      row.authors.map(texts.at),
      row.date ?? 0,
      row.modified ?? 0,
      textOf(row.product),
      textOf(row.category),
      textOf(row.service),
      row.tactics.map(links.at),
      row.techniques.map(links.at),
      row.branches,
      row.indicators,
      row.exclusions,
      row.copies,
      (row.isCounted ? 1 : 0) + (row.hasDiagnostics ? 2 : 0),
    ],
  )
  const width = columns[0]?.length ?? 0
  const packed: PackedRows = {
    version: packedVersion,
    texts: texts.values,
    links: links.values,
    columns: Array.from({ length: width }, (_, column) => columns.map(row => row[column])),
  }
  return JSON.stringify(packed)
}

/** Reads what `packRuleRows` wrote, or gives `undefined` for text of another version. */
export function unpackRuleRows(text: string): readonly RuleRow[] | undefined {
  const packed = JSON.parse(text) as PackedRows
  if (packed.version !== packedVersion) return undefined
  const { texts, links, columns } = packed
  const textAt = (place: number): string => texts[place] ?? ''
  const linkAt = (place: number): NamedLink | readonly never[] => links[place] ?? []
  return (columns[0] ?? []).map((_, row): RuleRow => {
    // The columns are those of `PackedRow`, which `packRuleRows` wrote.
    const cells = columns.map(column => column[row]) as unknown as PackedRow
    const [address, title, vendor, language, status, level, authors, date, modified, ...rest] =
      cells
    const [product, category, service, tactics, techniques, ...figures] = rest
    const [branches, indicators, exclusions, copies, flags] = figures
    return {
      address,
      id: '',
      slug: '',
      title,
      vendor: textAt(vendor),
      language: textAt(language),
      ...optional('status', texts[status]),
      ...optional('level', texts[level]),
      authors: authors.map(textAt),
      ...optional('date', date === 0 ? undefined : date),
      ...optional('modified', modified === 0 ? undefined : modified),
      path: '',
      ...optional('product', texts[product]),
      ...optional('category', texts[category]),
      ...optional('service', texts[service]),
      tactics: tactics.flatMap(linkAt),
      techniques: techniques.flatMap(linkAt),
      branches,
      indicators,
      exclusions,
      copies,
      isCounted: (flags & 1) !== 0,
      hasDiagnostics: (flags & 2) !== 0,
    }
  })
}

/** Comes with every change of the columns. */
const packedVersion = 1

interface PackedRows {
  readonly version: number
  readonly texts: readonly string[]
  readonly links: readonly NamedLink[]
  readonly columns: readonly (readonly unknown[])[]
}

/** Texts and links are places in their tables; -1 and 0 stand for what a row has not. */
type PackedRow = readonly [
  address: string,
  title: string,
  vendor: number,
  language: number,
  status: number,
  level: number,
  authors: readonly number[],
  date: string | 0,
  modified: string | 0,
  product: number,
  category: number,
  service: number,
  tactics: readonly number[],
  techniques: readonly number[],
  branches: number,
  indicators: number,
  exclusions: number,
  copies: number,
  flags: number,
]

interface Table<T> {
  readonly values: readonly T[]
  at(value: T): number
}

function createTable<T>(keyOf: (value: T) => string): Table<T> {
  const values: T[] = []
  const places = new Map<string, number>()
  return {
    values,
    at(value) {
      const key = keyOf(value)
      const known = places.get(key)
      if (known !== undefined) return known
      places.set(key, values.length)
      return values.push(value) - 1
    },
  }
}
