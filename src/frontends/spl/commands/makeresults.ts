import { defineSource, type SplCommandOf } from './command.ts'

export const makeresults: SplCommandOf<'words'> = defineSource({
  name: 'makeresults',
  summary: 'Makes rows of nothing.',
  example: '| makeresults count=2',
})
