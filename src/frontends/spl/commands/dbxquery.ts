import { defineSource, type SplCommandOf } from './command.ts'

export const dbxquery: SplCommandOf<'words'> = defineSource({
  name: 'dbxquery',
  summary: 'Asks a database.',
  example: '| dbxquery query="select 1" connection=c',
})
