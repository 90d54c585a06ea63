import { printCommand } from '../print.ts'
import { readWords } from '../words.ts'
import { defineCommand, type SplCommandOf } from './command.ts'

/** `foreach a_* [eval b_<<MATCHSTR>>=…]`: the fields that it makes have names of a template. */
export const foreach: SplCommandOf<'words'> = defineCommand({
  name: 'foreach',
  summary: 'Computes a field for each of several.',
  example: "a=1 | foreach b* [eval <<FIELD>>=lower('<<FIELD>>')]",
  ownsSubsearches: true,
  lower(command, lowering) {
    const { subsearches } = readWords(command.arguments)
    const names = subsearches.flatMap(({ commands }) =>
      commands.flatMap(inner =>
        inner.kind === 'eval' ? inner.assignments.map(({ name }) => name) : [],
      ),
    )
    if (subsearches.some(({ commands }) => commands.some(({ isBroken }) => isBroken))) {
      const text = printCommand(command)
      return [{ kind: 'opaque', text, reason: 'spl/syntax', span: command.span }]
    }
    const plain = names.filter(name => !name.includes('<<'))
    if (plain.length < names.length) lowering.fields.deriveAll()
    for (const name of plain) {
      const { isAggregate } = lowering.fields.find(name)
      lowering.fields.define(name, { isAggregate })
    }
    return [{ kind: 'derive', names: plain, text: printCommand(command), span: command.span }]
  },
})
