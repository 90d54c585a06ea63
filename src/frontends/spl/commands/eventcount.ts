import { defineSource, type SplCommandOf } from './command.ts'

export const eventcount: SplCommandOf<'words'> = defineSource({
  name: 'eventcount',
  summary: 'Counts the events of indexes.',
  example: '| eventcount index=a',
})
