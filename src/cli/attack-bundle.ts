import { readFileSync } from 'node:fs'
import { type AttackTable, parseAttackBundle } from '../knowledge/index.ts'
import { UsageError } from './exit-codes.ts'

/** The table of a bundle on disk; a file that is none is the user’s mistake. */
export function readAttackBundle(path: string): AttackTable {
  let bundle: unknown
  try {
    bundle = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError(`--attack cannot read “${path}”: ${why}`)
  }
  const table = parseAttackBundle(bundle)
  if (table.kind === 'attack-table') return table
  throw new UsageError(`--attack cannot read “${path}”: ${table.message}`)
}
