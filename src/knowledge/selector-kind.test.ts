import { expect, test } from 'vitest'
import { selectorKind } from './selector-kind.ts'

test.each([
  [{ product: 'windows', service: 'security' }, 'EventID', 'event_id'],
  [{ product: 'windows', service: 'system' }, 'Provider_Name', 'provider'],
  [{ product: 'windows' }, 'Channel', 'channel'],
  [{ product: 'windows', category: 'process_creation' }, 'Image', undefined],
  [{ product: 'windows', category: 'wmi_event' }, 'Operation', undefined],
  [{ product: 'linux', service: 'auditd' }, 'type', 'category'],
  [{ product: 'aws', service: 'cloudtrail' }, 'eventName', 'operation'],
  [{ product: 'aws', service: 'cloudtrail' }, 'eventSource', 'provider'],
  [{ product: 'aws', service: 'cloudtrail' }, 'userAgent', undefined],
  [{ product: 'azure', service: 'activitylogs' }, 'operationName', 'operation'],
  [{ product: 'azure', service: 'riskdetection' }, 'riskEventType', 'operation'],
  [{ product: 'gcp', service: 'gcp.audit' }, 'gcp.audit.method_name', 'operation'],
  [{ product: 'm365', service: 'audit' }, 'Operation', 'operation'],
  [{ product: 'okta', service: 'okta' }, 'eventType', 'operation'],
  [{ product: 'github', service: 'audit' }, 'action', 'operation'],
  [{ product: 'bitbucket', service: 'audit' }, 'auditType.action', 'operation'],
  [{ product: 'kubernetes', service: 'audit' }, 'verb', 'operation'],
  [{ category: 'firewall' }, 'action', undefined],
  [{ product: 'windows', category: 'process_creation' }, 'event.action', 'category'],
  [{ product: 'aws', service: 'cloudtrail' }, 'event.action', 'operation'],
  [{ product: 'aws', service: 'cloudtrail' }, 'EventName', 'operation'],
  [{ product: 'm365', service: 'audit' }, 'o365.audit.Operation', 'operation'],
  [{ product: 'azure', service: 'auditlogs' }, 'OperationName', 'operation'],
  [{ product: 'okta', service: 'okta' }, 'event.action', 'operation'],
  [{ product: 'fortinet_fortigate' }, 'event.action', undefined],
  [{ category: 'file_event' }, 'ActionType', 'category'],
  [{ product: 'mde', service: 'deviceevents' }, 'ActionType', 'operation'],
  [{ product: 'windows', service: 'security' }, 'source', 'category'],
  [{ product: 'windows', service: 'application' }, 'Source', undefined],
  [{ product: 'zeek', service: 'dce_rpc' }, 'operation', undefined],
  [{ product: 'rpc_firewall', category: 'application' }, 'EventLog', 'channel'],
  [{}, 'constructor', undefined],
])('in %j the field %s is %s', (logSource, field, kind) => {
  expect(selectorKind(logSource, field)).toBe(kind)
})
