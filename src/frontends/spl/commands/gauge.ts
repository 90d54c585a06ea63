import { defineShape, type SplCommandOf } from './command.ts'

export const gauge: SplCommandOf<'words'> = defineShape({
  name: 'gauge',
  summary: 'Prepares a value for a gauge.',
  example: 'a=1 | gauge n 0 10 20',
})
