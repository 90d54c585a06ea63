import { defineSource, type SplCommandOf } from './command.ts'

export const inputcsv: SplCommandOf<'words'> = defineSource({
  name: 'inputcsv',
  summary: 'Reads a file.',
  example: '| inputcsv x.csv',
})
