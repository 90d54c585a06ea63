import { defineShape, type SplCommandOf } from './command.ts'

export const head: SplCommandOf<'words'> = defineShape({
  name: 'head',
  summary: 'Keeps the first results.',
  example: 'a=1 | head 10',
})
