import { defineWidening, type SplCommandOf } from './command.ts'

export const anomalydetection: SplCommandOf<'words'> = defineWidening({
  name: 'anomalydetection',
  summary: 'Finds events that are unlikely.',
  example: 'a=1 | anomalydetection b action=annotate',
})
