import { defineWidening, type SplCommandOf } from './command.ts'

export const script: SplCommandOf<'words'> = defineWidening({
  name: 'script',
  aliases: ['run'],
  summary: 'Runs a script.',
  example: 'a=1 | script python x',
})
