import { defineSource, type SplCommandOf } from './command.ts'

export const history: SplCommandOf<'words'> = defineSource({
  name: 'history',
  summary: 'Lists earlier searches.',
  example: '| history',
})
