import { defineDerive, type SplCommandOf } from './command.ts'

export const x11: SplCommandOf<'words'> = defineDerive({
  name: 'x11',
  summary: 'Removes seasons from numbers.',
  example: 'a=1 | x11 n',
  names: ['x11'],
})
