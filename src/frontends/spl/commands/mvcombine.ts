import { defineShape, type SplCommandOf } from './command.ts'

export const mvcombine: SplCommandOf<'words'> = defineShape({
  name: 'mvcombine',
  summary: 'Puts results that differ in one field together.',
  example: 'a=1 | mvcombine b',
})
