import { defineWidening, type SplCommandOf } from './command.ts'

export const transpose: SplCommandOf<'words'> = defineWidening({
  name: 'transpose',
  summary: 'Turns rows into columns.',
  example: 'a=1 | transpose',
})
