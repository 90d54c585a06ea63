import { parseSigma } from '../../frontends/sigma/index.ts'
import { hasKeys, type Vendor } from './vendor.ts'

export const mdecrevoisier: Vendor = {
  id: 'mdecrevoisier',
  title: 'mdecrevoisier',
  url: 'https://github.com/mdecrevoisier/SIGMA-detection-rules',
  license: 'CC0-1.0',
  shape: 'Sigma',
  endings: ['.yml', '.yaml'],
  recognises: ({ text }) => hasKeys(text, 'detection') && /^author: *mdecrevoisier/im.test(text),
  parse: parseSigma,
}
