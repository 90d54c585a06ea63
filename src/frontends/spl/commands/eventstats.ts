import { defineCommand, type SplCommandOf } from './command.ts'
import { rowStages } from './stats.ts'

export const eventstats: SplCommandOf<'words'> = defineCommand({
  name: 'eventstats',
  summary: 'Adds statistics of its group to every result.',
  example: 'a=1 | eventstats dc(host) as n by user',
  lower: (command, lowering) => rowStages(command, lowering),
})
