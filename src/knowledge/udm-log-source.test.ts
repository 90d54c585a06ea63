import { expect, test } from 'vitest'
import { type UdmSigns, udmLogSource } from './udm-log-source.ts'

function signs(
  values: Readonly<Record<string, readonly string[]>>,
  meta: Readonly<Record<string, readonly string[]>> = {},
): UdmSigns {
  return { valuesOf: field => values[field] ?? [], metaOf: key => meta[key] ?? [] }
}

test.each<[string, UdmSigns, object]>([
  [
    'the product decides',
    signs({ 'metadata.product_name': ['aws cloudtrail'] }),
    { product: 'aws', service: 'cloudtrail' },
  ],
  [
    'or the label of its ingestion',
    signs({ 'metadata.log_type': ['gcp_cloudaudit'] }),
    { product: 'gcp', service: 'gcp.audit' },
  ],
  [
    'several products are lists',
    signs({ 'metadata.product_name': ['office 365', 'azure ad'] }),
    { product: 'azure,m365', service: 'audit,signinlogs' },
  ],
  [
    'the type of an event says nothing of a log of a service',
    signs({ 'metadata.product_name': ['okta'], 'metadata.event_type': ['network_http'] }),
    { product: 'okta', service: 'okta' },
  ],
  [
    'a rule made of one of Sigma’s says it in Sigma’s words',
    signs({}, { product: ['windows'], category: ['process_creation'] }),
    { product: 'windows', category: 'process_creation' },
  ],
  [
    'a category under “service” is a category',
    signs({}, { product: ['windows'], service: ['process_creation'] }),
    { product: 'windows', category: 'process_creation' },
  ],
  ['a product that is a category is one', signs({}, { product: ['proxy'] }), { category: 'proxy' }],
  [
    'types of events are categories, of the system that the author names',
    signs({ 'metadata.event_type': ['process_launch'] }, { platform: ['windows'] }),
    { product: 'windows', category: 'process_creation' },
  ],
  [
    'without a system they are of any',
    signs({ 'metadata.event_type': ['network_dns', 'network_http'] }),
    { category: 'dns_query,proxy' },
  ],
  [
    'what the author calls the data comes last',
    signs({ 'metadata.event_type': ['user_login'] }, { data_source: ['okta'] }),
    { product: 'okta', service: 'okta' },
  ],
  ['nothing known is no log source', signs({ 'metadata.product_name': ['x'] }), {}],
])('%s', (_, given, expected) => {
  expect(udmLogSource(given)).toEqual(expected)
})
