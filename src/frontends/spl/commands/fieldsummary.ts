import { defineWidening, type SplCommandOf } from './command.ts'

export const fieldsummary: SplCommandOf<'words'> = defineWidening({
  name: 'fieldsummary',
  summary: 'Computes statistics of every field.',
  example: 'a=1 | fieldsummary',
})
