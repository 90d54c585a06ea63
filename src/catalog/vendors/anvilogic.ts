import { hasKeys, type Vendor } from './vendor.ts'

export const anvilogic: Vendor = {
  id: 'anvilogic',
  title: 'Anvilogic',
  url: 'https://github.com/anvilogic-forge/armory',
  license: 'GPL-3.0',
  shape: 'Anvilogic',
  endings: ['.yml', '.yaml'],
  recognises: ({ text }) => hasKeys(text, 'logic', 'logic_format'),
}
