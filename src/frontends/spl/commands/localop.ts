import { defineShape, type SplCommandOf } from './command.ts'

export const localop: SplCommandOf<'words'> = defineShape({
  name: 'localop',
  summary: 'Runs what follows on the search head.',
  example: 'a=1 | localop',
})
