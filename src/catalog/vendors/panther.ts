import type { Vendor } from './vendor.ts'

export const panther: Vendor = {
  id: 'panther',
  title: 'Panther',
  url: 'https://github.com/panther-labs/panther-analysis',
  license: 'Apache-2.0',
  shape: 'Panther',
  endings: ['.yml', '.yaml'],
  recognises: ({ text }) =>
    /^AnalysisType: *["']?(?:rule|scheduled_rule|correlation_rule|policy|(?:scheduled|saved)_query)\b/m.test(
      text,
    ),
}
