import { defineWidening, type SplCommandOf } from './command.ts'

export const cofilter: SplCommandOf<'words'> = defineWidening({
  name: 'cofilter',
  summary: 'Counts which values occur together.',
  example: 'a=1 | cofilter b c',
})
