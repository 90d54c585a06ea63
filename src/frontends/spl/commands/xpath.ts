import { option, readWords } from '../words.ts'
import { defineCommand, deriveStage, type SplCommandOf } from './command.ts'

export const xpath: SplCommandOf<'words'> = defineCommand({
  name: 'xpath',
  summary: 'Extracts a field from XML.',
  example: 'a=1 | xpath outfield=b "//c/@d"',
  lower(command, lowering) {
    const name = option(readWords(command.arguments), 'outfield') ?? 'xpath'
    return [deriveStage(command, [name], lowering)]
  },
})
