import { defineWidening, type SplCommandOf } from './command.ts'

export const arules: SplCommandOf<'words'> = defineWidening({
  name: 'arules',
  summary: 'Finds which values go together.',
  example: 'a=1 | arules b c',
})
