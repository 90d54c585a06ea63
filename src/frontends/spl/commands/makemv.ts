import { namesIn, readWords } from '../words.ts'
import { defineCommand, deriveStage, type SplCommandOf } from './command.ts'

export const makemv: SplCommandOf<'words'> = defineCommand({
  name: 'makemv',
  summary: 'Splits a value into several.',
  example: 'a=1 | makemv delim="," b',
  lower(command, lowering) {
    const names = namesIn(readWords(command.arguments).rest)
    return [deriveStage(command, names, lowering)]
  },
})
