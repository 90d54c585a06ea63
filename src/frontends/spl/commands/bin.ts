import { optional } from '../../../base/index.ts'
import type { Computation, DeriveStage } from '../../../ir/index.ts'
import type { SplLowering } from '../lowering.ts'
import { printCommand } from '../print.ts'
import { option, parseTimeSpan, readPairs, readWords } from '../words.ts'
import { defineCommand, type SplCommandOf } from './command.ts'

/** `bin span=5m _time`: values become the beginnings of spans. Without a field, time is meant. */
export const bin: SplCommandOf<'words'> = defineCommand({
  name: 'bin',
  aliases: ['bucket', 'discretize'],
  summary: 'Puts numbers or times into spans.',
  example: 'a=1 | bin span=5m _time',
  lower(command, lowering) {
    const words = readWords(command.arguments)
    const [{ from, to } = { from: '_time', to: '_time' }] = readPairs(words.rest)
    const computation = from === '_time' ? timeFloor(option(words, 'span'), lowering) : undefined
    const computations = optional('computations', computation && [computation])
    lowering.fields.define(to, { isAggregate: lowering.fields.find(from).isAggregate })
    const text = printCommand(command)
    const stage: DeriveStage = {
      kind: 'derive',
      names: [to],
      text,
      ...computations,
      span: command.span,
    }
    return [stage]
  },
})

/** The beginning of the span of time that an event is in. */
export function timeFloor(
  span: string | undefined,
  lowering: SplLowering,
): Computation | undefined {
  const seconds = span === undefined ? undefined : parseTimeSpan(span)
  if (seconds === undefined || seconds <= 0) return undefined
  const { field } = lowering.fields.find('_time')
  const size: Computation = { kind: 'constant', value: { number: seconds, isFloat: false } }
  return {
    kind: 'call',
    function: 'time_floor',
    ignoresCase: false,
    arguments: [{ kind: 'field', field }, size],
  }
}
