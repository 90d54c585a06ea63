import { defineWidening, type SplCommandOf } from './command.ts'

export const correlate: SplCommandOf<'words'> = defineWidening({
  name: 'correlate',
  summary: 'Computes how fields correlate.',
  example: 'a=1 | correlate',
})
