import { defineDerive, type SplCommandOf } from './command.ts'

export const relevancy: SplCommandOf<'words'> = defineDerive({
  name: 'relevancy',
  summary: 'Scores how well an event fits the search.',
  example: 'a=1 | relevancy',
  names: ['relevancy'],
})
