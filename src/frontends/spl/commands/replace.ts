import { isKeyword, namesIn } from '../words.ts'
import { defineCommand, deriveStage, type SplCommandOf } from './command.ts'

/** `replace "a*" with "b" in host, user` */
export const replace: SplCommandOf<'words'> = defineCommand({
  name: 'replace',
  summary: 'Replaces values of fields.',
  example: 'a=1 | replace "x*" with "y" in host',
  lower(command, lowering) {
    const at = command.arguments.findIndex(word => isKeyword(word, 'in'))
    const names = at < 0 ? [] : namesIn(command.arguments.slice(at + 1))
    if (names.length === 0) lowering.fields.deriveAll()
    return [deriveStage(command, names, lowering)]
  },
})
