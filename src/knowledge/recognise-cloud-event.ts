import { findEventTypeByKey } from './event-type.ts'
import { type EventShape, ofType, type RecognisedEvent } from './recognised-event.ts'

/**
 * Audit logs of clouds and services, known by fields that no other log has together. The first that
 * fits wins, so the more special stand first.
 */
export function recogniseCloudEvent(shape: EventShape): RecognisedEvent | undefined {
  const log = findLog(shape)
  if (log === undefined) return undefined
  const type = findEventTypeByKey(log.key)
  return type === undefined
    ? undefined
    : ofType(type, {
        ...(log.products === undefined ? {} : { products: log.products }),
        ...(log.services === undefined ? {} : { services: log.services }),
      })
}

interface CloudLog {
  /** Of the event type whose field names the event has. */
  readonly key: string
  readonly products?: readonly string[]
  readonly services?: readonly string[]
}

function findLog(shape: EventShape): CloudLog | undefined {
  const { has, text } = shape
  const eventSource = text('eventSource')
  if (has('eventName') && eventSource?.toLowerCase().endsWith('.amazonaws.com')) {
    return { key: 'aws/CloudTrail/cloudtrail' }
  }
  if (has('protoPayload.methodName') || has('protoPayload.serviceName')) {
    return gcpLog('gcp/logging/Cloud Audit Logs/audit', text('protoPayload.serviceName'))
  }
  if (has('data.protoPayload.methodName') || has('data.protoPayload.serviceName')) {
    return gcpLog('gcp/Cloud Audit Logs/gcp.audit', text('data.protoPayload.serviceName'))
  }
  if (has('gcp.audit.method_name')) return { key: 'gcp/Cloud Audit Logs/gcp.audit' }
  return (
    findWorkspaceLog(shape) ?? findMicrosoftLog(shape) ?? findAzureLog(shape) ?? findService(shape)
  )
}

/** Workspace writes its audit logs to Cloud Logging too, under service names of its own. */
function gcpLog(key: string, service: string | undefined): CloudLog {
  const products = ['gcp', 'google_workspace']
  switch (service) {
    case 'admin.googleapis.com':
      return { key, products, services: ['gcp.audit', 'google_workspace.admin'] }
    case 'login.googleapis.com':
      return { key, products, services: ['gcp.audit', 'google_workspace.login'] }
    default:
      return { key, products: ['gcp'], services: ['gcp.audit'] }
  }
}

function findWorkspaceLog({ has, text }: EventShape): CloudLog | undefined {
  const application = text('id.applicationName')
  if (application !== undefined && has('id.uniqueQualifier')) {
    return {
      key: 'gcp/reports/Google Workspace/activity',
      products: ['gcp', 'google_workspace'],
      services: [`google_workspace.${application.toLowerCase()}`],
    }
  }
  if (!has('eventName')) return undefined
  const service = text('eventService') ?? text('eventSource')
  if (service === 'admin.googleapis.com') {
    return { key: 'gcp/Google Workspace/google_workspace.admin/admin' }
  }
  if (service === 'login.googleapis.com') {
    return { key: 'gcp/Google Workspace/google_workspace.login/login' }
  }
  return undefined
}

const unifiedLog = 'm365/Unified audit log/audit'

/** The unified audit log. Exchange and the compliance centre have services of their own in Sigma. */
function findMicrosoftLog({ has, text }: EventShape): CloudLog | undefined {
  const products = ['m365', 'azure']
  const services = ['audit', 'office365']
  if (has('Operation') && has('Workload')) {
    const workload = text('Workload')?.toLowerCase()
    if (workload === 'exchange') services.push('exchange')
    if (workload === 'securitycompliancecenter') services.push('threat_management')
    return { key: unifiedLog, products, services }
  }
  if (has('Operation') && has('RecordType')) return { key: unifiedLog, products, services }
  if (!has('eventName')) return undefined
  switch (text('eventSource')?.toLowerCase()) {
    case 'securitycompliancecenter':
      return {
        key: 'm365/Security and Compliance Center/threat_management/threat_detection',
        services: ['threat_management', 'threat_detection'],
      }
    case 'exchange':
      return { key: 'm365/Exchange Online/exchange' }
    default:
      return undefined
  }
}

function findAzureLog({ has, hasBelow, text, words }: EventShape): CloudLog | undefined {
  const [category] = [...words('category'), ...words('Category'), ...words('Type')]
  const activity = 'azure/Activity log/activitylogs/azureactivity'
  switch (category) {
    case 'auditlogs':
      return { key: 'azure/Entra ID audit log/auditlogs' }
    case 'signinlogs':
    case 'noninteractiveusersigninlogs':
    case 'serviceprincipalsigninlogs':
    case 'managedidentitysigninlogs':
    case 'aadnoninteractiveusersigninlogs':
      return { key: 'azure/Entra ID sign-in log/signinlogs' }
    case 'riskyusers':
    case 'userriskevents':
      return { key: 'azure/Entra ID Protection/riskdetection' }
    case 'azureactivity':
      return { key: activity }
  }
  // Risk detections and alerts on privileged roles have one shape; rules tell them apart by value.
  if (has('riskEventType')) {
    return {
      key: 'azure/Entra ID Protection/riskdetection',
      services: ['riskdetection', 'pim'],
    }
  }
  const operation =
    text('operationName') ?? text('OperationNameValue') ?? text('operationName.value')
  const isResource =
    has('resourceId') || has('ResourceId') || has('subscriptionId') || has('SubscriptionId')
  if (operation?.includes('/') && isResource) return { key: activity }
  if (has('activityDisplayName') && hasBelow('initiatedBy')) {
    return { key: 'azure/Entra ID audit log/auditlogs' }
  }
  const isSignIn = has('appDisplayName') || has('conditionalAccessStatus')
  if (isSignIn && has('userPrincipalName') && hasBelow('status')) {
    return { key: 'azure/Entra ID sign-in log/signinlogs' }
  }
  return undefined
}

function findService(shape: EventShape): CloudLog | undefined {
  const { has, hasBelow, text } = shape
  if (has('eventType') && (hasBelow('actor') || has('legacyEventType')) && isOkta(shape)) {
    return { key: 'okta/Okta/okta' }
  }
  if (has('event_type_id')) return { key: 'onelogin/OneLogin/onelogin.events' }
  if (has('auditType.action')) return { key: 'bitbucket/Bitbucket/audit' }
  const isKubernetes = has('verb') && (has('auditID') || hasBelow('objectRef') || has('requestURI'))
  if (isKubernetes) return { key: 'kubernetes/Kubernetes API server/audit' }
  const isGithub =
    has('actor') &&
    ['org', 'repo', 'business', 'org_id', 'repository'].some(has) &&
    /^[a-z_]+\.[a-z_]+$/.test(text('action') ?? '')
  return isGithub ? { key: 'github/GitHub/audit' } : undefined
}

/** Okta’s event types are words with dots, such as `user.session.start`. */
function isOkta({ text }: EventShape): boolean {
  return /^[a-z][\w-]*(?:\.[\w-]+)+$/i.test(text('eventType') ?? '')
}
