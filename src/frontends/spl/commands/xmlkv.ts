import { defineWidening, type SplCommandOf } from './command.ts'

export const xmlkv: SplCommandOf<'words'> = defineWidening({
  name: 'xmlkv',
  summary: 'Extracts fields from XML.',
  example: 'a=1 | xmlkv',
})
