import { readPairs, readWords } from '../words.ts'
import { defineCommand, deriveStage, type SplCommandOf } from './command.ts'

export const autoregress: SplCommandOf<'words'> = defineCommand({
  name: 'autoregress',
  summary: 'Adds values of earlier results.',
  example: 'a=1 | autoregress n as m p=1',
  lower(command, lowering) {
    const names = readPairs(readWords(command.arguments).rest).map(({ to }) => to)
    return [deriveStage(command, names, lowering)]
  },
})
