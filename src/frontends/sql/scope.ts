import { partsOf } from './parts.ts'
import type { SqlExpression, SqlItem, SqlName, SqlNamePart } from './syntax.ts'

/** What a name stands for at one place of a query. */
export interface SqlColumn {
  /** The name of the event’s field, or of what an earlier part of the query makes. */
  readonly field: string
  readonly isDerived: boolean
}

/** A table of a `FROM`: its names, and what is known of its columns. */
export interface SqlScopeTable {
  /** In lower case: its alias, else its name with and without what stands before it. */
  readonly names: readonly string[]
  /** By name in lower case. */
  readonly columns: ReadonlyMap<string, SqlColumn>
  /** There are no other columns. */
  readonly isClosed: boolean
  /** A join or a function has added it to the first table: its columns are none of the event’s. */
  readonly isAdded: boolean
}

/** A column, and the place of its table in the scope; no place if that is not certain. */
export interface SqlResolved extends SqlColumn {
  readonly table: number | undefined
  /** The name is one of the query around this one. */
  readonly isOuter: boolean
}

/** The names that a `SELECT` knows: the tables of its `FROM`, and the aliases of its items. */
export class SqlScope {
  readonly tables: readonly SqlScopeTable[]
  private readonly outer: SqlScope | undefined
  private aliases: ReadonlyMap<string, SqlExpression | undefined> = new Map()

  constructor(tables: readonly SqlScopeTable[], outer?: SqlScope) {
    this.tables = tables
    this.outer = outer
  }

  /** The same names seen from one table, whose columns then are those of the event. */
  seenFrom(index: number): SqlScope {
    const tables = this.tables.map((table, i) => ({ ...table, isAdded: i !== index }))
    const scope = new SqlScope(tables, this.outer)
    scope.aliases = this.aliases
    return scope
  }

  /** The items of the `SELECT` have aliases. */
  setItems(items: readonly SqlItem[]): void {
    this.aliases = aliasesOf(items)
  }

  /** The item that a name is the alias of, unless a table is known to have such a column. */
  findAlias({ parts }: SqlName): SqlExpression | undefined {
    const [only] = parts
    if (only === undefined || parts.length > 1) return undefined
    const name = only.text.toLowerCase()
    if (this.tables.some(({ columns }) => columns.has(name))) return undefined
    return this.aliases.get(name)
  }

  /** `table.column`, `column.part`, `database.schema.table.column`. */
  resolve({ parts }: SqlName): SqlResolved {
    for (let count = parts.length - 1; count >= 1; count--) {
      const index = this.findTable(parts.slice(0, count))
      const table = index === undefined ? undefined : this.tables[index]
      if (table === undefined) continue
      return { ...columnOf(table, parts.slice(count)), table: index, isOuter: false }
    }
    const outer = parts.length > 1 ? this.outer?.resolveQualified(parts) : undefined
    if (outer !== undefined) return { ...outer, isDerived: true, table: undefined, isOuter: true }
    return this.resolvePlain(parts)
  }

  private resolveQualified(parts: readonly SqlNamePart[]): SqlColumn | undefined {
    for (let count = parts.length - 1; count >= 1; count--) {
      const index = this.findTable(parts.slice(0, count))
      const table = index === undefined ? undefined : this.tables[index]
      if (table !== undefined) return columnOf(table, parts.slice(count))
    }
    return this.outer?.resolveQualified(parts)
  }

  /** A name without a table is the first table’s, if it is no known column of another. */
  private resolvePlain(parts: readonly SqlNamePart[]): SqlResolved {
    const name = parts[0]?.text.toLowerCase() ?? ''
    const having = this.tables.flatMap(({ columns }, i) => (columns.has(name) ? [i] : []))
    const open = this.tables.flatMap(({ isClosed }, i) => (isClosed ? [] : [i]))
    const [index = open[0] ?? 0] = having
    const isCertain = having.length > 0 || open.length <= 1
    const table = this.tables[index]
    const column =
      table === undefined
        ? { field: fieldName(parts), isDerived: false }
        : columnOf(table, parts, having.length > 0 ? 'known' : 'open')
    // An alias that is not followed is computed in some way.
    const isAlias = having.length === 0 && parts.length === 1 && this.aliases.has(name)
    const isDerived = column.isDerived || isAlias
    return { ...column, isDerived, table: isCertain ? index : undefined, isOuter: false }
  }

  private findTable(parts: readonly SqlNamePart[]): number | undefined {
    const name = fieldName(parts).toLowerCase()
    const index = this.tables.findIndex(({ names }) => names.includes(name))
    return index < 0 ? undefined : index
  }
}

/** Aliases of aliases that are followed, at the most. */
const maxAliasDepth = 8

/**
 * The items by their aliases in lower case. An alias that hides a column which its item is made of
 * stands for that column; one that is made of a later alias, or too deep, is known and not followed.
 */
function aliasesOf(items: readonly SqlItem[]): ReadonlyMap<string, SqlExpression | undefined> {
  const named = items.flatMap(({ alias, value }) =>
    alias === undefined ? [] : [{ name: alias.text.toLowerCase(), value }],
  )
  const all = new Set(named.map(({ name }) => name))
  const depths = new Map<string, number>()
  const aliases = new Map<string, SqlExpression | undefined>()
  for (const { name, value } of named) {
    const used = plainNames(value)
    if (used.has(name) || aliases.has(name)) continue
    const others = [...used].filter(one => all.has(one))
    const isLater = others.some(one => !aliases.has(one))
    const depth = 1 + Math.max(0, ...others.map(one => depths.get(one) ?? 0))
    depths.set(name, depth)
    aliases.set(name, isLater || depth > maxAliasDepth ? undefined : value)
  }
  return aliases
}

/** The names of one word in an expression, in lower case. */
function plainNames(expression: SqlExpression): ReadonlySet<string> {
  const names = new Set<string>()
  const visit = (inner: SqlExpression): void => {
    const [only] = inner.kind === 'name' && inner.parts.length === 1 ? inner.parts : []
    if (only !== undefined) names.add(only.text.toLowerCase())
    for (const part of partsOf(inner)) visit(part)
  }
  visit(expression)
  return names
}

/** A column of a table; `open` when its name came without the table’s. */
function columnOf(
  table: SqlScopeTable,
  parts: readonly SqlNamePart[],
  how: 'qualified' | 'known' | 'open' = 'qualified',
): SqlColumn {
  const [first, ...rest] = parts
  const known = table.columns.get(first?.text.toLowerCase() ?? '')
  if (known !== undefined) {
    const field = [known.field, ...rest.map(({ text }) => text)].join('.')
    return {
      field: qualify(table, field, known.isDerived),
      isDerived: known.isDerived || table.isAdded,
    }
  }
  const field = fieldName(parts)
  if (how === 'open') return { field, isDerived: table.isClosed }
  return {
    field: table.isAdded ? qualify(table, field, false) : field,
    isDerived: table.isAdded || table.isClosed,
  }
}

/** The columns of an added table keep its name, so that they are not taken for the event’s. */
function qualify(table: SqlScopeTable, field: string, isDerived: boolean): string {
  const [name] = table.names
  return table.isAdded && !isDerived && name !== undefined ? `${name}.${field}` : field
}

export function fieldName(parts: readonly SqlNamePart[]): string {
  return parts.map(({ text }) => text).join('.')
}
