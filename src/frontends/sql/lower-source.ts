import type { JoinStage, Logic, OpaqueStage, ShapeStage, Stage } from '../../ir/index.ts'
import type { SqlLowering } from './lowering.ts'
import { printName } from './print-expression.ts'
import { fieldName, type SqlColumn, type SqlScopeTable } from './scope.ts'
import type {
  SqlJoin,
  SqlNamePart,
  SqlQuery,
  SqlSource,
  SqlTable,
  SqlTableFunction,
} from './syntax.ts'

/** What a query gives: its stages, and the columns of its rows. */
export interface SqlResult {
  readonly stages: readonly Stage[]
  /** By name in lower case. */
  readonly columns: ReadonlyMap<string, SqlColumn>
  readonly isClosed: boolean
  /** Rows are groups. */
  readonly isGrouped: boolean
  /** Conditions in it that are about the query around it, as text. */
  readonly correlations: readonly string[]
}

/** A table of a `FROM`, with what makes its rows. */
export interface LoweredSource {
  readonly table: SqlScopeTable
  readonly stages: readonly Stage[]
  readonly isGrouped: boolean
  readonly isLateral: boolean
  /** Conditions in it on tables before it, or on the query around. */
  readonly correlations: readonly string[]
  /** How it is joined to those before it; `derive` when it adds columns to their rows. */
  readonly how: 'first' | 'derive' | JoinWord
  readonly join: SqlJoin | undefined
  /** What is kept of it as text: `SAMPLE (10)`. */
  readonly kept: ShapeStage | OpaqueStage | undefined
}

export type JoinWord = 'inner' | 'left' | 'right' | 'full' | 'cross'

/** Finds the rows of a named table: a common table expression, or `undefined` for a log’s. */
export type FindTable = (name: string) => SqlResult | undefined

/** Lowers a query; one that is lateral sees the tables before it. */
export type LowerQuery = (query: SqlQuery, before: readonly SqlScopeTable[]) => SqlResult

/** Tables of one `FROM` that are followed, at the most. */
export const maxTables = 200

/** What stands behind `FROM`, from left to right. */
export function lowerSources(
  sources: readonly SqlSource[],
  lowering: SqlLowering,
  findTable: FindTable,
  lowerQuery: LowerQuery,
): readonly LoweredSource[] {
  const found: LoweredSource[] = []
  const add = (source: SqlSource, how: JoinWord, join: SqlJoin | undefined): void => {
    if (source.kind === 'joined') {
      add(source.first, how, join)
      for (const inner of source.joins) add(inner.right, inner.how, inner)
      return
    }
    if (found.length >= maxTables) {
      const message = `tables past the first ${maxTables} are not read`
      lowering.report('sql/too-large', source.span, message)
      return
    }
    const isFirst = found.length === 0
    found.push({
      ...lowerSource(source, isFirst, lowering, findTable, query =>
        lowerQuery(query, source.isLateral ? found.map(({ table }) => table) : []),
      ),
      isLateral: source.isLateral,
      how: isFirst ? 'first' : source.kind === 'table_function' ? 'derive' : how,
      join,
    })
  }
  for (const source of sources) add(source, 'cross', undefined)
  return found
}

function lowerSource(
  source: Exclude<SqlSource, { readonly kind: 'joined' }>,
  isFirst: boolean,
  lowering: SqlLowering,
  findTable: FindTable,
  lowerQuery: (query: SqlQuery) => SqlResult,
): Pick<LoweredSource, 'table' | 'stages' | 'isGrouped' | 'kept' | 'correlations'> {
  const kept = keptStage(source.suffix, source.span, lowering)
  const isAdded = !isFirst
  switch (source.kind) {
    case 'table': {
      const named = 'parts' in source.name ? fieldName(source.name.parts) : source.name.text
      const own = 'parts' in source.name ? source.name.parts.length : 1
      const result = own === 1 ? findTable(named.toLowerCase()) : undefined
      const names = tableNames(source, named)
      const table = tableOf(names, source.columns, result, isAdded)
      const stages = result?.stages ?? [sourceStage(named, source)]
      return { table, stages, isGrouped: result?.isGrouped ?? false, kept, correlations: [] }
    }
    case 'subquery': {
      const result = lowerQuery(source.query)
      const names = source.alias === undefined ? [] : [source.alias.text.toLowerCase()]
      const table = tableOf(names, source.columns, result, isAdded)
      const { stages, isGrouped, correlations } = result
      return { table, stages, isGrouped, kept, correlations }
    }
    case 'table_function':
      return {
        ...lowerFunction(source, isFirst, lowering),
        isGrouped: false,
        kept,
        correlations: [],
      }
  }
}

