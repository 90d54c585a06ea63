import { defineShape, type SplCommandOf } from './command.ts'

export const abstract: SplCommandOf<'words'> = defineShape({
  name: 'abstract',
  summary: 'Shortens the text of events.',
  example: 'a=1 | abstract maxlines=5',
})
