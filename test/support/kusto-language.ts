import { createRequire } from 'node:module'
import { isKustoLanguage, type KustoLanguage } from '../../src/frontends/kusto/index.ts'

/** Microsoft’s parser of Kusto, for tests of the front end, which is given it. */
export function loadKustoLanguage(): KustoLanguage {
  const require = createRequire(import.meta.url)
  require('@kusto/language-service-next/bridge.min.js')
  require('@kusto/language-service-next/Kusto.Language.Bridge.min.js')
  const language: unknown = Object(Reflect.get(globalThis, 'Kusto')).Language
  if (!isKustoLanguage(language)) throw new Error('the package has another shape')
  return language
}
