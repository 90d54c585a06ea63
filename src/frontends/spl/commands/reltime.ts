import { defineShape, type SplCommandOf } from './command.ts'

export const reltime: SplCommandOf<'words'> = defineShape({
  name: 'reltime',
  summary: 'Adds how long ago an event was, in words.',
  example: 'a=1 | reltime',
})
