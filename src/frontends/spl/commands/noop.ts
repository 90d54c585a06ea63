import { defineShape, type SplCommandOf } from './command.ts'

export const noop: SplCommandOf<'words'> = defineShape({
  name: 'noop',
  summary: 'Does nothing; sets what the optimiser does.',
  example: 'a=1 | noop',
})
