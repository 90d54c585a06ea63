import { defineShape, type SplCommandOf } from './command.ts'

export const reverse: SplCommandOf<'words'> = defineShape({
  name: 'reverse',
  summary: 'Turns the order around.',
  example: 'a=1 | reverse',
})
