import { defineSource, type SplCommandOf } from './command.ts'

export const searchtxn: SplCommandOf<'words'> = defineSource({
  name: 'searchtxn',
  summary: 'Finds transactions of a kind that is set up elsewhere.',
  example: '| searchtxn mail user=a',
})
