import { defineShape, type SplCommandOf } from './command.ts'

export const dedup: SplCommandOf<'words'> = defineShape({
  name: 'dedup',
  summary: 'Keeps one of the events that have the same values.',
  example: 'a=1 | dedup host, user sortby -_time',
})
