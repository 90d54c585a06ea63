import { defineShape, type SplCommandOf } from './command.ts'

export const highlight: SplCommandOf<'words'> = defineShape({
  name: 'highlight',
  summary: 'Marks words in the shown text.',
  example: 'a=1 | highlight login',
})
