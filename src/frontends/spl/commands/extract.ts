import { defineWidening, type SplCommandOf } from './command.ts'

export const extract: SplCommandOf<'words'> = defineWidening({
  name: 'extract',
  aliases: ['kv'],
  summary: 'Extracts pairs of keys and values.',
  example: 'a=1 | extract pairdelim="," kvdelim="="',
})
