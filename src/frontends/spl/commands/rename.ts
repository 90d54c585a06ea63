import { readPairs } from '../words.ts'
import { defineCommand, type SplCommandOf, shapeStage } from './command.ts'

/** A test of the new name is one of the field that it was. */
export const rename: SplCommandOf<'words'> = defineCommand({
  name: 'rename',
  summary: 'Gives fields other names.',
  example: 'a=1 | rename Computer as dest, "Processes.*" as "*"',
  lower(command, lowering) {
    for (const { from, to } of readPairs(command.arguments)) {
      if (from !== to) lowering.fields.rename(from, to)
    }
    return [shapeStage(command)]
  },
})
