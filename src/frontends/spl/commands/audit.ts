import { defineShape, type SplCommandOf } from './command.ts'

export const audit: SplCommandOf<'words'> = defineShape({
  name: 'audit',
  summary: 'Shows what the audit index says.',
  example: 'a=1 | audit',
})
