import { defineOutput, type SplCommandOf } from './command.ts'

export const outputcsv: SplCommandOf<'words'> = defineOutput({
  name: 'outputcsv',
  summary: 'Writes results to a file.',
  example: 'a=1 | outputcsv x.csv',
})
