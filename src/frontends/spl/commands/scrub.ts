import { defineShape, type SplCommandOf } from './command.ts'

export const scrub: SplCommandOf<'words'> = defineShape({
  name: 'scrub',
  summary: 'Makes text anonymous.',
  example: 'a=1 | scrub',
})
