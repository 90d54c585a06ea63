import type { Vendor } from './vendor.ts'

export const elastic: Vendor = {
  id: 'elastic',
  title: 'Elastic',
  url: 'https://github.com/elastic/detection-rules',
  license: 'Elastic-2.0',
  shape: 'Elastic',
  endings: ['.toml'],
  recognises: ({ text }) => /^\[(?:rule|hunt)\]/m.test(text),
}
