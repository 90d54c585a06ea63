import { defineShape, type SplCommandOf } from './command.ts'

export const sort: SplCommandOf<'words'> = defineShape({
  name: 'sort',
  summary: 'Puts results in order.',
  example: 'a=1 | sort - count',
})
