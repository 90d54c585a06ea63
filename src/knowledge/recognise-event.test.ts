import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EventHeader, LogEvent, LogSource, Scalar } from '../ir/index.ts'
import { recogniseEvent } from './recognise-event.ts'
import { compileSeenBy } from './seen-by.ts'

type Fields = Readonly<Record<string, Scalar | readonly Scalar[]>>

function logEvent(fields: Fields, header: EventHeader = {}): LogEvent {
  const isList = (value: Scalar | readonly Scalar[]): value is readonly Scalar[] =>
    Array.isArray(value)
  return {
    header,
    fields: new Map(Object.entries(fields).map(([k, v]) => [k, isList(v) ? v : [v]])),
  }
}

/** The log sources among `candidates` whose rules see the event. */
function seenBy(event: LogEvent, candidates: readonly LogSource[]): readonly LogSource[] {
  const recognised = recogniseEvent(event)
  return recognised === undefined
    ? []
    : candidates.filter(c => compileSeenBy(c).sees(recognised, field => event.fields.get(field)))
}

const sysmon = (eventId: string, fields: Fields = {}): LogEvent =>
  logEvent(fields, {
    provider: 'Microsoft-Windows-Sysmon',
    channel: 'Microsoft-Windows-Sysmon/Operational',
    eventId,
  })

describe('Windows events', () => {
  test('are known by channel, in any case, and event id', () => {
    const recognised = recogniseEvent(logEvent({}, { channel: 'SECURITY', eventId: '4688' }))
    expect(recognised).toMatchObject({ platform: 'windows', channel: 'Security', eventId: '4688' })
    expect(recognised?.type?.key).toBe('windows/Security/4688')
  })

  test('are known by what shippers put into fields', () => {
    const flat = logEvent({ Channel: 'Security', EventID: 4688 })
    expect(recogniseEvent(flat)?.type?.key).toBe('windows/Security/4688')
    const beat = logEvent({ 'winlog.channel': 'Security', 'winlog.event_id': '4688' })
    expect(recogniseEvent(beat)?.type?.key).toBe('windows/Security/4688')
    const provider = logEvent({ SourceName: 'Microsoft-Windows-Sysmon', EventID: 1 })
    expect(recogniseEvent(provider)?.type?.eventId).toBe('1')
  })

  test('of a channel or an id that nobody knows are Windows’ all the same', () => {
    const event = logEvent({}, { channel: 'Acme/Operational', eventId: '7' })
    expect(seenBy(event, [{ product: 'windows' }, { product: 'linux' }])).toEqual([
      { product: 'windows' },
    ])
    const unknownId = logEvent({}, { channel: 'Security', eventId: '65000' })
    expect(seenBy(unknownId, [{ product: 'windows', service: 'security' }])).toHaveLength(1)
  })

  test('are seen by rules of the product, the service and the category', () => {
    const seen = [
      { product: 'windows' },
      { product: 'windows', service: 'sysmon' },
      { product: 'windows', category: 'process_creation' },
      { category: 'process_creation' },
    ]
    const unseen = [
      { product: 'windows', service: 'security' },
      { product: 'windows', category: 'file_event' },
      { product: 'linux', category: 'process_creation' },
      { product: 'windows', category: 'no_such_category' },
      {},
    ]
    expect(seenBy(sysmon('1'), [...seen, ...unseen])).toEqual(seen)
  })

  test('of registry objects belong to a category by their EventType', () => {
    const candidates = ['registry_event', 'registry_add', 'registry_delete', 'registry_set'].map(
      category => ({ product: 'windows', category }),
    )
    const names = (event: LogEvent) => seenBy(event, candidates).map(c => c.category)
    expect(names(sysmon('12', { EventType: 'CreateKey' }))).toEqual([
      'registry_event',
      'registry_add',
    ])
    expect(names(sysmon('12', { EventType: 'DeleteValue' }))).toEqual([
      'registry_event',
      'registry_delete',
    ])
    expect(names(sysmon('12'))).toEqual(['registry_event'])
    expect(names(sysmon('13', { EventType: 'SetValue' }))).toEqual([
      'registry_event',
      'registry_set',
    ])
  })

  test('of SQL Server are the product mssql’s as well', () => {
    const event = logEvent(
      {},
      { channel: 'Application', provider: 'MSSQLSERVER', eventId: '33205' },
    )
    const candidates = [
      { product: 'mssql', category: 'application' },
      { product: 'windows', service: 'application' },
      { product: 'mssql', service: 'application' },
    ]
    expect(seenBy(event, candidates)).toEqual(candidates)
  })
})

