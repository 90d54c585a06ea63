import { expect, test } from 'vitest'
import { loadKusto } from './load-kusto.ts'
import { reprise99 } from './reprise99.ts'
import { splunk } from './splunk.ts'

const isLoaded = (): boolean => Reflect.has(globalThis, 'Kusto')
const context = { companions: [] }

test('Microsoft’s parser is loaded when the first query of Kusto is read, and not before', () => {
  const search = 'name: x\nid: y\nsearch: index=main EventCode=1\ndate: 2024-01-01\n'
  splunk.parse(search, { name: 'x.yml', ...context })
  expect(reprise99.recognises({ name: 'x.kql', text: 'T | where a == 1' })).toBe(true)
  expect(isLoaded()).toBe(false)

  const parsed = reprise99.parse('T | where a == 1', { name: 'x.kql', ...context })
  expect(parsed?.value.rules).toHaveLength(1)
  expect(isLoaded()).toBe(true)
})

test('it is loaded once', () => {
  expect(loadKusto()).toBe(loadKusto())
})
