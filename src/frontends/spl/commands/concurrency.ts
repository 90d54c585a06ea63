import { defineDerive, type SplCommandOf } from './command.ts'

export const concurrency: SplCommandOf<'words'> = defineDerive({
  name: 'concurrency',
  summary: 'Counts what runs at the same time.',
  example: 'a=1 | concurrency duration=d',
  names: ['concurrency'],
})
