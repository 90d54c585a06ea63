import { optional } from '../../../base/index.ts'
import type { AggregateStage } from '../../../ir/index.ts'
import { printCommand } from '../print.ts'
import { groupKeys } from '../stats-clause.ts'
import { namesIn, option, parseTimeSpan, readWords } from '../words.ts'
import { defineCommand, type SplCommandOf } from './command.ts'

/**
 * Events that belong together become one, with all values of each field. What begins and what ends one
 * stands in the stage’s text.
 */
export const transaction: SplCommandOf<'words'> = defineCommand({
  name: 'transaction',
  aliases: ['transam'],
  summary: 'Puts events that belong together into one.',
  example: 'a=1 | transaction host user maxspan=5m startswith="login" endswith="logout"',
  lower(command, lowering) {
    const words = readWords(command.arguments)
    const keys = namesIn(words.rest).filter(name => !/^(?:eval|and|or|not)$/i.test(name))
    const groupBy = groupKeys(keys, lowering)
    const known = new Map(keys.map(key => [key, lowering.fields.find(key)] as const))
    lowering.fields.aggregateAll()
    for (const [key, meaning] of known) lowering.fields.define(key, meaning)
    for (const name of ['duration', 'eventcount']) {
      lowering.fields.define(name, { isAggregate: true })
    }
    const span = option(words, 'maxspan')
    const aggregate: AggregateStage = {
      kind: 'aggregate',
      functions: [
        { name: 'duration', as: 'duration' },
        { name: 'events', as: 'eventcount' },
      ],
      groupBy,
      cased: true,
      ...optional('window', span === undefined ? undefined : parseTimeSpan(span)),
      span: command.span,
    }
    const isMarked = words.options.has('startswith') || words.options.has('endswith')
    if (!isMarked) return [aggregate]
    return [
      { kind: 'derive', names: [], text: printCommand(command), span: command.span },
      aggregate,
    ]
  },
})
