import { isSymbol, namesIn } from '../words.ts'
import { defineCommand, type SplCommandOf, shapeStage } from './command.ts'

/** `fields a, b*` keeps them, `fields - a` drops them. Those that begin with a line below stay. */
export const fields: SplCommandOf<'words'> = defineCommand({
  name: 'fields',
  summary: 'Keeps fields, or drops them.',
  example: 'a=1 | fields - b, c*',
  lower(command, lowering) {
    const names = namesIn(command.arguments.filter(word => !isSymbol(word, ',')))
    const [first, ...rest] = names
    if (first === '-') lowering.fields.drop(rest)
    else if (first?.startsWith('-')) lowering.fields.drop([first.slice(1), ...rest])
    else lowering.fields.keep([...(first === '+' ? rest : names), '_*'])
    return [shapeStage(command)]
  },
})
