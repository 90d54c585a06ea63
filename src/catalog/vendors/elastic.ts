import { parseElastic } from '../../frontends/elastic/index.ts'
import { parseEql } from '../../frontends/eql/index.ts'
import { parseEsql } from '../../frontends/esql/index.ts'
import { parseKuery } from '../../frontends/kuery/index.ts'
import { parseLucene } from '../../frontends/lucene/index.ts'
import { parseSql } from '../../frontends/sql/index.ts'
import type { Vendor } from './vendor.ts'

const parsers = {
  eql: parseEql,
  // Its `KQL("…")` and `QSTR("…")` hold queries of the other two.
  esql: (text: string) => parseEsql(text, { parseKql: parseKuery, parseLucene }),
  kuery: parseKuery,
  lucene: parseLucene,
  // Of hunts, which ask osquery.
  sql: (text: string) => parseSql(text, { dialect: 'sqlite' }),
}

export const elastic: Vendor = {
  id: 'elastic',
  title: 'Elastic',
  url: 'https://github.com/elastic/detection-rules',
  license: 'Elastic-2.0',
  shape: 'Elastic',
  endings: ['.toml'],
  recognises: ({ text }) => /^\[(?:rule|hunt)\]/m.test(text),
  parse: text => {
    const { value, diagnostics } = parseElastic(text, parsers)
    return { value: { rules: value.rules, filters: [] }, diagnostics }
  },
}
