import { defineSource, type SplCommandOf } from './command.ts'

export const rest: SplCommandOf<'words'> = defineSource({
  name: 'rest',
  summary: 'Asks the server’s own interface.',
  example: '| rest /services/data/indexes',
})
