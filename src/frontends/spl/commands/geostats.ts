import { defineCommand, type SplCommandOf } from './command.ts'
import { groupStages } from './stats.ts'

export const geostats: SplCommandOf<'words'> = defineCommand({
  name: 'geostats',
  summary: 'Groups results by places on a map.',
  example: 'a=1 | geostats latfield=lat longfield=lon count by host',
  lower: (command, lowering) => groupStages(command, lowering),
})
