import { defineOutput, type SplCommandOf } from './command.ts'

export const collect: SplCommandOf<'words'> = defineOutput({
  name: 'collect',
  summary: 'Puts results into a summary index.',
  example: 'a=1 | collect index=summary',
})
