import { defineShape, type SplCommandOf } from './command.ts'

export const rtorder: SplCommandOf<'words'> = defineShape({
  name: 'rtorder',
  summary: 'Puts events of a real-time search in order.',
  example: 'a=1 | rtorder',
})
