import type { Stage } from '../../../ir/index.ts'
import type { SplLowering } from '../lowering.ts'
import type { SplPlain } from '../syntax.ts'
import { readWords } from '../words.ts'
import { defineCommand, type SplCommandOf } from './command.ts'

export const append: SplCommandOf<'words'> = defineCommand({
  name: 'append',
  summary: 'Puts the results of a subsearch behind those before.',
  example: 'a=1 | append [search b=2]',
  ownsSubsearches: true,
  lower: (command, lowering) => combine(command, lowering, 'append'),
})

/** Results of subsearches beside those of the search; what any has made stays made. */
export function combine(command: SplPlain, lowering: SplLowering, how: string): readonly Stage[] {
  const { subsearches } = readWords(command.arguments)
  const lowered = subsearches.map(({ commands }) => lowering.lowerInner(commands))
  if (lowering.isFirst) {
    const [first, ...others] = lowered
    if (first !== undefined) lowering.fields = first.fields
    lowering.fields.join(others.map(({ fields }) => fields))
  } else lowering.fields.join(lowered.map(({ fields }) => fields))
  const sides = lowered.map(({ logic }) => logic)
  return [{ kind: 'join', how, sides, keys: [], span: command.span }]
}
