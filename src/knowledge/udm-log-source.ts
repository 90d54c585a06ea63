import type { LogSource } from '../ir/index.ts'

/** What a rule over Google’s Unified Data Model shows of the logs that it is about. */
export interface UdmSigns {
  /** What the rule’s unnegated tests compare a field with, in lower case. */
  valuesOf(field: string): readonly string[]
  /** What its author says under a key, in lower case. */
  metaOf(key: string): readonly string[]
}

/**
 * The log source of a rule in Sigma’s words, which all vendors’ rules share. The product that its tests
 * ask for decides, then what the author says in Sigma’s own words, then the kinds of its events. Where a
 * rule is about several, words are lists with commas, of which any fits.
 */
export function udmLogSource(signs: UdmSigns): LogSource {
  const asked = [
    ...signs.valuesOf('metadata.product_name'),
    ...signs.valuesOf('metadata.log_type'),
    ...signs.valuesOf('metadata.base_labels.log_types'),
    ...signs.valuesOf('metadata.product_event_type').filter(name => eventNames.has(name)),
  ]
  const logs = asked.flatMap(name => logsByName.get(name) ?? [])
  const own = ownWords(signs)
  const categories = unique([
    ...signs.valuesOf('metadata.event_type').flatMap(type => categoriesByType.get(type) ?? []),
  ])
  if (logs.length > 0) return together(logs, categories)
  if (own !== undefined) return own
  const product = productOf(signs)
  if (categories.length > 0) {
    return { ...(product === undefined ? {} : { product }), category: categories.join(',') }
  }
  const said = signs.metaOf('data_source').flatMap(name => logsByName.get(name) ?? [])
  if (said.length > 0) return together(said, [])
  return product === undefined ? {} : { product }
}

/** A log, in the words of Sigma’s log sources for it. */
interface UdmLog {
  readonly product?: string
  readonly service?: string
  readonly category?: string
}

/** A category narrows logs of an endpoint, and says nothing of those of a service. */
function together(logs: readonly UdmLog[], categories: readonly string[]): LogSource {
  const products = unique(logs.flatMap(({ product }) => product ?? []))
  const services = unique(logs.flatMap(({ service }) => service ?? []))
  const own = unique(logs.flatMap(({ category }) => category ?? []))
  const isEndpoint = products.every(product => endpoints.has(product)) && services.length === 0
  const all = isEndpoint ? unique([...own, ...categories]) : own
  return {
    ...(products.length === 0 ? {} : { product: products.join(',') }),
    ...(all.length === 0 ? {} : { category: all.join(',') }),
    ...(services.length === 0 ? {} : { service: services.join(',') }),
  }
}

const endpoints: ReadonlySet<string> = new Set(['windows', 'linux', 'macos'])

/** `product`, `category` and `service` of rules that were made of Sigma’s. */
function ownWords({ metaOf }: UdmSigns): LogSource | undefined {
  const [product] = metaOf('product')
  const [category] = metaOf('category')
  const [service] = metaOf('service')
  if (product === undefined && category === undefined && service === undefined) return undefined
  if (product === 'windows_defender') return { product: 'windows', service: 'windefend' }
  // Some have a category for a service, and the other way round.
  const isService = category === 'sysmon'
  const isCategory = service === 'process_creation'
  const actual = isCategory ? service : isService ? undefined : category
  const log = isService ? (service ?? category) : isCategory ? undefined : service
  const isProductCategory = product === 'proxy' || product === 'antivirus'
  return {
    ...(product === undefined || isProductCategory ? {} : { product }),
    ...(isProductCategory && actual === undefined ? { category: product } : {}),
    ...(actual === undefined ? {} : { category: actual }),
    ...(log === undefined ? {} : { service: log }),
  }
}

/** The operating system that the author names. */
function productOf({ metaOf }: UdmSigns): string | undefined {
  const words = [...metaOf('platform'), ...metaOf('data_source')].join(' ')
  const found = [
    ['windows', /windows|sysmon/],
    ['linux', /linux|auditd/],
    ['macos', /mac ?os/],
  ] as const
  const products = found.flatMap(([name, pattern]) => (pattern.test(words) ? [name] : []))
  return products.length === 1 ? products[0] : undefined
}

