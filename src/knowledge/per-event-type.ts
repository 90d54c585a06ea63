import type { EventType } from './event-type.ts'

/** A function of an event type that works each of them out once; there are a few thousand. */
export function perEventType<T>(compute: (type: EventType) => T): (type: EventType) => T {
  const known = new WeakMap<EventType, { readonly value: T }>()
  return type => {
    const before = known.get(type)
    if (before !== undefined) return before.value
    const value = compute(type)
    known.set(type, { value })
    return value
  }
}
