import { defineSource, type SplCommandOf } from './command.ts'

export const typeahead: SplCommandOf<'words'> = defineSource({
  name: 'typeahead',
  summary: 'Lists how words go on.',
  example: '| typeahead prefix="a" count=5',
})
