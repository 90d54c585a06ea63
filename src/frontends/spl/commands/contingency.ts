import { groupKeys } from '../stats-clause.ts'
import { namesIn, readWords } from '../words.ts'
import { defineCommand, type SplCommandOf } from './command.ts'

export const contingency: SplCommandOf<'words'> = defineCommand({
  name: 'contingency',
  aliases: ['counttable', 'ctable'],
  summary: 'Counts how often the values of two fields occur together.',
  example: 'a=1 | contingency b c',
  lower(command, lowering) {
    const keys = namesIn(readWords(command.arguments).rest)
    const groupBy = groupKeys(keys, lowering)
    lowering.fields.group(keys, ['*'])
    return [
      {
        kind: 'aggregate',
        functions: [{ name: 'count', as: '*' }],
        groupBy,
        cased: true,
        span: command.span,
      },
    ]
  },
})
