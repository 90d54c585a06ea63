import { namesIn, readWords } from '../words.ts'
import { defineCommand, deriveStage, type SplCommandOf } from './command.ts'

/** A field without a value gets one, so what is asked of it afterwards is not asked of the event. */
export const fillnull: SplCommandOf<'words'> = defineCommand({
  name: 'fillnull',
  summary: 'Gives fields without a value one.',
  example: 'a=1 | fillnull value="-" user, host',
  lower(command, lowering) {
    const names = namesIn(readWords(command.arguments).rest)
    if (names.length === 0) lowering.fields.deriveAll()
    for (const name of names) {
      const { isAggregate } = lowering.fields.find(name)
      lowering.fields.define(name, { isAggregate })
    }
    return [deriveStage({ ...command }, [], lowering)].map(stage => ({ ...stage, names }))
  },
})
