import { defineSource, type SplCommandOf } from './command.ts'

export const inputintelligence: SplCommandOf<'words'> = defineSource({
  name: 'inputintelligence',
  summary: 'Reads a list of threat intelligence.',
  example: '| inputintelligence x',
})
