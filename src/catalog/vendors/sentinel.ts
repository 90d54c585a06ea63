import { parseSentinel } from '../../frontends/sentinel/index.ts'
import { loadKusto } from './load-kusto.ts'
import { hasAnyKey, hasKeys, type Vendor } from './vendor.ts'

export const sentinel: Vendor = {
  id: 'sentinel',
  title: 'Microsoft Sentinel',
  url: 'https://github.com/Azure/Azure-Sentinel',
  license: 'MIT',
  shape: 'Sentinel',
  endings: ['.yml', '.yaml'],
  recognises: ({ text }) =>
    hasKeys(text, 'name', 'query') &&
    hasAnyKey(
      text,
      'requiredDataConnectors',
      'relevantTechniques',
      'queryFrequency',
      'entityMappings',
    ),
  parse: text => {
    const { value, diagnostics } = parseSentinel(text, loadKusto())
    return { value: { rules: value.rules, filters: [] }, diagnostics }
  },
}
