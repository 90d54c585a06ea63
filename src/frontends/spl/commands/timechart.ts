import { optional } from '../../../base/index.ts'
import type { Stage } from '../../../ir/index.ts'
import { printCommand } from '../print.ts'
import { groupKeys, readStats } from '../stats-clause.ts'
import { option } from '../words.ts'
import { timeFloor } from './bin.ts'
import { defineCommand, type SplCommandOf } from './command.ts'

/** “Creates a time series chart”: spans of time are a key. */
export const timechart: SplCommandOf<'words'> = defineCommand({
  name: 'timechart',
  aliases: ['sitimechart'],
  summary: 'Groups results by spans of time.',
  example: 'a=1 | timechart span=1h count by host',
  lower(command, lowering) {
    const { functions, derived, results, keys, words } = readStats(command.arguments, lowering)
    const computation = timeFloor(option(words, 'span'), lowering)
    const time: Stage = {
      kind: 'derive',
      names: ['_time'],
      text: printCommand(command),
      ...optional('computations', computation && [computation]),
      span: command.span,
    }
    lowering.fields.define('_time')
    const all = ['_time', ...keys]
    const groupBy = groupKeys(all, lowering)
    lowering.fields.group(all, results)
    const stage: Stage = { kind: 'aggregate', functions, groupBy, cased: true, span: command.span }
    return [...derived, time, stage]
  },
})
