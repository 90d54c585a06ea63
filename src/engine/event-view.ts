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
 * The event with names and values as rules write them. Both functions take the field's name in a
 * rule: `toNative` gives its name in this event, `toCanonical` a value as rules write it, such as
 * the name of a code. Keywords see the values that stand in the event.
 */
export function viewOf(
  event: LogEvent,
  toNative: (field: string) => string,
  toCanonical: (field: string, value: Scalar) => Scalar,
): EventView {
  const known = new Map<string, readonly Scalar[] | undefined>()
  return {
    values(field) {
      if (known.has(field)) return known.get(field)
      const native = event.fields.get(toNative(field))
      const values = native?.map(value => toCanonical(field, value))
      known.set(field, values)
      return values
    },
    allValues: () => [...event.fields.values()].flat(),
  }
}
