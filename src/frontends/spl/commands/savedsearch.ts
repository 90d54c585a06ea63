import { namesIn, readWords } from '../words.ts'
import { defineCommand, type SplCommandOf } from './command.ts'

export const savedsearch: SplCommandOf<'words'> = defineCommand({
  name: 'savedsearch',
  summary: 'Runs a search that is saved elsewhere.',
  example: '| savedsearch "my search"',
  lower(command, lowering) {
    const [name = ''] = namesIn(readWords(command.arguments).rest)
    lowering.fields.widen()
    return [{ kind: 'source', logSource: {}, names: [`savedsearch=${name}`], span: command.span }]
  },
})
