import { defineDerive, type SplCommandOf } from './command.ts'

export const rangemap: SplCommandOf<'words'> = defineDerive({
  name: 'rangemap',
  summary: 'Names the range that a number is in.',
  example: 'a=1 | rangemap field=n low=0-30 default=severe',
  names: ['range'],
})
