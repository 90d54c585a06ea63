import { describeGolden } from '../../../test/support/golden.ts'
import { printDiagnostic } from '../../../test/support/print-diagnostic.ts'
import { printLogic } from '../../ir/index.ts'
import type { SqlDialect } from './dialect.ts'
import { parseSql } from './parse-sql.ts'

/** Cases of another dialect than Snowflake’s say so in a comment on their first line. */
function print(input: string): string {
  const [, dialect = 'snowflake'] = /^-- (athena|sqlite)\n/.exec(input) ?? []
  // The expression above lets nothing else through.
  const { value, diagnostics } = parseSql(input, { dialect: dialect as SqlDialect })
  return [printLogic(value), ...diagnostics.map(printDiagnostic)].join('\n')
}

describeGolden(new URL('./conditions.golden.txt', import.meta.url), print)
describeGolden(new URL('./queries.golden.txt', import.meta.url), print)
describeGolden(new URL('./errors.golden.txt', import.meta.url), print)
