import { parseMql } from '../../frontends/mql/index.ts'
import { parseSublime } from '../../frontends/sublime/index.ts'
import { hasKeys, type Vendor } from './vendor.ts'

export const sublime: Vendor = {
  id: 'sublime',
  title: 'Sublime Security',
  url: 'https://github.com/sublime-security/sublime-rules',
  license: 'MIT',
  shape: 'Sublime',
  endings: ['.yml', '.yaml'],
  recognises: ({ text }) =>
    hasKeys(text, 'name', 'source') &&
    /^type: *["']?(?:rule|query|exclusion|triage_rule)\b/m.test(text),
  parse: text => {
    const { value, diagnostics } = parseSublime(text, parseMql)
    return { value: { rules: value.rules, filters: [] }, diagnostics }
  },
}
