import type { SourceStage } from '../../../ir/index.ts'
import { isKeyword, option, readWords, wordText } from '../words.ts'
import { defineCommand, type SplCommandOf } from './command.ts'

/** The rows of a lookup; with `append=t` they stand behind those that are there. */
export const inputlookup: SplCommandOf<'words'> = defineCommand({
  name: 'inputlookup',
  summary: 'Reads the rows of a lookup.',
  example: '| inputlookup assets.csv where category=server',
  lower(command, lowering) {
    const words = readWords(command.arguments)
    const [table] = words.rest.filter(word => !isKeyword(word, 'where'))
    const name = table === undefined ? '' : wordText(table)
    lowering.fields.deriveAll()
    const source: SourceStage = {
      kind: 'source',
      logSource: {},
      names: [`lookup=${name}`],
      span: command.span,
    }
    const isAppended = /^(?:t|true|1)$/i.test(option(words, 'append') ?? '')
    if (!isAppended) return [source]
    return [
      { kind: 'join', how: 'append', sides: [{ stages: [source] }], keys: [], span: command.span },
    ]
  },
})
