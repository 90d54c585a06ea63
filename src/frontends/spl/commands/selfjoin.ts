import { namesIn, readWords } from '../words.ts'
import { defineCommand, type SplCommandOf } from './command.ts'

export const selfjoin: SplCommandOf<'words'> = defineCommand({
  name: 'selfjoin',
  summary: 'Combines results with one another by a field.',
  example: 'a=1 | selfjoin host',
  lower(command) {
    const keys = namesIn(readWords(command.arguments).rest)
    return [{ kind: 'join', how: 'self', sides: [], keys, span: command.span }]
  },
})
