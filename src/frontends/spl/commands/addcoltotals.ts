import { defineShape, type SplCommandOf } from './command.ts'

export const addcoltotals: SplCommandOf<'words'> = defineShape({
  name: 'addcoltotals',
  summary: 'Adds a row with the totals of columns.',
  example: 'a=1 | addcoltotals b',
})
