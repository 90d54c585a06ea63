import { namesIn, readWords } from '../words.ts'
import { defineCommand, deriveStage, type SplCommandOf } from './command.ts'

export const strcat: SplCommandOf<'words'> = defineCommand({
  name: 'strcat',
  summary: 'Puts texts together; the last name is that of the result.',
  example: 'a=1 | strcat host "/" user b',
  lower(command, lowering) {
    const names = namesIn(readWords(command.arguments).rest).slice(-1)
    return [deriveStage(command, names, lowering)]
  },
})
