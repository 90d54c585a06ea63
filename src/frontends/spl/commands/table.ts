import { namesIn } from '../words.ts'
import { defineCommand, type SplCommandOf, shapeStage } from './command.ts'

export const table: SplCommandOf<'words'> = defineCommand({
  name: 'table',
  summary: 'Keeps fields, as the columns of a table.',
  example: 'a=1 | table _time, host, process_*',
  lower(command, lowering) {
    // A macro among the names stands for names that nobody knows.
    const isKnown = command.arguments.every(({ kind }) => kind !== 'macro')
    const names = namesIn(command.arguments)
    if (names.length > 0) lowering.fields.keep(isKnown ? names : [...names, '*'])
    return [shapeStage(command)]
  },
})
