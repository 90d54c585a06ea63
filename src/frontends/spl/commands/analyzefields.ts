import { defineShape, type SplCommandOf } from './command.ts'

export const analyzefields: SplCommandOf<'words'> = defineShape({
  name: 'analyzefields',
  aliases: ['af'],
  summary: 'Says how well fields predict another.',
  example: 'a=1 | analyzefields classfield=b',
})
