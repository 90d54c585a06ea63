import { expect } from 'vitest'
import {
  compileRules,
  createReferenceScan,
  createScanner,
  type Match,
  type RunnableRule,
  type ScanCounts,
  type ScanOptions,
  toScanRule,
} from '../../src/app/index.ts'
import { builtRawEvent, type LogEvent, nameTable } from '../../src/ir/index.ts'
import { withoutPlaces } from './without-places.ts'

/** Scans built events, and checks that the reference says the same of each. */
export function eventScanner(
  run: readonly RunnableRule[],
  options: ScanOptions = {},
): {
  scan(file: string, event: LogEvent): readonly Match[]
  readonly counts: ScanCounts
} {
  const rules = run.map(toScanRule)
  const names = nameTable()
  const raw = builtRawEvent(names)
  const scanner = createScanner(compileRules(rules, options.lists), names, options)
  const reference = createReferenceScan(rules, options)
  return {
    scan(file, event) {
      raw.set(event)
      const before = scanner.counts.outOfTime
      const matches = scanner.scan(file, raw)
      if (scanner.counts.outOfTime === before) {
        expect(matches).toEqual(reference(file, event).map(withoutPlaces))
      }
      return matches
    },
    counts: scanner.counts,
  }
}
