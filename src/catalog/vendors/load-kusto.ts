import { createRequire } from 'node:module'
import { invariant, once } from '../../base/index.ts'
import {
  createKustoReader,
  isKustoLanguage,
  type KustoReader,
} from '../../frontends/kusto/index.ts'

/**
 * The reader of Kusto queries, which loads Microsoft’s parser: a sixth of a second. Only who has a query to read
 * asks for it; after the first time it is there.
 */
export const loadKusto: () => KustoReader = once(() => {
  const require = createRequire(import.meta.url)
  // The package is C# that runs on a runtime of its own, which has to come first, and leaves its names in the
  // global object.
  require('@kusto/language-service-next/bridge.min.js')
  require('@kusto/language-service-next/Kusto.Language.Bridge.min.js')
  const namespace: unknown = Reflect.get(globalThis, 'Kusto')
  const language: unknown = Object(namespace).Language
  invariant(
    isKustoLanguage(language),
    'the package of Kusto has the parser that its version promises',
  )
  return createKustoReader(language)
})