function sourceStage(name: string, { span }: SqlTable): Stage {
  return { kind: 'source', logSource: {}, names: name === '' ? [] : [name], span }
}

/** `okta.public.log AS l` is known as `l` alone; without an alias, by its name and its last part. */
function tableNames({ alias, name }: SqlTable, text: string): readonly string[] {
  if (alias !== undefined) return [alias.text.toLowerCase()]
  const whole = text.toLowerCase()
  const parts = 'parts' in name ? name.parts : []
  const ends = parts.map((_, i) => fieldName(parts.slice(i)).toLowerCase()).reverse()
  return [...new Set([...ends, whole])]
}

function tableOf(
  names: readonly string[],
  renamed: readonly { readonly parts: readonly SqlNamePart[] }[],
  result: SqlResult | undefined,
  isAdded: boolean,
): SqlScopeTable {
  const columns = new Map(result?.columns)
  for (const { parts } of renamed) {
    const field = fieldName(parts)
    columns.set(field.toLowerCase(), { field, isDerived: true })
  }
  return { names, columns, isClosed: result?.isClosed ?? false, isAdded }
}

/** “The returned rows consist of a fixed set of columns: SEQ, KEY, PATH, INDEX, VALUE, THIS.” */
const flattenColumns = ['value', 'key', 'index', 'path', 'this', 'seq']
const jsonColumns = ['value', 'key', 'type', 'atom', 'id', 'parent', 'fullkey', 'path']

const functionColumns: Readonly<Record<string, readonly string[]>> = {
  flatten: flattenColumns,
  json_each: jsonColumns,
  json_tree: jsonColumns,
  split_to_table: ['seq', 'index', 'value'],
  strtok_split_to_table: ['seq', 'index', 'value'],
}

/** A function that makes rows: of values of the rows before it, or by itself. */
function lowerFunction(
  source: SqlTableFunction,
  isFirst: boolean,
  lowering: SqlLowering,
): Pick<LoweredSource, 'table' | 'stages'> {
  const { call, alias, span } = source
  const name = call.name.at(-1)?.text.toLowerCase() ?? ''
  const own = Object.hasOwn(functionColumns, name) ? (functionColumns[name] ?? []) : []
  const said = source.columns.map(({ parts }) => fieldName(parts))
  const names = said.length > 0 ? said : own
  const prefix = alias === undefined ? '' : `${alias.text}.`
  const columns = new Map(
    names.map((column): [string, SqlColumn] => {
      return [column.toLowerCase(), { field: `${prefix}${column}`, isDerived: true }]
    }),
  )
  const table: SqlScopeTable = {
    names: alias === undefined ? [] : [alias.text.toLowerCase()],
    columns,
    isClosed: names.length > 0,
    isAdded: !isFirst,
  }
  const text = lowering.print(call)
  if (isFirst) {
    return { table, stages: [{ kind: 'source', logSource: {}, names: [text], span }] }
  }
  const as = alias === undefined ? '' : ` AS ${printName([alias])}`
  const made = [...columns.values()].map(({ field }) => field)
  const shown = made.length > 0 ? made.slice(0, said.length > 0 ? made.length : 1) : [`${prefix}*`]
  return { table, stages: [{ kind: 'derive', names: shown, text: `${text}${as}`, span }] }
}

/** `SAMPLE` leaves rows as they are; `MATCH_RECOGNIZE` and `PIVOT` make others of them. */
function keptStage(
  suffix: SqlTable['suffix'],
  span: Stage['span'],
  lowering: SqlLowering,
): ShapeStage | OpaqueStage | undefined {
  if (suffix === undefined) return undefined
  const { keyword, text } = suffix
  if (['sample', 'tablesample', 'at', 'before'].includes(keyword)) {
    return { kind: 'shape', text, span }
  }
  const message = `${keyword.toUpperCase()} looks at several rows in a way that is not read`
  lowering.report('sql/not-read', span, message)
  return { kind: 'opaque', text, reason: 'sql/not-read', span }
}

/** A join of what stands before it with the rows of another table. */
export function joinStage(
  { how, join, stages, kept }: LoweredSource,
  filters: readonly Stage[],
  keys: readonly string[],
): JoinStage {
  const side: Logic = { stages: [...stages, ...(kept === undefined ? [] : [kept]), ...filters] }
  const span = join?.span ?? stages[0]?.span ?? { start: 0, end: 0 }
  return { kind: 'join', how, sides: [side], keys, span }
}
