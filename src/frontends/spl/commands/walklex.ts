import { defineSource, type SplCommandOf } from './command.ts'

export const walklex: SplCommandOf<'words'> = defineSource({
  name: 'walklex',
  summary: 'Lists the terms of an index.',
  example: '| walklex type=term index=a',
})
