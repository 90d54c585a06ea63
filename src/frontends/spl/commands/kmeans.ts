import { defineDerive, type SplCommandOf } from './command.ts'

export const kmeans: SplCommandOf<'words'> = defineDerive({
  name: 'kmeans',
  summary: 'Puts events into k groups.',
  example: 'a=1 | kmeans k=4 b',
  names: ['CLUSTERNUM'],
})
