import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import {
  compileRules,
  createReferenceScan,
  createScanner,
  type Match,
  type Scanner,
  selectRules,
  toScanRules,
} from '../../src/app/index.ts'
import { readRuleSources } from '../../src/catalog/index.ts'
import { type LogEvent, nameTable } from '../../src/ir/index.ts'
import { logReader, readInputs } from '../../src/logs/index.ts'
import { describeShared, shared } from '../support/shared.ts'
import { withoutPlaces } from '../support/without-places.ts'

/**
 * The compiled engine against the reference on every record of the shared logs, with all of SigmaHQ's
 * rules, deprecated and unsupported ones too. Matches must be equal whole: rule, branch, tests, places in
 * the values; where a test stands in its rule the compiled engine does not say.
 */
describeShared('the compiled engine says what the reference says', () => {
  let scanner: Scanner
  let reference: (file: string, event: LogEvent) => readonly Match[]
  const names = nameTable()

  beforeAll(() => {
    const { rules } = readRuleSources([
      { path: join(shared, 'corpora', 'sigma') },
      { path: join(shared, 'corpora', 'sigma-mdecrevoisier') },
      { path: join(shared, 'corpora', 'sigma-joesecurity') },
    ])
    const statuses = ['stable', 'test', 'experimental', 'deprecated', 'unsupported']
    const run = toScanRules(selectRules(rules, { statuses })).rules
    scanner = createScanner(compileRules(run), names)
    reference = createReferenceScan(run)
  })

  /** Reads raw events as `scan` does, and builds each for the reference. */
  async function compare(path: string): Promise<{ events: number; matches: number }> {
    const counts = { events: 0, matches: 0 }
    const others: unknown[] = []
    const reader = logReader(names, {
      onProblem() {},
      onEvent(file, raw) {
        const found = scanner.scan(file, raw)
        counts.events++
        counts.matches += found.length
        const expected = reference(file, raw.toEvent()).map(withoutPlaces)
        if (!isDeepStrictEqual(found, expected)) others.push({ found, expected })
      },
    })
    const { inputs } = readInputs([path])
    for (const input of inputs) for await (const _ of reader.read({ input })) void _
    expect(others.slice(0, 3)).toEqual([])
    return counts
  }

  test.each([
    ['evtx-attack-samples', { events: 8255, matches: 2165 }],
    ['sigma-regression', { events: 240, matches: 387 }],
    ['security-datasets', { events: 247_513, matches: 11_489 }],
  ])('on every event of %s', async (name, expected) => {
    expect(await compare(join(shared, 'logs', name))).toEqual(expected)
  })
})
