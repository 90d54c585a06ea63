import { defineOutput, type SplCommandOf } from './command.ts'

export const mcollect: SplCommandOf<'words'> = defineOutput({
  name: 'mcollect',
  summary: 'Puts results into an index of metrics.',
  example: 'a=1 | mcollect index=m',
})
