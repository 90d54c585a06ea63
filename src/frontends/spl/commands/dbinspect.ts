import { defineSource, type SplCommandOf } from './command.ts'

export const dbinspect: SplCommandOf<'words'> = defineSource({
  name: 'dbinspect',
  summary: 'Lists the buckets of an index.',
  example: '| dbinspect index=a',
})