const cases: readonly (readonly [string, Fields, LogSource])[] = [
  [
    'CloudTrail',
    { eventSource: 'iam.amazonaws.com', eventName: 'CreateUser' },
    { product: 'aws', service: 'cloudtrail' },
  ],
  [
    'Azure activity',
    { operationName: 'MICROSOFT.KEYVAULT/VAULTS/WRITE', resourceId: '/x' },
    { product: 'azure', service: 'activitylogs' },
  ],
  [
    'Entra ID audit',
    { category: 'AuditLogs', operationName: 'Add user' },
    { product: 'azure', service: 'auditlogs' },
  ],
  [
    'Entra ID sign-in',
    { category: 'SignInLogs', ResultType: '50053' },
    { product: 'azure', service: 'signinlogs' },
  ],
  [
    'Entra ID sign-in from Graph',
    { appDisplayName: 'x', userPrincipalName: 'y', 'status.errorCode': 0 },
    { product: 'azure', service: 'signinlogs' },
  ],
  [
    'risk detection',
    { riskEventType: 'leakedCredentials' },
    { product: 'azure', service: 'riskdetection' },
  ],
  [
    'GCP',
    { 'protoPayload.methodName': 'x', 'protoPayload.serviceName': 'y' },
    { product: 'gcp', service: 'gcp.audit' },
  ],
  [
    'GCP under data',
    { 'data.protoPayload.methodName': 'x' },
    { product: 'gcp', service: 'gcp.audit' },
  ],
  [
    'Google Workspace',
    { eventService: 'admin.googleapis.com', eventName: 'X' },
    { product: 'gcp', service: 'google_workspace.admin' },
  ],
  [
    'Google Workspace reports',
    { 'id.applicationName': 'login', 'id.uniqueQualifier': '1' },
    { product: 'gcp', service: 'google_workspace.login' },
  ],
  [
    'Google Workspace in Cloud Logging',
    { 'protoPayload.serviceName': 'login.googleapis.com' },
    { product: 'gcp', service: 'google_workspace.login' },
  ],
  [
    'Microsoft 365',
    { Workload: 'AzureActiveDirectory', Operation: 'Add user.' },
    { product: 'm365', service: 'audit' },
  ],
  [
    'Exchange Online',
    { Workload: 'Exchange', Operation: 'New-InboxRule' },
    { product: 'm365', service: 'exchange' },
  ],
  [
    'compliance centre',
    { eventSource: 'SecurityComplianceCenter', eventName: 'x' },
    { product: 'm365', service: 'threat_management' },
  ],
  [
    'Okta',
    { eventType: 'user.session.start', 'actor.alternateId': 'x' },
    { product: 'okta', service: 'okta' },
  ],
  ['OneLogin', { event_type_id: 90 }, { product: 'onelogin', service: 'onelogin.events' }],
  [
    'GitHub',
    { action: 'org.add_member', actor: 'x', org: 'y' },
    { product: 'github', service: 'audit' },
  ],
  [
    'Bitbucket',
    { 'auditType.action': 'x', 'auditType.category': 'y' },
    { product: 'bitbucket', service: 'audit' },
  ],
  [
    'Kubernetes',
    { auditID: 'x', verb: 'create', 'objectRef.resource': 'pods' },
    { product: 'kubernetes', category: 'application', service: 'audit' },
  ],
  ['Zeek', { _path: 'dns', ts: 1, query: 'x' }, { product: 'zeek', service: 'dns' }],
  ['Zeek’s DNS log', { _path: 'dns', ts: 1, query: 'x' }, { category: 'dns' }],
  [
    'a Zeek log that the catalogue lacks',
    { '@path': 'ssh', ts: 1 },
    { product: 'zeek', service: 'ssh' },
  ],
  ['a proxy', { 'c-uri': 'x', 'cs-method': 'GET' }, { category: 'proxy' }],
  ['a web server', { 'cs-method': 'GET', 'cs-uri-query': 'x' }, { category: 'webserver' }],
  [
    'OpenCanary',
    { logtype: 2000, node_id: 'x' },
    { product: 'opencanary', category: 'application' },
  ],
  [
    'RPC Firewall',
    { EventLog: 'RPCFW', EventID: 3 },
    { product: 'rpc_firewall', category: 'application' },
  ],
  [
    'auditd',
    { type: 'EXECVE', msg: 'audit(1.2:3)', a0: 'ls' },
    { product: 'linux', service: 'auditd' },
  ],
  [
    'a record type of auditd that the catalogue lacks',
    { type: 'NETFILTER_CFG', msg: 'audit(1.2:3)' },
    { product: 'linux', service: 'auditd' },
  ],
  [
    'a record type of auditd that auditd does not know',
    { type: 'UNKNOWN[1420]', msg: 'audit(1.2:3)' },
    { product: 'linux', service: 'auditd' },
  ],
  [
    'the journal',
    { MESSAGE: 'x', _HOSTNAME: 'h', SYSLOG_IDENTIFIER: 'sshd' },
    { product: 'linux', service: 'sshd' },
  ],
  [
    'Endpoint Security',
    {
      event_type: 9,
      'event.exec.target.executable.path': '/bin/ls',
      'process.executable.path': '/bin/sh',
    },
    { product: 'macos', category: 'process_creation' },
  ],
  [
    'ECS process',
    { 'event.category': ['process'], 'event.type': ['start'], 'host.os.type': 'linux' },
    { product: 'linux', category: 'process_creation' },
  ],
  [
    'ECS file',
    { 'event.category': 'file', 'event.type': 'creation', 'host.os.type': 'macos' },
    { product: 'macos', category: 'file_event' },
  ],
  [
    'ECS network',
    { 'event.category': 'network', 'event.type': 'start', 'host.os.family': 'windows' },
    { product: 'windows', category: 'network_connection' },
  ],
  [
    'ECS registry',
    { 'event.category': 'registry', 'event.type': 'change', 'host.os.type': 'windows' },
    { product: 'windows', category: 'registry_set' },
  ],
  ['ECS data set', { 'event.dataset': 'okta.system' }, { product: 'okta', service: 'okta' }],
  [
    'ECS data set that Sigma has no word for',
    { 'data_stream.dataset': 'cyberarkpas.audit' },
    { product: 'cyberarkpas', service: 'cyberarkpas.audit' },
  ],
  ['a hint', { 'logsource.category': 'database', x: 1 }, { category: 'database' }],
]

