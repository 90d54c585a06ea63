import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { defaultLogLimits } from '../../src/logs/limits.ts'
import { readZip } from '../../src/logs/zip.ts'
import { rawOutcomes, slowOutcomes } from '../support/json-outcomes.ts'
import { describeShared, shared } from '../support/shared.ts'

function filesBelow(folder: string, extension: string): readonly string[] {
  return readdirSync(folder)
    .sort()
    .flatMap(name => {
      const path = join(folder, name)
      if (statSync(path).isDirectory()) return filesBelow(path, extension)
      return name.toLowerCase().endsWith(extension) ? [path] : []
    })
}

/** Files are compared up to here, so that all of them can be. */
const mostBytes = 1_500_000

/** Reads the same pieces both ways. */
function compare(pieces: readonly Uint8Array[]): { events: number; fast: number; equal: boolean } {
  const { outcomes, walked } = rawOutcomes(pieces)
  const equal = isDeepStrictEqual(outcomes, slowOutcomes(pieces))
  return { events: outcomes.filter(o => 'event' in o).length, fast: walked, equal }
}

describeShared('the raw decoder of JSON finds what the slow one finds', () => {
  const logs = join(shared, 'logs')

  test('in the security datasets', async () => {
    const counts = { files: 0, events: 0, slow: 0, different: [] as readonly string[] }
    for (const path of filesBelow(join(logs, 'security-datasets'), '.zip')) {
      for await (const { name, blocks } of readZip(path, defaultLogLimits, () => {})) {
        const isLog = name.endsWith('.json') && !name.includes('._')
        const pieces: Uint8Array[] = []
        for (let size = 0; isLog && size < mostBytes; ) {
          const { value } = await blocks.next()
          if (value === undefined) break
          pieces.push(new Uint8Array(value))
          size += value.length
        }
        await blocks.return()
        if (!isLog) continue
        const { events, fast, equal } = compare(pieces)
        counts.files++
        counts.events += events
        counts.slow += events - fast
        if (!equal) counts.different = [...counts.different, path]
      }
    }
    expect(counts).toEqual({ files: 44, events: 25_142, slow: 0, different: [] })
  })

  test('in the JSON of the regression cases', () => {
    const counts = { files: 0, events: 0, slow: 0, different: [] as readonly string[] }
    for (const path of filesBelow(join(logs, 'sigma-regression'), '.json')) {
      const { events, fast, equal } = compare([new Uint8Array(readFileSync(path))])
      counts.files++
      counts.events += events
      counts.slow += events - fast
      if (!equal) counts.different = [...counts.different, path]
    }
    expect(counts).toEqual({ files: 96, events: 120, slow: 0, different: [] })
  })
})
