import { defineShape, type SplCommandOf } from './command.ts'

export const diff: SplCommandOf<'words'> = defineShape({
  name: 'diff',
  summary: 'Shows how two results differ.',
  example: 'a=1 | diff',
})
