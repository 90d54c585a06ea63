import { combine } from './append.ts'
import { defineCommand, type SplCommandOf } from './command.ts'

export const multisearch: SplCommandOf<'words'> = defineCommand({
  name: 'multisearch',
  summary: 'Runs several searches at the same time.',
  example: '| multisearch [search a=1] [search b=2]',
  ownsSubsearches: true,
  lower: (command, lowering) => combine(command, lowering, 'multisearch'),
})
