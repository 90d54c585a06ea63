/**
 * One event of a log, as decoders produce it and matchers read it. Field names are the event's own
 * (nested objects joined with dots, XML attributes with `_`); what other names they answer to is
 * decided by the matcher, from the event's type.
 */

export type Scalar = string | number | boolean | null

/** Where an event came from, as far as its record says. */
export interface EventHeader {
  /** The record's number in its log: EventRecordID in EVTX, the line from 1 in a text file. */
  readonly record?: number
  /** ISO 8601, in UTC, with the precision of the log. */
  readonly time?: string
  readonly provider?: string
  readonly channel?: string
  readonly eventId?: string
  readonly computer?: string
}

export interface LogEvent {
  readonly header: EventHeader
  /**
   * Every field with its values, most often one. A field that is present and null has `[null]`, an
   * empty array none.
   */
  readonly fields: ReadonlyMap<string, readonly Scalar[]>
}
