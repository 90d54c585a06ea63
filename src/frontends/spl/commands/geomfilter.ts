import { defineShape, type SplCommandOf } from './command.ts'

export const geomfilter: SplCommandOf<'words'> = defineShape({
  name: 'geomfilter',
  summary: 'Keeps the shapes inside a part of a map.',
  example: 'a=1 | geomfilter min_x=-90 min_y=-90 max_x=90 max_y=90',
})
