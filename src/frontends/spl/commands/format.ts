import { defineShape, type SplCommandOf } from './command.ts'

export const format: SplCommandOf<'words'> = defineShape({
  name: 'format',
  summary: 'Makes a condition of the results of a subsearch.',
  example: 'a=1 | format',
})
