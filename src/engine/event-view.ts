import type { LogEvent, Scalar } from '../ir/index.ts'

/** How a matcher sees an event: field names resolved for one event type. */
export interface EventView {
  /** The values of a field as rules name it; `undefined` when the event does not have it. */
  values(field: string): readonly Scalar[] | undefined
  /** Every value of every field, for keywords. */
  allValues(): Iterable<Scalar>
}

/** The event with the names and the values that it has itself. */
export function plainView(event: LogEvent): EventView {
  return {
    values: field => event.fields.get(field),
    allValues: () => [...event.fields.values()].flat(),
  }
}

/**
 * The event with fields as rules name them and values as rules write them: `valuesOf` gives those of a
 * field. Keywords see the values that stand in the event.
 */
export function viewOf(event: LogEvent, valuesOf: EventView['values']): EventView {
  return { values: valuesOf, allValues: () => [...event.fields.values()].flat() }
}
