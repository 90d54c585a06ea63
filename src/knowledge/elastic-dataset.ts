import { once } from '../base/index.ts'
import { eventTypes } from './event-type.ts'

/** A data set of Elastic’s integrations, in the words of Sigma’s log sources for the same log. */
export interface ElasticDataset {
  readonly product?: string
  readonly service?: string
  readonly categories?: readonly string[]
  /** The event type of the catalogue that knows the names of its fields. */
  readonly key?: string
}

const datasets: Readonly<Record<string, ElasticDataset>> = {
  'aws.cloudtrail': {
    product: 'aws',
    service: 'cloudtrail',
    key: 'ecs/ecs/Elastic Common Schema/cloudtrail',
  },
  'azure.activitylogs': { product: 'azure', service: 'activitylogs' },
  'azure.auditlogs': { product: 'azure', service: 'auditlogs' },
  'azure.signinlogs': { product: 'azure', service: 'signinlogs' },
  'azure.identity_protection': { product: 'azure', service: 'riskdetection' },
  'gcp.audit': { product: 'gcp', service: 'gcp.audit' },
  'google_workspace.admin': { product: 'gcp', service: 'google_workspace.admin' },
  'google_workspace.login': { product: 'gcp', service: 'google_workspace.login' },
  'o365.audit': { product: 'm365', service: 'audit' },
  'okta.system': { product: 'okta', service: 'okta' },
  'github.audit': { product: 'github', service: 'audit' },
  'atlassian_bitbucket.audit': { product: 'bitbucket', service: 'audit' },
  'kubernetes.audit': { product: 'kubernetes', service: 'audit', categories: ['application'] },
  'kubernetes.audit_logs': { product: 'kubernetes', service: 'audit', categories: ['application'] },
  'auditd.log': { product: 'linux', service: 'auditd' },
  'auditd_manager.auditd': { product: 'linux', service: 'auditd' },
  'system.auth': { product: 'linux', service: 'auth' },
  'system.syslog': { product: 'linux', service: 'syslog' },
  'apache.access': { product: 'apache', service: 'apache', categories: ['webserver'] },
  'nginx.access': { product: 'nginx', service: 'nginx', categories: ['webserver'] },
  'iis.access': { categories: ['webserver'] },
}

/**
 * The log that a data set is: in Sigma’s words, else the catalogue’s event type of its name; `undefined`
 * for one that no log source means.
 */
export function findElasticDataset(name: string): ElasticDataset | undefined {
  const zeek = /^zeek\.(\w+)$/.exec(name)?.[1]
  if (zeek !== undefined) return { product: 'zeek', service: zeek }
  return Object.hasOwn(datasets, name) ? datasets[name] : ownDatasets().get(name)
}

/** Whether Sigma has words for a data set, or it is a channel of Windows’. */
export function isSigmaDataset(name: string): boolean {
  return Object.hasOwn(datasets, name) || /^(?:zeek|windows|system)\./.test(name)
}

/** Event types whose service is a data set’s own name. */
const ownDatasets: () => ReadonlyMap<string, ElasticDataset> = once(() => {
  const made = new Map<string, ElasticDataset>()
  for (const { key, products, services } of eventTypes()) {
    for (const service of services) {
      const product = products.find(name => service.startsWith(`${name}.`)) ?? products[0]
      if (!service.includes('.') || product === undefined || made.has(service)) continue
      made.set(service, { product, service, key })
    }
  }
  return made
})
