import { defineShape, type SplCommandOf } from './command.ts'

export const redistribute: SplCommandOf<'words'> = defineShape({
  name: 'redistribute',
  summary: 'Spreads the work over indexers.',
  example: 'a=1 | redistribute',
})
