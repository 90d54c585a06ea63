import { defineShape, type SplCommandOf } from './command.ts'

export const require: SplCommandOf<'words'> = defineShape({
  name: 'require',
  summary: 'Fails when there are no results.',
  example: 'a=1 | require',
})
