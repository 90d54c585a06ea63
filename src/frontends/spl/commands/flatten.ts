import { defineWidening, type SplCommandOf } from './command.ts'

export const flatten: SplCommandOf<'words'> = defineWidening({
  name: 'flatten',
  summary: 'Makes fields of an object.',
  example: 'a=1 | flatten b',
})
