import { defineShape, type SplCommandOf } from './command.ts'

export const returnCommand: SplCommandOf<'words'> = defineShape({
  name: 'return',
  summary: 'Gives the results of a subsearch as a condition.',
  example: 'a=1 | return 10 src',
})
