import { defineSource, type SplCommandOf } from './command.ts'

export const metadata: SplCommandOf<'words'> = defineSource({
  name: 'metadata',
  summary: 'Lists hosts, sources or source types.',
  example: '| metadata type=hosts index=a',
})
