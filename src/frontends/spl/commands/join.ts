import { namesIn, option, readWords } from '../words.ts'
import { defineCommand, type SplCommandOf } from './command.ts'

/** Results of a subsearch that have the same values are put beside those before. */
export const join: SplCommandOf<'words'> = defineCommand({
  name: 'join',
  summary: 'Combines results with those of a subsearch by fields.',
  example: 'a=1 | join type=left host [search b=2 | table host, c]',
  ownsSubsearches: true,
  lower(command, lowering) {
    const words = readWords(command.arguments)
    const keys = namesIn(words.rest)
    const type = option(words, 'type')?.toLowerCase() ?? 'inner'
    const how = type === 'outer' ? 'left' : type
    const sides = words.subsearches.map(({ commands }) => {
      const { logic, fields } = lowering.lowerInner(commands)
      lowering.fields.adopt(fields, keys)
      return logic
    })
    return [{ kind: 'join', how, sides, keys, span: command.span }]
  },
})
