import { type Diagnostic, limitDiagnostics, type Parsed } from '../../base/index.ts'
import type { Logic } from '../../ir/index.ts'
import type { SqlDialect } from './dialect.ts'
import { lowerSql } from './lower.ts'
import { parseSqlSyntax } from './parser.ts'

export interface SqlOptions {
  /** Whose SQL it is; Snowflake’s unless told. */
  readonly dialect?: SqlDialect
}

/**
 * Reads a query in SQL. Never throws. Spans are offsets in `text`. What could not be read stands as an
 * opaque part in its place, so that the query is never true by accident.
 *
 * @example
 * const { value, diagnostics } = parseSql("SELECT * FROM okta WHERE action ILIKE '%login%'")
 */
export function parseSql(text: string, { dialect = 'snowflake' }: SqlOptions = {}): Parsed<Logic> {
  const syntax = parseSqlSyntax(text, dialect)
  const diagnostics: Diagnostic[] = [...syntax.diagnostics]
  const value = lowerSql(syntax.value, text, dialect, diagnostics)
  return { value, diagnostics: limitDiagnostics(diagnostics) }
}
