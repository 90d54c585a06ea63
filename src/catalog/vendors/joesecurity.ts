import { parseSigma } from '../../frontends/sigma/index.ts'
import { hasKeys, type Vendor } from './vendor.ts'

export const joesecurity: Vendor = {
  id: 'joesecurity',
  title: 'Joe Security',
  url: 'https://github.com/joesecurity/sigma-rules',
  license: 'GPL-3.0',
  shape: 'Sigma',
  endings: ['.yml', '.yaml'],
  recognises: ({ text }) => hasKeys(text, 'detection', 'behaviorgroup', 'threatname'),
  parse: parseSigma,
}
