import { defineOutput, type SplCommandOf } from './command.ts'

export const outputlookup: SplCommandOf<'words'> = defineOutput({
  name: 'outputlookup',
  summary: 'Writes results to a lookup.',
  example: 'a=1 | outputlookup x.csv',
})
