import { combine } from './append.ts'
import { defineCommand, type SplCommandOf } from './command.ts'

export const set: SplCommandOf<'words'> = defineCommand({
  name: 'set',
  summary: 'Combines the results of two searches as sets.',
  example: '| set diff [search a=1] [search b=2]',
  ownsSubsearches: true,
  lower: (command, lowering) => combine(command, lowering, 'set'),
})
