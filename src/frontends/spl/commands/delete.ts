import { defineShape, type SplCommandOf } from './command.ts'

export const deleteCommand: SplCommandOf<'words'> = defineShape({
  name: 'delete',
  summary: 'Makes events unfindable.',
  example: 'a=1 | delete',
})
