import { defineOutput, type SplCommandOf } from './command.ts'

export const meventcollect: SplCommandOf<'words'> = defineOutput({
  name: 'meventcollect',
  summary: 'Puts events into an index of metrics.',
  example: 'a=1 | meventcollect index=m',
})
