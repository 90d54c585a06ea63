/** The process that reads hostile logs: it may be killed, or die of one, and another takes its place. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { selectRules, toScanRule } from '../../src/app/index.ts'
import { readRuleSources } from '../../src/catalog/index.ts'
import { createExaminer, type Examined, peakMemory } from './examine.ts'
import { makeInput } from './make-input.ts'
import { findSeeds } from './seeds.ts'

export interface ToFuzzWorker {
  readonly first: number
  /** How many inputs it has to read. */
  readonly count: number
}

export type FromFuzzWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'begin'; readonly number: number; readonly bytes: number }
  | {
      readonly kind: 'end'
      readonly number: number
      readonly examined: Examined
      /** By how much the most memory that the process ever had has grown since it began, in bytes. */
      readonly grown: number
    }
  | { readonly kind: 'done' }

const [, , root = '', seedText = '0', folder = ''] = process.argv
const seed = Number(seedText)

const { groups } = findSeeds(root)
const { rules } = readRuleSources([{ path: join(root, 'data', 'starter', 'rules') }])
mkdirSync(folder, { recursive: true })
const examiner = createExaminer(folder, selectRules(rules, {}).run.map(toScanRule))
const tell = (message: FromFuzzWorker): Promise<void> =>
  new Promise(resolve => process.send?.(message, undefined, undefined, () => resolve()))

const before = peakMemory()

process.on('message', async ({ first, count }: ToFuzzWorker) => {
  for (let number = first; number < first + count; number++) {
    const input = await makeInput(groups, seed, number)
    await tell({ kind: 'begin', number, bytes: input.bytes.length })
    const examined = await examiner.examine(input)
    await tell({ kind: 'end', number, examined, grown: peakMemory() - before })
  }
  await tell({ kind: 'done' })
})
await tell({ kind: 'ready' })
