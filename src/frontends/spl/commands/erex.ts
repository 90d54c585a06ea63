import { namesIn, readWords } from '../words.ts'
import { defineCommand, deriveStage, type SplCommandOf } from './command.ts'

export const erex: SplCommandOf<'words'> = defineCommand({
  name: 'erex',
  summary: 'Extracts a field by examples.',
  example: 'a=1 | erex b fromfield=c examples="1,2"',
  lower(command, lowering) {
    const names = namesIn(readWords(command.arguments).rest).slice(0, 1)
    return [deriveStage(command, names, lowering)]
  },
})
