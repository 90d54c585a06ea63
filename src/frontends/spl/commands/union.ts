import { combine } from './append.ts'
import { defineCommand, type SplCommandOf } from './command.ts'

export const union: SplCommandOf<'words'> = defineCommand({
  name: 'union',
  summary: 'Puts the results of several searches together.',
  example: '| union [search a=1] [search b=2]',
  ownsSubsearches: true,
  lower: (command, lowering) => combine(command, lowering, 'union'),
})
