import { defineShape, type SplCommandOf } from './command.ts'

export const iconify: SplCommandOf<'words'> = defineShape({
  name: 'iconify',
  summary: 'Shows an icon for each value.',
  example: 'a=1 | iconify eventtype',
})
