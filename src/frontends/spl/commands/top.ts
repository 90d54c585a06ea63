import type { Stage } from '../../../ir/index.ts'
import type { SplLowering } from '../lowering.ts'
import { groupKeys } from '../stats-clause.ts'
import type { SplPlain } from '../syntax.ts'
import { namesIn, option, readWords } from '../words.ts'
import { defineCommand, type SplCommandOf } from './command.ts'

export const top: SplCommandOf<'words'> = defineCommand({
  name: 'top',
  aliases: ['sitop'],
  summary: 'Counts values, and keeps the most common.',
  example: 'a=1 | top limit=10 user by host',
  lower: (command, lowering) => commonValues(command, lowering),
})

/** “Calculates a count and a percentage of the frequency the values occur in the events.” */
export function commonValues(command: SplPlain, lowering: SplLowering): readonly Stage[] {
  const words = readWords(command.arguments)
  const keys = namesIn(words.rest).filter(name => !/^by$/i.test(name) && !/^\d+$/.test(name))
  const count = option(words, 'countfield') ?? 'count'
  const percent = option(words, 'percentfield') ?? 'percent'
  const groupBy = groupKeys(keys, lowering)
  lowering.fields.group(keys, [count, percent])
  const functions = [
    { name: 'count', as: count },
    { name: 'percent', as: percent },
  ]
  return [{ kind: 'aggregate', functions, groupBy, cased: true, span: command.span }]
}
