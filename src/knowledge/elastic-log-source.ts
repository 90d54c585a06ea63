import type { LogSource } from '../ir/index.ts'
import { findElasticDataset, isSigmaDataset } from './elastic-dataset.ts'
import { sourcesOfEventCodes } from './elastic-event-code.ts'
import { joinLogSources } from './join-log-sources.ts'

/** What a rule of Elastic’s shows of the logs that it is about. */
export interface ElasticSigns {
  /** Patterns of indexes: `logs-endpoint.events.process-*`. */
  readonly indexes: readonly string[]
  readonly integrations: readonly string[]
  /** `OS: Windows`, `Data Source: Okta`. */
  readonly tags: readonly string[]
  /** What the rule’s unnegated tests compare a field with. */
  valuesOf(field: string): readonly string[]
  /** Whether the rule tests a field at all. */
  testsField(field: string): boolean
}

/**
 * The log source of a rule in Sigma’s words, which all vendors’ rules share. The data set that its query
 * asks for decides, then the category of its events, then its indexes and integrations. Where a rule is
 * about several, words are lists with commas, of which any fits.
 */
export function elasticLogSource(signs: ElasticSigns): LogSource {
  const named = [...signs.valuesOf('event.dataset'), ...signs.valuesOf('data_stream.dataset')]
  // Beside events of an endpoint, a data set that Sigma has no word for is one of several logs.
  const isMixed = signs.indexes.some(index => endpointIndex.test(index))
  const asked = sourcesOfDatasets(isMixed ? named.filter(isSigmaDataset) : named)
  if (asked !== undefined) return asked
  const products = productsOf(signs)
  const product = products.length === 0 ? {} : { product: products.join(',') }
  if (signs.testsField('powershell.file.script_block_text')) {
    return { product: 'windows', category: 'ps_script' }
  }
  const coded =
    products.length === 1 && products[0] === 'windows'
      ? sourcesOfEventCodes(
          [...signs.valuesOf('event.code'), ...signs.valuesOf('winlog.event_id')],
          signs.valuesOf('event.category'),
        )
      : undefined
  if (coded !== undefined) return joinLogSources(coded)
  const categories = categoriesOf(signs)
  if (categories.length > 0) return { ...product, category: categories.join(',') }
  const datasets = signs.indexes.flatMap(index => datasetOfIndex(index) ?? [])
  const services = unique(datasets.flatMap(name => windowsServices.get(name) ?? []))
  if (services.length > 0) return { product: 'windows', service: services.join(',') }
  const held = sourcesOfDatasets([
    ...datasets,
    ...signs.integrations.map(name => mainDatasets.get(name) ?? name),
  ])
  if (held !== undefined || products.length > 0) return held ?? product
  const own = ownSource(datasets)
  if (own.product !== undefined || own.service !== undefined) return own
  return (
    indexSources.find(([pattern]) => signs.indexes.some(index => pattern.test(index)))?.[1] ?? {}
  )
}

/** Indexes of agents on endpoints. */
const endpointIndex = /^(?:logs-endpoint|logs-windows|winlogbeat|auditbeat|endgame)/

/** Logs of Elastic’s own programs, by the first index that a rule has of these. */
const indexSources: readonly (readonly [RegExp, LogSource])[] = [
  [/^logs-endpoint\.alerts/, { product: 'elastic_defend', service: 'endpoint.alerts' }],
  [/^\.alerts-security/, { product: 'elastic_security', service: 'elastic_security.alert' }],
  [/^auditbeat-/, { product: 'linux', service: 'auditd' }],
  [/^(?:traces-)?apm/, { product: 'elastic_apm', service: 'apm' }],
  [/^endgame-/, { product: 'endgame', service: 'endgame' }],
]

/** A log that no log source of Sigma’s means goes by Elastic’s own names for it. */
function ownSource(datasets: readonly string[]): LogSource {
  const named = datasets.filter(name => !/^(?:endpoint|windows|system)\b/.test(name))
  const products = unique(named.map(name => name.replace(/\..*/, '')))
  const services = unique(named.filter(name => name.includes('.')))
  return {
    ...(products.length === 0 ? {} : { product: products.join(',') }),
    ...(services.length === 0 ? {} : { service: services.join(',') }),
  }
}

/** Data sets of the Windows event log, and the services that are the same channels. */
const windowsServices: ReadonlyMap<string, readonly string[]> = new Map([
  ['system.application', ['application']],
  ['system.security', ['security']],
  ['system.system', ['system']],
  ['windows.powershell', ['powershell', 'powershell-classic']],
  ['windows.powershell_operational', ['powershell']],
  ['windows.sysmon_operational', ['sysmon']],
])

