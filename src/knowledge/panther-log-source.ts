import type { LogSource } from '../ir/index.ts'
import { joinLogSources, type LogWords } from './join-log-sources.ts'

/**
 * The log source of a rule in Sigma’s words, by the log types that it runs on. A type that no log source of
 * Sigma’s means goes by its own name: `Notion.AuditLogs` is the service `auditlogs` of `notion`.
 */
export function pantherLogSource(logTypes: readonly string[]): LogSource {
  return joinLogSources(logTypes.map(toWords))
}

function toWords(logType: string): LogWords {
  const lower = logType.toLowerCase()
  const known = logs.get(lower)
  if (known !== undefined) return known
  const [product, ...rest] = lower.split('.')
  if (product === undefined || product === '') return {}
  return rest.length === 0 ? { product } : { product, service: rest.join('.') }
}

/** Panther’s log types that are logs of Sigma’s, from the documentation of both. */
const logs: ReadonlyMap<string, LogWords> = new Map<string, LogWords>([
  ['auth0.events', { product: 'auth0', service: 'auth0' }],
  ['aws.guardduty', { product: 'aws', service: 'guardduty' }],
  ['aws.s3serveraccess', { product: 'aws', service: 's3access' }],
  ['aws.vpcflow', { product: 'aws', service: 'vpcflow' }],
  ['crowdstrike.dnsrequest', { product: 'crowdstrike', service: 'fdr' }],
  ['crowdstrike.eventstreams', { product: 'crowdstrike', service: 'streams' }],
  ['crowdstrike.fdrevent', { product: 'crowdstrike', service: 'fdr' }],
  ['crowdstrike.unknown', { product: 'crowdstrike', service: 'fdr' }],
  ['duo.administrator', { product: 'cisco', service: 'duo' }],
  ['duo.authentication', { product: 'cisco', service: 'duo' }],
  ['github.webhook', { product: 'github', service: 'webhook' }],
  ['osquery.differential', { service: 'osquery' }],
  ['osquery.snapshot', { service: 'osquery' }],
  ['slack.auditlogs', { product: 'slack', service: 'audit' }],
  ['snowflake.grantstoroles', { product: 'snowflake', service: 'grants_to_roles' }],
  ['snowflake.grantstousers', { product: 'snowflake', service: 'grants_to_users' }],
  ['snowflake.loginhistory', { product: 'snowflake', service: 'login_history' }],
  ['snowflake.queryhistory', { product: 'snowflake', service: 'query_history' }],
  ['sublime.messageevent', { product: 'sublime', service: 'message' }],
  ['windows.eventlogs', { product: 'windows' }],
  ['zendesk.audit', { product: 'zendesk', service: 'audit' }],
  ['amazon.eks.audit', { product: 'kubernetes', service: 'audit' }],
  ['aws.bedrockmodelinvocation', { product: 'aws_bedrock', service: 'aws_bedrock.invocation' }],
  ['aws.securityfindingformat', { product: 'aws', service: 'securityhub' }],
  ['aws.cloudtrail', { product: 'aws', service: 'cloudtrail' }],
  ['azure.audit', { product: 'azure', service: 'auditlogs,signinlogs' }],
  ['azure.monitoractivity', { product: 'azure', service: 'activitylogs' }],
  ['gcp.auditlog', { product: 'gcp', service: 'gcp.audit' }],
  ['github.audit', { product: 'github', service: 'audit' }],
  ['gsuite.activityevent', { product: 'google_workspace', service: 'google_workspace.admin' }],
  ['gsuite.reports', { product: 'google_workspace', service: 'google_workspace.admin' }],
  ['microsoft365.audit.azureactivedirectory', { product: 'm365', service: 'audit' }],
  ['microsoft365.audit.exchange', { product: 'm365', service: 'exchange' }],
  ['microsoft365.audit.general', { product: 'm365', service: 'audit' }],
  ['microsoft365.audit.sharepoint', { product: 'm365', service: 'audit' }],
  ['okta.systemlog', { product: 'okta', service: 'okta' }],
  ['onelogin.events', { product: 'onelogin', service: 'onelogin.events' }],
  ['zeek.dns', { product: 'zeek', service: 'dns' }],
])
