import type { EventHeader, Scalar } from '../../ir/index.ts'
import { toText } from '../field-value.ts'
import { findInstant } from './instant.ts'

/** Where an event stands: a total order of all events, whoever reads them and when. */
export interface EventPlace {
  /** Which input, in the order in which they were given. */
  readonly input: number
  /** Which event of the input, in its own order. */
  readonly record: number
}

/** What correlations need of an event that a rule matched: plain data, for workers to send. */
export interface Contribution extends EventPlace {
  /** The index of the rule. */
  readonly rule: number
  readonly micros: number
  readonly nanos: number
  /** The values of each field that the plan reads of the rule's events; without a value, none. */
  readonly values: readonly (readonly string[])[]
  /** The log that the event is from, as a match is to name it. */
  readonly origin: string
  readonly header: EventHeader
}

export interface MatchedEvent extends EventPlace {
  readonly origin: string
  readonly header: EventHeader
}

/**
 * What an event gives to correlations; `undefined` if it has no time, so that no window can hold it.
 *
 * `fields` are those that the plan reads of the rule's events. `readField` takes their names and gives
 * the values in one spelling each, as the rules write them: a process id that the log has as `0x1a4`
 * is 420, not both, since values are counted. Null counts as absent.
 */
export function toContribution(
  rule: number,
  fields: readonly string[],
  readField: (field: string) => readonly Scalar[] | undefined,
  { input, record, origin, header }: MatchedEvent,
): Contribution | undefined {
  const instant = header.time === undefined ? undefined : findInstant(header.time)
  if (instant === undefined) return undefined
  const values = fields.map(field => (readField(field) ?? []).flatMap(value => toText(value) ?? []))
  return { rule, ...instant, input, record, values, origin, header }
}
