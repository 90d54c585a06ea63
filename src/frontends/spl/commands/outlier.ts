import { defineWidening, type SplCommandOf } from './command.ts'

export const outlier: SplCommandOf<'words'> = defineWidening({
  name: 'outlier',
  summary: 'Moves or removes numbers that lie far out.',
  example: 'a=1 | outlier n',
})
