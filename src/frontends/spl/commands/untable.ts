import { defineWidening, type SplCommandOf } from './command.ts'

export const untable: SplCommandOf<'words'> = defineWidening({
  name: 'untable',
  summary: 'Makes rows of a table’s cells.',
  example: 'a=1 | untable a b c',
})
