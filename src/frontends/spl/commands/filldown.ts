import { namesIn } from '../words.ts'
import { defineCommand, deriveStage, type SplCommandOf } from './command.ts'

export const filldown: SplCommandOf<'words'> = defineCommand({
  name: 'filldown',
  summary: 'Gives fields without a value the one of the result before.',
  example: 'a=1 | filldown user',
  lower(command, lowering) {
    const names = namesIn(command.arguments)
    if (names.length === 0) lowering.fields.deriveAll()
    return [deriveStage(command, names, lowering)]
  },
})
