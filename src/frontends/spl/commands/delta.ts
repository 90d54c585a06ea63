import { readPairs, readWords } from '../words.ts'
import { defineCommand, deriveStage, type SplCommandOf } from './command.ts'

export const delta: SplCommandOf<'words'> = defineCommand({
  name: 'delta',
  summary: 'Adds the difference to the result before.',
  example: 'a=1 | delta n as d',
  lower(command, lowering) {
    const names = readPairs(readWords(command.arguments).rest).map(({ to }) => to)
    return [deriveStage(command, names, lowering)]
  },
})