/** Sorted, so that the same words are the same log source in whichever order a rule has them. */
function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort()
}

/** Names of products, of ingestion labels and of data sources, in lower case, by what they are. */
const names: readonly (readonly [UdmLog, string])[] = [
  [{ product: 'aws', service: 'cloudtrail' }, 'aws cloudtrail|aws_cloudtrail'],
  [{ product: 'aws', service: 'guardduty' }, 'aws guardduty|guardduty|amazon guardduty'],
  [{ product: 'azure', service: 'activitylogs' }, 'azure activity|azure_activity'],
  [
    { product: 'azure', service: 'auditlogs' },
    'azure ad directory audit|azure_ad_audit|azure ad audit',
  ],
  [{ product: 'azure', service: 'signinlogs' }, 'azure ad|azure_ad|azure_ad_signin'],
  [
    { product: 'azure', service: 'microsoftgraphactivitylogs' },
    'microsoft graph activity|ms graph activity logs|microsoft_graph_activity_logs',
  ],
  [
    { product: 'gcp', service: 'gcp.audit' },
    'gcp_cloudaudit|google cloud platform|google compute engine|google cloud iam|bigquery|gcp cloud audit|cloud audit logs',
  ],
  [{ product: 'gcp', service: 'google_workspace.admin' }, 'admin'],
  [{ product: 'gcp', service: 'google_workspace.login' }, 'login'],
  [{ product: 'google_workspace', service: 'google_workspace.drive' }, 'drive'],
  [{ product: 'google_workspace', service: 'google_workspace.gmail' }, 'gmail'],
  [{ product: 'google_workspace', service: 'google_workspace.chrome' }, 'chrome management'],
  [{ product: 'm365', service: 'audit' }, 'office 365|office_365|o365'],
  [{ product: 'okta', service: 'okta' }, 'okta'],
  [{ product: 'onelogin', service: 'onelogin.events' }, 'onelogin_sso|onelogin'],
  [{ product: 'github', service: 'audit' }, 'github'],
  [{ product: 'kubernetes', service: 'audit' }, 'kubernetes_audit|kubernetes audit'],
  [
    { product: 'windows', service: 'sysmon' },
    'microsoft-windows-sysmon|windows_sysmon|sysmon|microsoft sysmon',
  ],
  [
    { product: 'windows', service: 'security' },
    'microsoft-windows-security-auditing|microsoft-windows-eventlog',
  ],
  [{ product: 'windows', service: 'system' }, 'service control manager'],
  [{ product: 'windows', service: 'powershell' }, 'microsoft-windows-powershell'],
  [
    { product: 'windows', service: 'windefend' },
    'microsoft-windows-windows defender|windows_defender_av',
  ],
  [{ product: 'windows' }, 'wineventlog|windows event logs|microsoft windows events'],
  [{ product: 'linux', service: 'auditd' }, 'auditd|linux_auditd'],
  [{ category: 'proxy' }, 'zscaler|zscalar|zscaler_webproxy|bluecoat_webproxy'],
]

const logsByName: ReadonlyMap<string, UdmLog> = new Map(
  names.flatMap(([log, list]) => list.split('|').map(name => [name, log] as const)),
)

/** Products that go by the type of their events. */
const eventNames: ReadonlySet<string> = new Set(['microsoft graph activity'])

/** Sigma’s categories of the types of events. */
const categoriesByType: ReadonlyMap<string, string> = new Map([
  ['process_launch', 'process_creation'],
  ['process_termination', 'process_termination'],
  ['process_open', 'process_access'],
  ['process_injection', 'create_remote_thread'],
  ['process_module_load', 'image_load'],
  ['file_creation', 'file_event'],
  ['file_modification', 'file_event'],
  ['file_copy', 'file_event'],
  ['file_move', 'file_rename'],
  ['file_deletion', 'file_delete'],
  ['file_open', 'file_access'],
  ['file_read', 'file_access'],
  ['registry_creation', 'registry_event'],
  ['registry_modification', 'registry_event'],
  ['registry_deletion', 'registry_event'],
  ['network_connection', 'network_connection'],
  ['network_flow', 'network_connection'],
  ['network_dns', 'dns_query'],
  ['network_http', 'proxy'],
])
