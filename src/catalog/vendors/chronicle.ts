import { parseYaral } from '../../frontends/yaral/index.ts'
import type { Vendor } from './vendor.ts'

export const chronicle: Vendor = {
  id: 'chronicle',
  title: 'Google SecOps',
  url: 'https://github.com/chronicle/detection-rules',
  license: 'Apache-2.0',
  shape: 'YARA-L',
  endings: ['.yaral', '.yar', '.yara'],
  recognises: ({ text }) => /^[ \t]*rule[ \t]+\w+/m.test(text) && /^[ \t]*events:/m.test(text),
  parse: text => {
    const { value, diagnostics } = parseYaral(text)
    return { value: { rules: value.rules, filters: [] }, diagnostics }
  },
}