/** Integrations of which rules are about one data set. */
const mainDatasets: ReadonlyMap<string, string> = new Map([
  ['aws', 'aws.cloudtrail'],
  ['gcp', 'gcp.audit'],
  ['github', 'github.audit'],
  ['google_workspace', 'google_workspace.admin'],
  ['kubernetes', 'kubernetes.audit_logs'],
  ['o365', 'o365.audit'],
  ['okta', 'okta.system'],
])

/** `logs-aws.cloudtrail-*` holds the data set `aws.cloudtrail`. */
function datasetOfIndex(index: string): string | undefined {
  return /^logs-([a-z0-9_.]*[a-z0-9_])[-*.]*$/.exec(index)?.[1]
}

/** `logs-endpoint.events.process-*` holds events of the category `process`. */
function endpointCategory(index: string): readonly string[] {
  const category = /^logs-endpoint\.events\.(\w+)/.exec(index)?.[1]
  return category === undefined ? [] : [category]
}

function sourcesOfDatasets(names: readonly string[]): LogSource | undefined {
  const found = names.flatMap(name => findElasticDataset(name) ?? windowsSource(name) ?? [])
  const products = unique(found.flatMap(({ product }) => product ?? []))
  const services = unique(found.flatMap(({ service }) => service ?? []))
  const categories = unique(found.flatMap(dataset => dataset.categories ?? []))
  if (products.length === 0 && categories.length === 0) return undefined
  return {
    ...(products.length === 0 ? {} : { product: products.join(',') }),
    ...(services.length > 0
      ? { service: services.join(',') }
      : categories.length > 0
        ? { category: categories.join(',') }
        : {}),
  }
}

function windowsSource(
  name: string,
): { product: string; service: string; categories?: readonly string[] } | undefined {
  const services = windowsServices.get(name)
  return services === undefined ? undefined : { product: 'windows', service: services.join(',') }
}

/** Operating systems: those that the query asks for, else those of the tags, else of the indexes. */
function productsOf({ valuesOf, tags, indexes }: ElasticSigns): readonly string[] {
  const asked = ['host.os.type', 'host.os.family', 'host.os.platform'].flatMap(valuesOf)
  const tagged = tags.flatMap(tag => /^OS: (Windows|Linux|macOS)$/.exec(tag)?.[1] ?? [])
  for (const names of [asked, tagged]) {
    const products = unique(names.map(name => name.toLowerCase())).filter(name =>
      ['windows', 'linux', 'macos'].includes(name),
    )
    if (products.length > 0) return products
  }
  if (indexes.some(index => /^winlogbeat|^logs-(?:windows|system\.security)/.test(index))) {
    return ['windows']
  }
  return indexes.some(index => /^logs-auditd_manager|^logs-system\.(?:auth|syslog)/.test(index))
    ? ['linux']
    : []
}

/** Sigma’s categories of the events that the query asks for. */
function categoriesOf({ valuesOf, testsField, indexes }: ElasticSigns): readonly string[] {
  const lower = (field: string): readonly string[] => valuesOf(field).map(v => v.toLowerCase())
  const types = new Set(lower('event.type'))
  const actions = lower('event.action')
  const asked = lower('event.category')
  const categories = (asked.length > 0 ? asked : indexes.flatMap(endpointCategory)).flatMap(
    category => {
      switch (category) {
        case 'process':
          // Sysmon’s images that are loaded are events of processes.
          if (actions.some(action => action.startsWith('image loaded'))) {
            return ['image_load', 'process_creation']
          }
          return types.has('end') && !types.has('start')
            ? ['process_termination']
            : ['process_creation']
        case 'file': {
          const kinds = [
            ...(types.has('deletion') ? ['file_delete'] : []),
            ...(actions.some(action => action.includes('rename')) ? ['file_rename'] : []),
            ...(actions.some(action => action.includes('open')) ? ['file_access'] : []),
          ]
          return kinds.length === 0 || types.has('creation') || types.has('change')
            ? ['file_event', ...kinds]
            : kinds
        }
        case 'registry':
          return ['registry_event']
        case 'library':
          return ['image_load']
        case 'driver':
          return ['driver_load']
        case 'dns':
          return ['dns_query']
        case 'network':
          return [testsField('dns.question.name') ? 'dns_query' : 'network_connection']
        default:
          return []
      }
    },
  )
  return unique(categories)
}

/** Sorted, so that the same words are the same log source in whichever order a rule has them. */
function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort()
}
