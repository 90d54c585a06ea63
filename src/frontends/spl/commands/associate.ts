import { defineWidening, type SplCommandOf } from './command.ts'

export const associate: SplCommandOf<'words'> = defineWidening({
  name: 'associate',
  summary: 'Finds which fields relate.',
  example: 'a=1 | associate',
})
