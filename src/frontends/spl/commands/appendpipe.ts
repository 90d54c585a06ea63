import { readWords } from '../words.ts'
import { defineCommand, type SplCommandOf } from './command.ts'

/** The subsearch goes on from the results so far, and its own stand behind them. */
export const appendpipe: SplCommandOf<'words'> = defineCommand({
  name: 'appendpipe',
  summary: 'Puts what more commands make of the results behind them.',
  example: 'a=1 | stats count by b | appendpipe [stats sum(count) as count]',
  ownsSubsearches: true,
  lower(command, lowering) {
    const { subsearches } = readWords(command.arguments)
    const lowered = subsearches.map(({ commands }) =>
      lowering.lowerInner(commands, lowering.fields),
    )
    lowering.fields.join(lowered.map(({ fields }) => fields))
    const sides = lowered.map(({ logic }) => logic)
    return [{ kind: 'join', how: 'appendpipe', sides, keys: [], span: command.span }]
  },
})
