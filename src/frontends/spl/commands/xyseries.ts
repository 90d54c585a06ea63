import { defineWidening, type SplCommandOf } from './command.ts'

export const xyseries: SplCommandOf<'words'> = defineWidening({
  name: 'xyseries',
  aliases: ['maketable'],
  summary: 'Makes a table of rows.',
  example: 'a=1 | xyseries a b c',
})
