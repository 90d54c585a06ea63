import { defineDerive, type SplCommandOf } from './command.ts'

export const addinfo: SplCommandOf<'words'> = defineDerive({
  name: 'addinfo',
  summary: 'Adds what is known of the search.',
  example: 'a=1 | addinfo',
  names: ['info_min_time', 'info_max_time', 'info_sid', 'info_search_time'],
})
