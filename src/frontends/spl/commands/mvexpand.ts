import { defineShape, type SplCommandOf } from './command.ts'

export const mvexpand: SplCommandOf<'words'> = defineShape({
  name: 'mvexpand',
  summary: 'Makes a result of each value of a field.',
  example: 'a=1 | mvexpand b',
})
