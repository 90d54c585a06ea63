import { defineWidening, type SplCommandOf } from './command.ts'

export const pivot: SplCommandOf<'words'> = defineWidening({
  name: 'pivot',
  summary: 'Computes a report of a data model.',
  example: '| pivot Web Web count(Web) AS n',
})
