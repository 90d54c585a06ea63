import { combine } from './append.ts'
import { defineCommand, type SplCommandOf } from './command.ts'

export const appendcols: SplCommandOf<'words'> = defineCommand({
  name: 'appendcols',
  summary: 'Puts the results of a subsearch beside those before, as columns.',
  example: 'a=1 | appendcols [search b=2]',
  ownsSubsearches: true,
  lower: (command, lowering) => combine(command, lowering, 'appendcols'),
})
