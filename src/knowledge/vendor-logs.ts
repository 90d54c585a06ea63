import vendorLogData from '../../data/vendor-logs.json' with { type: 'json' }
import { allChannels, type Channel, findChannel } from './event-type.ts'
import type { LogWords } from './join-log-sources.ts'

/** What vendors’ names of logs mean, generated into `data/vendor-logs.json` by `npm run data`. */
type Names = Readonly<Record<string, LogWords>>

const names: {
  readonly dataModels: Names
  readonly sourceTypes: Names
  readonly macros: Names
  readonly tables: Names
  readonly actionTypes: Names
  readonly sqlTables: Names
} = vendorLogData

const lookups: ReadonlySet<string> = new Set(vendorLogData.lookups)

/** The log that a vendor calls so, in whatever case. */
export function findVendorLog(kind: keyof typeof names, name: string): LogWords | undefined {
  const lower = name.toLowerCase()
  return Object.hasOwn(names[kind], lower) ? names[kind][lower] : undefined
}

/** Whether a table of Kusto’s is no log but what queries look things up in. */
export function isLookupTable(name: string): boolean {
  return lookups.has(name.toLowerCase())
}

/**
 * The log of a channel of the Windows event log: its first service, else the channel itself. A star at
 * its end stands for any of several.
 */
export function logOfChannel(name: string): LogWords {
  const channel = findChannel(name) ?? findByStart(name)
  const [service = name] = channel?.services ?? []
  return { product: channel?.products[0] ?? 'windows', service }
}

function findByStart(name: string): Channel | undefined {
  if (!name.endsWith('*')) return undefined
  const start = name.slice(0, -1).toLowerCase()
  return allChannels().find(channel => channel.name.toLowerCase().startsWith(start))
}
