import { defineWidening, type SplCommandOf } from './command.ts'

export const kvform: SplCommandOf<'words'> = defineWidening({
  name: 'kvform',
  summary: 'Extracts pairs by a form.',
  example: 'a=1 | kvform',
})
