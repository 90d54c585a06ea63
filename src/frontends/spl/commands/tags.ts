import { defineShape, type SplCommandOf } from './command.ts'

export const tags: SplCommandOf<'words'> = defineShape({
  name: 'tags',
  summary: 'Adds the tags of fields.',
  example: 'a=1 | tags',
})
