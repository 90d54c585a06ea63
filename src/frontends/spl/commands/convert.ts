import { isKeyword, isSymbol, readWords, wordText } from '../words.ts'
import { defineCommand, deriveStage, type SplCommandOf } from './command.ts'

/** `convert ctime(a) as b`; without a name the field itself is changed. */
export const convert: SplCommandOf<'words'> = defineCommand({
  name: 'convert',
  summary: 'Converts values, such as times to texts.',
  example: 'a=1 | convert timeformat="%F" ctime(_time) as t',
  lower(command, lowering) {
    const { rest } = readWords(command.arguments)
    const names = rest.flatMap((word, i) => {
      const inner = rest[i + 1]
      if (!isSymbol(word, '(') || inner === undefined) return []
      const target = rest[i + 4]
      const isNamed = isKeyword(rest[i + 3], 'as') && target !== undefined
      return [wordText(isNamed ? target : inner)]
    })
    const isAggregate = new Map(names.map(n => [n, lowering.fields.find(n).isAggregate] as const))
    const stage = deriveStage(command, names, lowering)
    for (const [name, is] of isAggregate) lowering.fields.define(name, { isAggregate: is })
    return [stage]
  },
})
