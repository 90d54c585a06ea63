import { readPairs, readWords } from '../words.ts'
import { defineCommand, deriveStage, type SplCommandOf } from './command.ts'

export const predict: SplCommandOf<'words'> = defineCommand({
  name: 'predict',
  summary: 'Predicts values of a time series.',
  example: 'a=1 | predict n as p',
  lower(command, lowering) {
    const names = readPairs(readWords(command.arguments).rest).map(({ to }) => to)
    return [deriveStage(command, names, lowering)]
  },
})
