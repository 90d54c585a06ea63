import { isKustoQuery, kustoEndings, parseKustoQueries } from './kusto-query.ts'
import type { Vendor } from './vendor.ts'

export const defender: Vendor = {
  id: 'defender',
  title: 'Microsoft Defender hunting queries',
  url: 'https://github.com/microsoft/Microsoft-365-Defender-Hunting-Queries',
  license: 'MIT',
  shape: 'Kusto',
  endings: kustoEndings,
  recognises: isKustoQuery,
  ownLicense: /Copyright \(c\) Microsoft/i,
  parse: parseKustoQueries,
}
