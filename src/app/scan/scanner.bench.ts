import { bench, describe } from 'vitest'
import { makeTest } from '../../../test/support/make-test.ts'
import { builtRawEvent, type LogEvent, nameTable } from '../../ir/index.ts'
import { compileRules } from './compiled-rules.ts'
import { createReferenceScan } from './reference-scan.ts'
import type { UncompiledRule } from './scan-rule.ts'
import { createScanner } from './scanner.ts'

const rules: readonly UncompiledRule[] = Array.from({ length: 500 }, (_, i) => ({
  reference: { id: `r${i}`, title: `r${i}`, vendor: 'v', authors: [], path: `${i}.yml` },
  logSource: {
    product: 'windows',
    category: i % 2 === 0 ? 'process_creation' : 'network_connection',
  },
  expression: makeTest('ends_with', 'Image', `\\tool${i}.exe`),
}))

const events: readonly LogEvent[] = Array.from({ length: 1000 }, (_, i) => {
  const header = {
    provider: 'Microsoft-Windows-Sysmon',
    channel: 'Microsoft-Windows-Sysmon/Operational',
    eventId: i % 2 === 0 ? '1' : '3',
  }
  // One event in a hundred matches.
  const image = `C:\\Windows\\${i % 100 === 0 ? 'tool' : 'other'}${i % 50}.exe`
  return { header, fields: new Map([['Image', [image]]]) }
})

describe('500 rules of two log sources on 1,000 events', () => {
  const names = nameTable()
  const raw = builtRawEvent(names)
  const scanner = createScanner(compileRules(rules), names)
  bench('scanner', () => {
    for (const event of events) {
      raw.set(event)
      scanner.scan('f', raw)
    }
  })

  const reference = createReferenceScan(rules)
  bench('reference', () => {
    for (const event of events) reference('f', event)
  })
})
