import type { LogSource } from '../ir/index.ts'
import { joinLogSources, type LogWords } from './join-log-sources.ts'
import { eventTypesOf } from './log-source.ts'
import { findVendorLog, logOfChannel } from './vendor-logs.ts'

/** What a search of Splunk’s shows of the logs that it is about. */
export interface SplunkSigns {
  /** `Endpoint.Processes`, `Web`. */
  readonly dataModels?: readonly string[]
  /** What it compares `sourcetype`, `source`, `eventtype` and `Channel` with. */
  readonly sourceTypes?: readonly string[]
  /** Macros by name, without arguments: `sysmon`. */
  readonly macros?: readonly string[]
  /** What the rule’s file names: `Sysmon EventID 1`, `CrowdStrike ProcessRollup2`. */
  readonly dataSources?: readonly string[]
  /** Operating systems that it asks for, such as CrowdStrike’s `event_platform`: `Win`, `Lin`, `Mac`. */
  readonly platforms?: readonly string[]
}

/**
 * The log source of a search in Sigma’s words. Its data models decide, then its source types, then macros
 * that stand for a log, then the data sources of the rule’s file; these tell the product of a data
 * model’s events.
 */
export function splunkLogSource(signs: SplunkSigns): LogSource {
  const models = (signs.dataModels ?? []).flatMap(name => findDataModel(name) ?? [])
  const types = (signs.sourceTypes ?? []).flatMap(name => findSourceType(name) ?? [])
  const macros = specific(signs.macros ?? []).flatMap(name => findVendorLog('macros', name) ?? [])
  const sources = (signs.dataSources ?? []).flatMap(findDataSources)
  const found = [models, types, macros].find(logs => logs.length > 0)
  if (found === undefined) return joinLogSources(sources)
  const joined = narrowed(joinLogSources(found), sources)
  if (joined.product !== undefined || joined.service !== undefined) return joined
  const products = unique([
    ...(signs.platforms ?? []).flatMap(name => productOfPlatform(name) ?? []),
    ...sources.flatMap(({ product }) => product ?? []),
  ])
    // A product of which the category has no events would leave none.
    .filter(product => ['windows', 'linux', 'macos'].includes(product))
    .filter(product => eventTypesOf({ ...joined, product }).isKnown)
  return products.length === 0 ? joined : { product: products.join(','), ...joined }
}

/** Without macros of which a more special one is there: `get_web_data` beside `get_web_data_proxy`. */
function specific(macros: readonly string[]): readonly string[] {
  return macros.filter(name => !macros.some(other => other.startsWith(`${name}_`)))
}

/** Of several services of a product, those that the rule’s file names, if it names any of them. */
function narrowed(joined: LogSource, sources: readonly LogWords[]): LogSource {
  const services = joined.service?.split(',') ?? []
  if (services.length < 2) return joined
  const named = new Set(
    sources.flatMap(({ product, service }) => (product === joined.product ? (service ?? []) : [])),
  )
  const kept = services.filter(service => named.has(service))
  return kept.length === 0 ? joined : { ...joined, service: kept.join(',') }
}

/** `Network_Traffic.All_Traffic` is a dataset of the model `Network_Traffic`. */
function findDataModel(name: string): LogWords | undefined {
  return findVendorLog('dataModels', name) ?? findVendorLog('dataModels', name.replace(/\..*/s, ''))
}

/** `XmlWinEventLog:Microsoft-Windows-Sysmon/Operational` is a channel of the Windows event log. */
function findSourceType(name: string): LogWords | undefined {
  const channel = /^(?:xml)?wineventlog:(.+)$/is.exec(name)?.[1]
  if (channel !== undefined) return logOfChannel(channel)
  if (/^syslog:linux-sysmon\b/i.test(name)) return { product: 'linux', service: 'sysmon' }
  if (/^wineventlog_(\w+)$/i.test(name)) return findVendorLog('macros', name)
  return findVendorLog('sourceTypes', name)
}

/** `Sysmon EventID 1 AND Sysmon EventID 11`. */
function findDataSources(text: string): readonly LogWords[] {
  return text.split(/\s+AND\s+/).flatMap(name => findDataSource(name.trim()) ?? [])
}

function findDataSource(name: string): LogWords | undefined {
  const pattern = dataSources.find(([prefix]) => prefix.test(name))
  return pattern?.[1]
}

/** How names of data sources begin. */
const dataSources: readonly (readonly [RegExp, LogWords])[] = [
  [/^sysmon for linux/i, { product: 'linux', service: 'sysmon' }],
  [/^sysmon/i, { product: 'windows', service: 'sysmon' }],
  [/^windows (?:event log )?security/i, { product: 'windows', service: 'security' }],
  [/^windows (?:event log )?system/i, { product: 'windows', service: 'system' }],
  [/^windows (?:event log )?application/i, { product: 'windows', service: 'application' }],
  [/^windows (?:event log )?defender/i, { product: 'windows', service: 'windefend' }],
  [/^windows (?:event log )?taskscheduler/i, { product: 'windows', service: 'taskscheduler' }],
  [/^windows (?:event log )?capi2/i, { product: 'windows', service: 'capi2' }],
  [/^windows /i, { product: 'windows' }],
  [/^powershell script block/i, { product: 'windows', service: 'powershell' }],
  [/^powershell/i, { product: 'windows' }],
  [/^ntlm operational/i, { product: 'windows', service: 'ntlm' }],
  [/^linux auditd/i, { product: 'linux', service: 'auditd' }],
  [/^linux secure/i, { product: 'linux', service: 'auth' }],
  [/^aws cloudtrail/i, { product: 'aws', service: 'cloudtrail' }],
  [/^azure active directory sign-?in/i, { product: 'azure', service: 'signinlogs' }],
  [/^azure active directory/i, { product: 'azure', service: 'auditlogs' }],
  [/^azure audit/i, { product: 'azure', service: 'activitylogs' }],
  [/^(?:o365|office 365)/i, { product: 'm365', service: 'audit' }],
  [/^google workspace/i, { product: 'google_workspace' }],
  [/^g suite/i, { product: 'google_workspace' }],
  [/^okta/i, { product: 'okta', service: 'okta' }],
  [/^github/i, { product: 'github', service: 'audit' }],
  [/^kubernetes audit/i, { product: 'kubernetes', service: 'audit' }],
  [/^nginx access|^windows iis$/i, { category: 'webserver' }],
  [/^palo alto network traffic/i, { category: 'firewall' }],
]

/** The operating system, in Sigma’s words. */
export function productOfPlatform(name: string): string | undefined {
  switch (name.toLowerCase()) {
    case 'win':
    case 'windows':
      return 'windows'
    case 'lin':
    case 'linux':
      return 'linux'
    case 'mac':
    case 'macos':
    case 'darwin':
      return 'macos'
    default:
      return undefined
  }
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort()
}
