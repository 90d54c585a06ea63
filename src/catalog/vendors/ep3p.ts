import { isKustoQuery, kustoEndings, parseKustoQueries } from './kusto-query.ts'
import type { Vendor } from './vendor.ts'

export const ep3p: Vendor = {
  id: 'ep3p',
  title: 'ep3p Sentinel KQL',
  url: 'https://github.com/ep3p/Sentinel_KQL',
  license: 'MIT',
  shape: 'Kusto',
  endings: kustoEndings,
  recognises: isKustoQuery,
  ownLicense: /Copyright \(c\) \d+ Jose Sebasti[aá]n Can[oó]s/i,
  parse: parseKustoQueries,
}
