import { defineShape, type SplCommandOf } from './command.ts'

export const uniq: SplCommandOf<'words'> = defineShape({
  name: 'uniq',
  summary: 'Removes results that repeat the one before.',
  example: 'a=1 | uniq',
})
