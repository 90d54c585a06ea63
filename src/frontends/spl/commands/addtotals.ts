import { defineDerive, type SplCommandOf } from './command.ts'

export const addtotals: SplCommandOf<'words'> = defineDerive({
  name: 'addtotals',
  summary: 'Adds the sum of a row’s numbers.',
  example: 'a=1 | addtotals row=t',
  names: ['Total'],
})
