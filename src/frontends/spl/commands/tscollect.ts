import { defineOutput, type SplCommandOf } from './command.ts'

export const tscollect: SplCommandOf<'words'> = defineOutput({
  name: 'tscollect',
  summary: 'Writes results to files for tstats.',
  example: 'a=1 | tscollect namespace=x',
})
