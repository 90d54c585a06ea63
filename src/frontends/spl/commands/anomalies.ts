import { defineDerive, type SplCommandOf } from './command.ts'

export const anomalies: SplCommandOf<'words'> = defineDerive({
  name: 'anomalies',
  summary: 'Scores how unexpected an event is.',
  example: 'a=1 | anomalies field=b',
  names: ['unexpectedness'],
})
