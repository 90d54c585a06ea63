import { isKustoQuery, kustoEndings, parseKustoQueries } from './kusto-query.ts'
import type { Vendor } from './vendor.ts'

export const reprise99: Vendor = {
  id: 'reprise99',
  title: 'reprise99 Sentinel queries',
  url: 'https://github.com/reprise99/Sentinel-Queries',
  license: 'MIT',
  shape: 'Kusto',
  endings: kustoEndings,
  recognises: isKustoQuery,
  ownLicense: /Copyright \(c\) \d+ reprise99/i,
  parse: parseKustoQueries,
}
