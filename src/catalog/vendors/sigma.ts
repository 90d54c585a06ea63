import { parseSigma } from '../../frontends/sigma/index.ts'
import { hasAnyKey, hasKeys, type Vendor } from './vendor.ts'

export const sigma: Vendor = {
  id: 'sigma',
  title: 'SigmaHQ',
  url: 'https://github.com/SigmaHQ/sigma',
  license: 'DRL-1.1',
  shape: 'Sigma',
  endings: ['.yml', '.yaml'],
  recognises: ({ text }) =>
    hasAnyKey(text, 'detection', 'correlation') || hasKeys(text, 'logsource', 'filter'),
  // Anybody may write plain Sigma: a folder of it is SigmaHQ’s only if its licence says so.
  ownLicense: /rules contained in the SigmaHQ repository/i,
  parse: parseSigma,
}
