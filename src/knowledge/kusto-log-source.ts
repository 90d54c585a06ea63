import type { LogSource } from '../ir/index.ts'
import { findChannelOfProvider } from './event-type.ts'
import { joinLogSources, type LogWords } from './join-log-sources.ts'
import { findVendorLog, isLookupTable, logOfChannel } from './vendor-logs.ts'

/** What a query shows of its tables’ events beyond their names, by its unnegated tests. */
export interface KustoSigns {
  /** What it compares `ActionType` with. */
  readonly actionTypes?: readonly string[]
  /** What it compares `Channel` or `EventLog` with. */
  readonly channels?: readonly string[]
  /** What it compares `Provider`, `EventSourceName` or `Source` with. */
  readonly providers?: readonly string[]
}

/**
 * The log source of a query in Sigma’s words, by its tables in their order; parsers of ASIM
 * (`_Im_Dns`) count as tables. What it looks things up in, external data too, does not count beside a log, and a table that
 * nobody knows goes by its own name.
 */
export function kustoLogSource(tables: readonly string[], signs: KustoSigns = {}): LogSource {
  const logs = tables.filter(name => !isLookupTable(name) && !name.includes('://'))
  const known = (logs.length > 0 ? logs : tables).flatMap(name => logsOf(name, signs))
  return joinLogSources(known)
}

/** The tables of which the type of the action tells what kind of event it is. */
const byAction: ReadonlySet<string> = new Set([
  'deviceevents',
  'devicefileevents',
  'devicenetworkevents',
  'deviceregistryevents',
])

function logsOf(table: string, signs: KustoSigns): readonly LogWords[] {
  const lower = table.toLowerCase()
  const actions = signs.actionTypes ?? []
  if (byAction.has(lower) && actions.length > 0) {
    const kinds = actions.map(action => findVendorLog('actionTypes', action))
    if (kinds.every(kind => kind !== undefined)) return kinds
  }
  if (lower === 'event' || lower === 'windowsevent') {
    const channels = [
      ...(signs.channels ?? []),
      ...(signs.providers ?? []).flatMap(name => findChannelOfProvider(name) ?? []),
    ]
    if (channels.length > 0) return channels.map(logOfChannel)
  }
  return [
    findVendorLog('tables', table) ??
      findVendorLog('tables', withoutVersion(lower)) ?? { service: lower },
  ]
}

/** Parsers of ASIM have versions and sources in their names: `_Im_Dns_InfobloxV01`, `vimDnsEmpty`. */
function withoutVersion(name: string): string {
  return name.replace(/^_asim_/, '_im_').replace(/^(_im_[a-z]+)_.*$/, '$1')
}
