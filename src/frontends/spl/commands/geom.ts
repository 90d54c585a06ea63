import { defineDerive, type SplCommandOf } from './command.ts'

export const geom: SplCommandOf<'words'> = defineDerive({
  name: 'geom',
  summary: 'Adds the shape of a region.',
  example: 'a=1 | geom geo_us_states',
  names: ['geom'],
})
