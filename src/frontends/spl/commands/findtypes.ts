import { defineDerive, type SplCommandOf } from './command.ts'

export const findtypes: SplCommandOf<'words'> = defineDerive({
  name: 'findtypes',
  summary: 'Suggests event types.',
  example: 'a=1 | findtypes',
  names: ['size', 'coverage'],
})
