import { defineShape, type SplCommandOf } from './command.ts'

export const makejson: SplCommandOf<'words'> = defineShape({
  name: 'makejson',
  aliases: ['tojson'],
  summary: 'Puts fields into one object.',
  example: 'a=1 | makejson output=b',
})
