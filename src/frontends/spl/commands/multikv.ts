import { defineWidening, type SplCommandOf } from './command.ts'

export const multikv: SplCommandOf<'words'> = defineWidening({
  name: 'multikv',
  summary: 'Extracts a table from an event.',
  example: 'a=1 | multikv',
})
