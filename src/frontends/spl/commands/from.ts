import { printWord } from '../print.ts'
import type { SplArgument } from '../syntax.ts'
import { defineCommand, type SplCommandOf } from './command.ts'

/** `from datamodel:"Web"."Proxy"`, `from lookup:x`, `from savedsearch:x`. */
export const from: SplCommandOf<'words'> = defineCommand({
  name: 'from',
  summary: 'Reads a data model, a lookup or a saved search.',
  example: '| from datamodel:Endpoint.Processes',
  lower(command, lowering) {
    const text = withoutMarks(command.arguments)
    const [, kind = '', rest = text] =
      /^(datamodel|lookup|savedsearch|inputlookup)\s*:?\s*(.*)$/i.exec(text) ?? []
    const isModel = kind === '' || kind.toLowerCase() === 'datamodel'
    const name = isModel ? rest : `${kind.toLowerCase()}=${rest}`
    if (!isModel) lowering.fields.deriveAll()
    return [{ kind: 'source', logSource: {}, names: [name], span: command.span }]
  },
})

/** Words as one text, without quotation marks. */
function withoutMarks(list: readonly SplArgument[]): string {
  return list
    .map((word, i) => {
      const blank = i > 0 && word.kind !== 'subsearch' && !word.isGlued ? ' ' : ''
      return `${blank}${word.kind === 'text' ? word.value : printWord(word)}`
    })
    .join('')
}
