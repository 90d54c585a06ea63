import { parseAnvilogic } from '../../frontends/anvilogic/index.ts'
import { parseSpl } from '../../frontends/spl/index.ts'
import { parseSql } from '../../frontends/sql/index.ts'
import { hasKeys, type Vendor } from './vendor.ts'

const parsers = {
  parseSpl: (text: string) => parseSpl(text),
  parseSql: (text: string) => parseSql(text, { dialect: 'snowflake' }),
}

export const anvilogic: Vendor = {
  id: 'anvilogic',
  title: 'Anvilogic',
  url: 'https://github.com/anvilogic-forge/armory',
  license: 'GPL-3.0',
  shape: 'Anvilogic',
  endings: ['.yml', '.yaml'],
  recognises: ({ text }) => hasKeys(text, 'logic', 'logic_format'),
  parse: text => {
    const { value, diagnostics } = parseAnvilogic(text, parsers)
    return { value: { rules: value.rules, filters: [] }, diagnostics }
  },
}
