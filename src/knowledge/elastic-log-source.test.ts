import { expect, test } from 'vitest'
import { elasticLogSource } from './elastic-log-source.ts'

interface Signs {
  readonly indexes?: readonly string[]
  readonly integrations?: readonly string[]
  readonly tags?: readonly string[]
  readonly values?: Readonly<Record<string, readonly string[]>>
}

const sourceOf = ({ indexes = [], integrations = [], tags = [], values = {} }: Signs): string => {
  const { product, category, service } = elasticLogSource({
    indexes,
    integrations,
    tags,
    valuesOf: field => values[field] ?? [],
    testsField: field => values[field] !== undefined,
  })
  return [product, category, service].map(word => word ?? '-').join(' ')
}

const os = (...names: readonly string[]) => ({ 'host.os.type': names })

test.each<readonly [string, Signs, string]>([
  ['nothing', {}, '- - -'],
  ['a data set', { values: { 'event.dataset': ['aws.cloudtrail'] } }, 'aws - cloudtrail'],
  ['a data stream', { values: { 'data_stream.dataset': ['okta.system'] } }, 'okta - okta'],
  [
    'several data sets of one product',
    { values: { 'event.dataset': ['azure.signinlogs', 'azure.auditlogs'] } },
    'azure - auditlogs,signinlogs',
  ],
  ['zeek', { values: { 'event.dataset': ['zeek.dns'] } }, 'zeek - dns'],
  [
    'processes',
    { values: { 'event.category': ['process'], 'event.type': ['start'], ...os('windows') } },
    'windows process_creation -',
  ],
  [
    'the ends of processes',
    { values: { 'event.category': ['process'], 'event.type': ['end'] } },
    '- process_termination -',
  ],
  [
    'several systems',
    { values: { 'event.category': ['process'], ...os('macos', 'linux') } },
    'linux,macos process_creation -',
  ],
  [
    'deleted files',
    { values: { 'event.category': ['file'], 'event.type': ['deletion'], ...os('linux') } },
    'linux file_delete -',
  ],
  ['files', { values: { 'event.category': ['file'] } }, '- file_event -'],
  [
    'renamed and changed files',
    {
      values: {
        'event.category': ['file'],
        'event.type': ['change'],
        'event.action': ['rename'],
      },
    },
    '- file_event,file_rename -',
  ],
  ['the registry', { values: { 'event.category': ['registry'] } }, '- registry_event -'],
  ['libraries', { values: { 'event.category': ['library'] } }, '- image_load -'],
  ['drivers', { values: { 'event.category': ['driver'] } }, '- driver_load -'],
  ['connections', { values: { 'event.category': ['network'] } }, '- network_connection -'],
  [
    'names that are looked up',
    { values: { 'event.category': ['network'], 'dns.question.name': ['x'] } },
    '- dns_query -',
  ],
  [
    'steps of a sequence',
    { values: { 'event.category': ['process', 'network'] } },
    '- network_connection,process_creation -',
  ],
  [
    'scripts',
    { values: { 'powershell.file.script_block_text': ['x'], 'event.category': ['process'] } },
    'windows ps_script -',
  ],
  [
    'ids of Sysmon’s events',
    { values: { 'event.category': ['process'], 'event.code': ['10'], ...os('windows') } },
    'windows process_access -',
  ],
  [
    'ids of the Security log',
    { values: { 'event.category': ['file'], 'event.code': ['5145'], ...os('windows') } },
    'windows - security',
  ],
  [
    'ids that a category means',
    { values: { 'event.category': ['process'], 'event.code': ['4688'], ...os('windows') } },
    'windows process_creation -',
  ],
  [
    'ids beside events of another category',
    {
      values: {
        'event.category': ['network', 'authentication'],
        'event.code': ['4768'],
        ...os('windows'),
      },
    },
    'windows network_connection -',
  ],
  ['an index of a data set', { indexes: ['logs-azure.activitylogs-*'] }, 'azure - activitylogs'],
  ['an index of a channel', { indexes: ['logs-system.security*'] }, 'windows - security'],
  [
    'two channels',
    { indexes: ['logs-windows.powershell*'] },
    'windows - powershell,powershell-classic',
  ],
  ['an integration', { integrations: ['o365'], indexes: ['filebeat-*'] }, 'm365 - audit'],
  ['an index of the endpoint', { indexes: ['logs-endpoint.events.file-*'] }, '- file_event -'],
  ['any index of the endpoint', { indexes: ['logs-endpoint.events.*'] }, '- - -'],
  [
    'a log that Sigma has no words for',
    { indexes: ['logs-sonicwall_firewall.log-*', 'filebeat-*'] },
    'sonicwall_firewall - sonicwall_firewall.log',
  ],
  ['alerts', { indexes: ['logs-endpoint.alerts-*'] }, 'elastic_defend - endpoint.alerts'],
  ['an index of one system', { indexes: ['winlogbeat-*', 'endgame-*'] }, 'windows - -'],
  ['a tag of a system', { tags: ['OS: macOS', 'Use Case: x'] }, 'macos - -'],
])('%s', (_, signs, expected) => {
  expect(sourceOf(signs)).toBe(expected)
})
