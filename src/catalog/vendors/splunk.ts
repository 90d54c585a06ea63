import { hasKeys, type Vendor } from './vendor.ts'

export const splunk: Vendor = {
  id: 'splunk',
  title: 'Splunk',
  url: 'https://github.com/splunk/security_content',
  license: 'Apache-2.0',
  shape: 'Splunk',
  endings: ['.yml', '.yaml'],
  recognises: ({ text }) => hasKeys(text, 'name', 'search', 'type', 'how_to_implement'),
}
