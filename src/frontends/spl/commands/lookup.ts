import type { DeriveStage } from '../../../ir/index.ts'
import { printCommand } from '../print.ts'
import { isKeyword, readPairs, readWords, wordText } from '../words.ts'
import { defineCommand, type SplCommandOf } from './command.ts'

/**
 * `lookup table key AS field OUTPUT a AS b`: what the lookup gives is computed. Whether it gives anything is whether
 * it knows the field’s value, where there is one key.
 */
export const lookup: SplCommandOf<'words'> = defineCommand({
  name: 'lookup',
  summary: 'Adds fields that a table has for a value.',
  example: 'a=1 | lookup bad_domains domain AS query OUTPUT is_bad',
  lower(command, lowering) {
    const { rest } = readWords(command.arguments)
    const [table, ...words] = rest
    const name = table === undefined ? '' : wordText(table)
    const at = words.findIndex(word => isKeyword(word, 'output', 'outputnew'))
    const keys = readPairs(at < 0 ? words : words.slice(0, at))
    const outputs = at < 0 ? [] : readPairs(words.slice(at + 1))
    const [key, second] = keys
    const found = key === undefined ? undefined : lowering.fields.find(key.to)
    const isOne = second === undefined && found !== undefined && !found.isDropped
    for (const { to } of outputs) {
      const lookedUp = isOne
        ? { lookup: { table: name, field: found.field, isDerived: found.isDerived } }
        : {}
      lowering.fields.define(to, { isAggregate: found?.isAggregate ?? false, ...lookedUp })
    }
    if (outputs.length === 0) lowering.fields.widen()
    const names = outputs.map(({ to }) => to)
    const stage: DeriveStage = {
      kind: 'derive',
      names,
      text: printCommand(command),
      span: command.span,
    }
    return [stage]
  },
})
