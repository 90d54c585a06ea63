import { defineWidening, type SplCommandOf } from './command.ts'

export const fromjson: SplCommandOf<'words'> = defineWidening({
  name: 'fromjson',
  summary: 'Makes fields of the keys of an object.',
  example: 'a=1 | fromjson b',
})
