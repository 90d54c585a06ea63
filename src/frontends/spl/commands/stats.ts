import type { AggregateStage, Stage } from '../../../ir/index.ts'
import type { SplLowering } from '../lowering.ts'
import { groupKeys, readStats } from '../stats-clause.ts'
import type { SplPlain } from '../syntax.ts'
import { defineCommand, type SplCommandOf } from './command.ts'

export const stats: SplCommandOf<'words'> = defineCommand({
  name: 'stats',
  aliases: ['sistats'],
  summary: 'Groups results and computes statistics of each group.',
  example: 'a=1 | stats count, dc(b) as n by host',
  lower: (command, lowering) => groupStages(command, lowering),
})

/** Groups are left, with their keys and results. */
export function groupStages(command: SplPlain, lowering: SplLowering): readonly Stage[] {
  const { functions, derived, results, keys } = readStats(command.arguments, lowering)
  const groupBy = groupKeys(keys, lowering)
  lowering.fields.group(keys, results)
  return [...derived, { kind: 'aggregate', functions, groupBy, cased: true, span: command.span }]
}

/** Results are added to every event of their group. */
export function rowStages(command: SplPlain, lowering: SplLowering, prefix = ''): readonly Stage[] {
  const { functions: read, derived, results, keys } = readStats(command.arguments, lowering)
  const groupBy = groupKeys(keys, lowering)
  for (const name of results) {
    if (name.includes('*')) lowering.fields.aggregateAll()
    else lowering.fields.define(name, { isAggregate: true })
  }
  const functions = read.map(one => ({ ...one, name: `${prefix}${one.name}` }))
  const aggregate: AggregateStage = {
    kind: 'aggregate',
    functions,
    groupBy,
    cased: true,
    keepsRows: true,
    span: command.span,
  }
  return [...derived, aggregate]
}
