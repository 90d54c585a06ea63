import { defineWidening, type SplCommandOf } from './command.ts'

export const timewrap: SplCommandOf<'words'> = defineWidening({
  name: 'timewrap',
  summary: 'Compares one span of time with another.',
  example: 'a=1 | timechart count | timewrap 1d',
})
