import { type Contribution, type EventPlace, toContribution } from '../../engine/scan/index.ts'
import type { LogEvent, LogSource, Scalar } from '../../ir/index.ts'
import { type EventType, fieldView } from '../../knowledge/scan/index.ts'
import type { CorrelationFeed } from '../rule-selection.ts'

/** An event that a rule matched, and where it stands among all events. */
export interface CorrelatedEvent extends EventPlace {
  readonly file: string
  readonly header: LogEvent['header']
}

/**
 * What correlations need of an event that a rule matched: plain data that workers can send;
 * `undefined` if the event has no time, which {@link CorrelationGatherer.addTimeless} counts.
 *
 * `readField` is {@link correlatedFields}, or the same over events of another form.
 */
export function contributionOf(
  feed: CorrelationFeed,
  { file, header, input, record }: CorrelatedEvent,
  readField: (field: string) => readonly Scalar[] | undefined,
): Contribution | undefined {
  const event = { origin: file, header, input, record }
  return toContribution(feed.rule, feed.fields, readField, event)
}

/**
 * The fields of an event as correlations count them, by their names in rules of a log source. Each
 * value comes in one spelling: where rules write it in another way than the log, in that of the rules.
 * (Matching looks at both; of what is counted there would be twice as much.)
 */
export function correlatedFields(
  event: LogEvent,
  type: EventType | undefined,
  logSource: LogSource,
): (field: string) => readonly Scalar[] | undefined {
  return field => {
    const { first, second, constant } = fieldView(type, field, logSource)
    const place = second === undefined || event.fields.has(first.name) ? first : second
    const values = event.fields.get(place.name)
    const converted = values && place.convert ? place.convert(values) : values
    return converted ?? constant
  }
}
