import { defineCommand, type SplCommandOf } from './command.ts'
import { rowStages } from './stats.ts'

/** What it computes is of the rows so far, so the functions have names of their own. */
export const streamstats: SplCommandOf<'words'> = defineCommand({
  name: 'streamstats',
  summary: 'Adds statistics of the results before it to every result.',
  example: 'a=1 | streamstats window=5 count by user',
  lower: (command, lowering) => rowStages(command, lowering, 'running_'),
})
