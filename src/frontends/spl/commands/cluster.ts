import { defineDerive, type SplCommandOf } from './command.ts'

export const cluster: SplCommandOf<'words'> = defineDerive({
  name: 'cluster',
  summary: 'Puts similar events together.',
  example: 'a=1 | cluster showcount=t',
  names: ['cluster_label', 'cluster_count'],
})
