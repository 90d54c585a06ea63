import type { DiagnosticCode, Span } from '../../base/index.ts'
import type { TomlTable, TomlValue } from '../../base/toml/index.ts'
import {
  anyOne,
  anyRun,
  type Expression,
  type FilterStage,
  literal,
  not,
  or,
  type PatternToken,
  pattern,
  type TestFrame,
  toTextTest,
} from '../../ir/index.ts'
import type { TableReader } from './table-reader.ts'

/**
 * The filters that a rule has beside its query, as Elasticsearch’s query language has them. Each is a
 * condition of its own that must hold.
 *
 *     [rule.filters.meta]
 *     negate = true
 *     [rule.filters.query.wildcard."file.path"]
 *     case_insensitive = true
 *     value = "?:\\Windows\\*"
 */
export function readFilters(rule: TableReader): readonly FilterStage[] {
  return rule.tables('filters').flatMap((filter, list) => {
    const meta = filter.inner('meta')
    if (meta?.table.disabled === true) return []
    const span = filter.spanOf()
    const query = filter.inner('query') ?? filter
    const expression = lowerFilter(query, list)
    const negated = meta?.table.negate === true ? not(expression) : expression
    const condition = JSON.stringify(query.table)
    return [{ kind: 'filter', condition, parts: [], expression: negated, span }]
  })
}

function lowerFilter(query: TableReader, list: number): Expression {
  for (const kind of ['wildcard', 'term', 'match_phrase', 'match', 'exists', 'prefix'] as const) {
    const inner = query.inner(kind)
    if (inner === undefined) continue
    if (kind === 'exists') {
      const field = inner.text('field')
      if (field === undefined) break
      const frame = { ...frameOf(field, list, inner.spanOf('field')), cased: false }
      return { kind: 'test', ...frame, operator: 'exists', value: true }
    }
    const tests = Object.entries(inner.table).flatMap(([field, written]) => {
      const found = readValue(written)
      if (found === undefined) return []
      const path = found.isTable ? [field, found.key] : [field]
      const frame = { ...frameOf(field, list, inner.spanOf(...path)), cased: !found.ignoresCase }
      return [toTextTest(pattern(tokensOf(kind, found.text)), frame)]
    })
    if (tests.length > 0) return or(tests)
  }
  const reason: DiagnosticCode = 'elastic/unsupported-filter'
  const span = query.spanOf()
  query.report(reason, span, 'the filter has a form that is not read')
  return { kind: 'opaque', text: JSON.stringify(query.table), reason, span }
}

function frameOf(field: string, list: number, span: Span): TestFrame {
  return { field, cased: true, transforms: [], list, span }
}

interface FilterValue {
  readonly text: string
  readonly ignoresCase: boolean
  readonly isTable: boolean
  readonly key: string
}

/** A value alone, or a table with the value and how it is compared. */
function readValue(written: TomlValue): FilterValue | undefined {
  if (typeof written !== 'object') {
    return { text: String(written), ignoresCase: false, isTable: false, key: '' }
  }
  if (Array.isArray(written)) return undefined
  const table = written as TomlTable
  const key = ['value', 'wildcard', 'query'].find(name => table[name] !== undefined)
  const value = key === undefined ? undefined : table[key]
  if (key === undefined || value === undefined || typeof value === 'object') return undefined
  const ignoresCase = table.case_insensitive === true
  return { text: String(value), ignoresCase, isTable: true, key }
}

/** “`?`, which matches any single character; `*`, which can match zero or more characters.” */
function tokensOf(
  kind: 'wildcard' | 'term' | 'match_phrase' | 'match' | 'prefix',
  text: string,
): readonly PatternToken[] {
  if (kind === 'prefix') return [literal(text), anyRun]
  if (kind !== 'wildcard') return [literal(text)]
  return [...text.matchAll(/\\([\s\S])|([*?])|[^\\*?]+|\\/g)].map(([whole, escaped, wild]) => {
    if (wild !== undefined) return wild === '*' ? anyRun : anyOne
    return literal(escaped ?? whole)
  })
}
