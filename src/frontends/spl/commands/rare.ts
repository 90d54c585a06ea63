import { defineCommand, type SplCommandOf } from './command.ts'
import { commonValues } from './top.ts'

export const rare: SplCommandOf<'words'> = defineCommand({
  name: 'rare',
  aliases: ['sirare'],
  summary: 'Counts values, and keeps the least common.',
  example: 'a=1 | rare limit=10 user by host',
  lower: (command, lowering) => commonValues(command, lowering),
})
