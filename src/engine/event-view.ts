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
 * The event with names and values as rules write them. Both functions take the field’s name in a
 * rule: `toNative` gives its name in this event, `toCanonical` its values as rules write them, such
 * as the names of codes; these stand before the event’s own. Keywords see the values that stand in
 * the event.
 */
export function viewOf(
  event: LogEvent,
  toNative: (field: string) => string,
  toCanonical: (field: string, values: readonly Scalar[]) => readonly Scalar[],
): EventView {
  return {
    values(field) {
      const native = event.fields.get(toNative(field))
      if (native === undefined) return undefined
      const canonical = toCanonical(field, native)
      const isSame =
        canonical.length === native.length && canonical.every((v, i) => v === native[i])
      return isSame ? native : [...canonical, ...native]
    },
    allValues: () => [...event.fields.values()].flat(),
  }
}