describe('other logs', () => {
  test.each(cases)('%s is known by its shape', (_, fields, logSource) => {
    expect(seenBy(logEvent(fields), [logSource])).toEqual([logSource])
  })

  test('Sysmon for Linux is known by its channel', () => {
    const event = logEvent({}, { channel: 'Linux-Sysmon/Operational', eventId: '1' })
    expect(recogniseEvent(event)?.type?.provider).toBe('Linux-Sysmon')
    const candidates = ['linux', 'windows'].map(product => ({
      product,
      category: 'process_creation',
    }))
    expect(seenBy(event, candidates)).toEqual([candidates[0]])
  })

  test('an end of a process is no creation', () => {
    const event = logEvent({
      'event.category': 'process',
      'event.type': 'end',
      'host.os.type': 'linux',
    })
    expect(seenBy(event, [{ product: 'linux', category: 'process_creation' }])).toEqual([])
  })

  test('an ECS event has the names of its schema', () => {
    const event = logEvent({
      'event.category': 'process',
      'event.type': 'start',
      'host.os.type': 'linux',
    })
    expect(recogniseEvent(event)?.type?.renames.Image).toBe('process.executable')
    expect(recogniseEvent(event)?.platform).toBe('linux')
  })

  test('a hint counts before the shape, and takes from it what does not contradict', () => {
    const wrong = logEvent({
      'cs-method': 'GET',
      'logsource.product': 'django',
      'logsource.category': 'application',
    })
    expect(recogniseEvent(wrong)).toEqual({
      platform: 'django',
      products: ['django'],
      services: [],
      categories: [{ name: 'application' }],
    })
    const more = logEvent({ 'cs-method': 'GET', 'logsource.service': 'apache' })
    expect(seenBy(more, [{ service: 'apache' }, { category: 'webserver' }])).toHaveLength(2)
  })

  test.each([
    [{}],
    [{ message: 'hello' }],
    [{ eventType: 'login' }],
    [{ action: 'allow', actor: 'x' }],
    [{ type: 'INFO' }],
    [{ category: 'shoes' }],
  ])('%j tells nothing', fields => {
    expect(recogniseEvent(logEvent(fields))).toBeUndefined()
  })
})

test('a trace of a provider of Windows without a channel is an event of Windows', () => {
  const event = logEvent({ Provider_Name: 'Microsoft-Windows-RPC', EventID: 6 })
  expect(seenBy(event, [{ product: 'windows' }])).toHaveLength(1)
  expect(recogniseEvent(logEvent({ Provider_Name: 'Nobody', EventID: 6 }))).toBeUndefined()
})

test('a Zeek event says its stream in any of three fields', () => {
  for (const field of ['_path', '@path', '@stream']) {
    const event = logEvent({ [field]: 'dce_rpc', ts: 1, uid: 'C1', endpoint: 'svcctl' })
    expect(seenBy(event, [{ product: 'zeek', service: 'dce_rpc' }])).toHaveLength(1)
  }
})

test('any event is recognised, or not, without an exception', () => {
  const names = fc.oneof(
    fc.string(),
    fc.constantFrom(...cases.flatMap(([, fields]) => Object.keys(fields))),
  )
  const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
  fc.assert(
    fc.property(fc.dictionary(names, fc.array(scalar)), fields => {
      recogniseEvent(logEvent(fields))
    }),
  )
})
