import { defineShape, type SplCommandOf } from './command.ts'

export const tail: SplCommandOf<'words'> = defineShape({
  name: 'tail',
  summary: 'Keeps the last results.',
  example: 'a=1 | tail 5',
})
