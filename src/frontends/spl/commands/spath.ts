import { printCommand } from '../print.ts'
import { namesIn, option, readWords } from '../words.ts'
import { defineCommand, deriveStage, type SplCommandOf } from './command.ts'

/**
 * Of the event itself, what it extracts are the event’s own fields: `spath output=b path=c.d` is `c.d` by another
 * name. What it extracts from a field is computed.
 */
export const spath: SplCommandOf<'words'> = defineCommand({
  name: 'spath',
  summary: 'Extracts fields from JSON or XML.',
  example: 'a=1 | spath output=b path=c.d{}.e',
  lower(command, lowering) {
    const words = readWords(command.arguments)
    const path = option(words, 'path') ?? namesIn(words.rest)[0]
    const output = option(words, 'output') ?? path
    const input = option(words, 'input')
    if (input !== undefined && input !== '_raw') {
      if (output === undefined) lowering.fields.widen()
      return [deriveStage(command, output === undefined ? [] : [output], lowering)]
    }
    if (path !== undefined && output !== undefined && path !== output) {
      lowering.fields.alias(path, output)
    }
    const names = output === undefined || output === path ? [] : [output]
    return [{ kind: 'derive', names, text: printCommand(command), span: command.span }]
  },
})
