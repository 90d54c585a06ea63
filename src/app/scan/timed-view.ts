import type { EventView } from '../../engine/scan/index.ts'
import type { EventHeader, Scalar } from '../../ir/index.ts'

/** What languages call the time of an event, whatever its log calls it. */
const timeFields: ReadonlySet<string> = new Set([
  '@timestamp',
  '_time',
  'TimeGenerated',
  'Timestamp',
  'p_event_time',
])

type ReadField = (field: string) => readonly Scalar[] | undefined

/** Reads an event’s fields; where the event has none for its time, that of its record. */
export function withTime(read: ReadField, { time }: EventHeader): ReadField {
  if (time === undefined) return read
  return field => read(field) ?? (timeFields.has(field) ? [time] : undefined)
}

/** The view with the event’s time, for what is computed of it. */
export function timedView(view: EventView, header: EventHeader): EventView {
  return {
    values: withTime(field => view.values(field), header),
    allValues: () => view.allValues(),
  }
}
