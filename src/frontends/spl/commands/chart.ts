import { defineCommand, type SplCommandOf } from './command.ts'
import { groupStages } from './stats.ts'

/** The values of the second key become columns, whose names nobody knows. */
export const chart: SplCommandOf<'words'> = defineCommand({
  name: 'chart',
  aliases: ['sichart'],
  summary: 'Groups results into a table for a chart.',
  example: 'a=1 | chart count over host by user',
  lower(command, lowering) {
    const stages = groupStages(command, lowering)
    lowering.fields.widen()
    return stages
  },
})
