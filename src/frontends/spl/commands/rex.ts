import { optional } from '../../../base/index.ts'
import type { Computation, DeriveStage } from '../../../ir/index.ts'
import { unescapeText } from '../escapes.ts'
import type { SplLowering } from '../lowering.ts'
import { printCommand } from '../print.ts'
import { option, readWords } from '../words.ts'
import { defineCommand, type SplCommandOf } from './command.ts'

/** `rex field=a "(?<b>\d+)"` makes `b`; with `mode=sed` it changes the field itself. */
export const rex: SplCommandOf<'words'> = defineCommand({
  name: 'rex',
  summary: 'Extracts fields by a regular expression, or changes a field by one of sed.',
  example: String.raw`a=1 | rex field=b "(?<c>\w+)$"`,
  lower(command, lowering) {
    const words = readWords(command.arguments)
    const field = option(words, 'field') ?? '_raw'
    const { isAggregate } = lowering.fields.find(field)
    const isSed = option(words, 'mode')?.toLowerCase() === 'sed'
    const text = printCommand(command)
    const offset = option(words, 'offset_field')
    const groups = isSed ? [] : groupsOf(lowering.textOf(command.span))
    const names = isSed ? [field] : [...new Set(groups.flatMap(({ name }) => name ?? []))]
    if (offset !== undefined) names.push(offset)
    const [pattern, ...rest] = words.rest
    const isPlain = pattern?.kind === 'text' && rest.length === 0 && !words.options.has('max_match')
    return names
      .map((name): DeriveStage => {
        const computation = isPlain
          ? extraction(field, name, unescapeText(pattern.value), lowering)
          : undefined
        return {
          kind: 'derive',
          names: [name],
          text,
          ...optional('computations', computation && [computation]),
          span: command.span,
        }
      })
      .map(stage => {
        for (const name of stage.names) lowering.fields.define(name, { isAggregate })
        return stage
      })
  },
})

/** What the first match of a group is. */
function extraction(
  field: string,
  name: string,
  source: string,
  lowering: SplLowering,
): Computation | undefined {
  const found = lowering.fields.find(field)
  const index = groupsOf(source).findIndex(group => group.name === name)
  if (index < 0 || found.isDropped) return undefined
  const plain = source.replace(/\(\?P?<[A-Za-z_]\w*>/g, '(')
  const text: Computation = {
    kind: 'call',
    function: 'to_text',
    ignoresCase: false,
    arguments: [{ kind: 'field', field: found.field }],
  }
  const constants: readonly Computation[] = [
    { kind: 'constant', value: plain },
    { kind: 'constant', value: { number: index + 1, isFloat: false } },
  ]
  return {
    kind: 'call',
    function: 'extract_regex',
    ignoresCase: false,
    arguments: [text, ...constants],
  }
}

/** The groups of an expression that capture, in their order. */
function groupsOf(source: string): readonly { readonly name: string | undefined }[] {
  const found: { name: string | undefined }[] = []
  const piece = /\\[\s\S]|\[\^?\]?(?:[^\]\\]|\\[\s\S])*\]|\(\?P?<([A-Za-z_]\w*)>|\(\?|\(/g
  for (const [text, name] of source.matchAll(piece)) {
    if (text === '(' || name !== undefined) found.push({ name })
  }
  return found
}
