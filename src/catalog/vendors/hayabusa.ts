import { parseSigma } from '../../frontends/sigma/index.ts'
import { hasKeys, type Vendor } from './vendor.ts'

export const hayabusa: Vendor = {
  id: 'hayabusa',
  title: 'Hayabusa',
  url: 'https://github.com/Yamato-Security/hayabusa-rules',
  license: 'DRL-1.1',
  shape: 'Sigma',
  endings: ['.yml', '.yaml'],
  recognises: ({ text }) => hasKeys(text, 'ruletype'),
  parse: parseSigma,
}
