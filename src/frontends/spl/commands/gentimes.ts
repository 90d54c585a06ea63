import { defineSource, type SplCommandOf } from './command.ts'

export const gentimes: SplCommandOf<'words'> = defineSource({
  name: 'gentimes',
  summary: 'Makes a row for each span of time.',
  example: '| gentimes start=-7',
})
