import { defineShape, type SplCommandOf } from './command.ts'

export const localize: SplCommandOf<'words'> = defineShape({
  name: 'localize',
  summary: 'Finds spans of time with results.',
  example: 'a=1 | localize',
})
