import { isSymbol, option, readWords } from '../words.ts'
import { defineCommand, type SplCommandOf } from './command.ts'

/** A search for each result, with `$field$` for the result’s values. */
export const map: SplCommandOf<'words'> = defineCommand({
  name: 'map',
  summary: 'Runs a search for every result.',
  example: 'a=1 | map search="search b=$host$ | stats count"',
  ownsSubsearches: true,
  lower(command, lowering) {
    const words = readWords(command.arguments)
    const text = words.options.get('search')
    const [subsearch] = words.subsearches
    const lowered =
      subsearch !== undefined
        ? lowering.lowerInner(subsearch.commands)
        : text?.kind === 'text'
          ? lowering.lowerText(text.value, text.span)
          : undefined
    const name = command.arguments.find(
      (word, i) => word.kind === 'word' && !isSymbol(command.arguments[i + 1], '='),
    )
    if (lowered === undefined) {
      const saved = name?.kind === 'word' ? name.value : option(words, 'search')
      lowering.fields.widen()
      const source = {
        kind: 'source' as const,
        logSource: {},
        names: [`savedsearch=${saved ?? ''}`],
        span: command.span,
      }
      return [
        { kind: 'join', how: 'map', sides: [{ stages: [source] }], keys: [], span: command.span },
      ]
    }
    lowering.fields = lowered.fields
    return [{ kind: 'join', how: 'map', sides: [lowered.logic], keys: [], span: command.span }]
  },
})
