import { defineShape, type SplCommandOf } from './command.ts'

export const nomv: SplCommandOf<'words'> = defineShape({
  name: 'nomv',
  summary: 'Makes one value of several.',
  example: 'a=1 | nomv b',
})
