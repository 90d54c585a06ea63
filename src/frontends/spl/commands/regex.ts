import { not } from '../../../ir/index.ts'
import { conditionStages } from '../condition-stage.ts'
import { unescapeText } from '../escapes.ts'
import { matchesRegex } from '../lower-test.ts'
import type { SplPlain, SplWord } from '../syntax.ts'
import { isSymbol, wordText } from '../words.ts'
import { defineCommand, type SplCommandOf } from './command.ts'

/** “Removes results that match or do not match the specified regular expression.” Case counts. */
export const regex: SplCommandOf<'words'> = defineCommand({
  name: 'regex',
  summary: 'Keeps results that match a regular expression, or that do not.',
  example: 'a=1 | regex process!="(?i)^c:"',
  lower(command, lowering) {
    const { span } = command
    const lower = (): ReturnType<typeof not> => {
      const { field, isNegated, source, place } = readRegexCommand(command, at =>
        lowering.textOf(at),
      )
      const operand = lowering.operand(field === undefined ? '_raw' : wordText(field), place)
      const test = matchesRegex(operand, source, place, lowering)
      return isNegated ? not(test) : test
    }
    return conditionStages(lower, { span }, lowering)
  },
})

interface RegexCommand {
  readonly field: SplWord | undefined
  readonly isNegated: boolean
  readonly source: string
  readonly place: SplWord['span']
}

/** `regex field="…"`, `regex "…"`; without quotation marks the expression is the rest of the command. */
function readRegexCommand(
  { arguments: list, span }: SplPlain,
  textOf: (span: SplWord['span']) => string,
): RegexCommand {
  const [field, operator] = list
  const isNegated = isSymbol(operator, '!=')
  const hasField =
    (field?.kind === 'word' || field?.kind === 'text') && (isNegated || isSymbol(operator, '='))
  const rest = hasField ? list.slice(2) : list
  const [first] = rest
  const place = {
    start: first?.span.start ?? span.start,
    end: rest.at(-1)?.span.end ?? span.end,
  }
  const isText = first?.kind === 'text' && rest.length === 1
  const source = unescapeText(isText ? first.value : textOf(place))
  return { field: hasField ? field : undefined, isNegated, source, place }
}
