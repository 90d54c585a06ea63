import { readPairs, readWords } from '../words.ts'
import { defineCommand, deriveStage, type SplCommandOf } from './command.ts'

export const accum: SplCommandOf<'words'> = defineCommand({
  name: 'accum',
  summary: 'Sums a field up over the results.',
  example: 'a=1 | accum n as total',
  lower(command, lowering) {
    const names = readPairs(readWords(command.arguments).rest).map(({ to }) => to)
    return [deriveStage(command, names, lowering)]
  },
})
