import type { LogSource } from '../ir/index.ts'
import { joinLogSources } from './join-log-sources.ts'
import { productOfPlatform } from './splunk-log-source.ts'
import { findVendorLog } from './vendor-logs.ts'

/**
 * The log source of a query in SQL, in Sigma’s words, by the names of its tables
 * (`snowflake.account_usage.query_history`, `awscloudtrail`). `platforms` are operating systems that it
 * asks for, such as CrowdStrike’s `event_platform`: `Win`, `Lin`, `Mac`.
 */
export function sqlLogSource(
  tables: readonly string[],
  platforms: readonly string[] = [],
): LogSource {
  const joined = joinLogSources(
    tables.map(table => {
      const name = table.replaceAll(/["`]/g, '').replace(/^.*\./s, '').toLowerCase()
      return findVendorLog('sqlTables', name) ?? { service: name }
    }),
  )
  if (joined.category === undefined || joined.product !== undefined) return joined
  const products = new Set(platforms.flatMap(name => productOfPlatform(name) ?? []))
  return products.size === 0 ? joined : { product: [...products].sort().join(','), ...joined }
}
