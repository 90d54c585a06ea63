import { defineSource, type SplCommandOf } from './command.ts'

export const loadjob: SplCommandOf<'words'> = defineSource({
  name: 'loadjob',
  summary: 'Reads the results of an earlier search.',
  example: '| loadjob savedsearch="a:b:c"',
})
