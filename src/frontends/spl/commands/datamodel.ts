import type { SourceStage } from '../../../ir/index.ts'
import { namesIn, readWords } from '../words.ts'
import { defineCommand, type SplCommandOf } from './command.ts'

/** `datamodel Endpoint Processes search`: the fields’ names begin with that of the dataset. */
export const datamodel: SplCommandOf<'words'> = defineCommand({
  name: 'datamodel',
  summary: 'Reads the events of a data model.',
  example: '| datamodel Endpoint Processes search | search Processes.user=a',
  lower(command) {
    const [model, dataset] = namesIn(readWords(command.arguments).rest)
    const names = model === undefined ? [] : [[model, dataset].filter(Boolean).join('.')]
    const source: SourceStage = { kind: 'source', logSource: {}, names, span: command.span }
    return [source]
  },
})
