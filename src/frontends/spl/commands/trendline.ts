import { readPairs, readWords } from '../words.ts'
import { defineCommand, deriveStage, type SplCommandOf } from './command.ts'

export const trendline: SplCommandOf<'words'> = defineCommand({
  name: 'trendline',
  summary: 'Adds moving averages.',
  example: 'a=1 | trendline sma5(n) as t',
  lower(command, lowering) {
    const names = readPairs(readWords(command.arguments).rest).map(({ to }) => to)
    return [deriveStage(command, names, lowering)]
  },
})
