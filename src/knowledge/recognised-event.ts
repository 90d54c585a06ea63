import type { LogEvent } from '../ir/index.ts'
import type { EventType } from './event-type.ts'
import type { Membership } from './log-source.ts'

/** What log an event belongs to, as far as the event tells. */
export interface RecognisedEvent extends Membership {
  readonly platform: string
  readonly channel?: string
  readonly eventId?: string
  /** The event type, where the catalogue has it. */
  readonly type?: EventType
}

/** What the recognisers ask of an event. Names are exact. */
export interface EventShape {
  has(field: string): boolean
  /** The first value of the field as text; `undefined` when it is absent or null. */
  text(field: string): string | undefined
  /** Every value of the field in lower case. */
  words(field: string): readonly string[]
  /** Whether a field of this name, or below it, is there. */
  hasBelow(prefix: string): boolean
}

export function shapeOf(event: LogEvent): EventShape {
  const { fields } = event
  return {
    has: field => fields.has(field),
    text: field => {
      const value = fields.get(field)?.[0]
      return value === undefined || value === null ? undefined : String(value)
    },
    words: field => (fields.get(field) ?? []).map(value => String(value).toLowerCase()),
    hasBelow: prefix => {
      if (fields.has(prefix)) return true
      const below = `${prefix}.`
      for (const name of fields.keys()) if (name.startsWith(below)) return true
      return false
    },
  }
}

/** A recognised event of a whole log: the catalogue’s type with this key, and its membership. */
export function ofType(type: EventType, more: Partial<Membership> = {}): RecognisedEvent {
  return {
    platform: type.platform,
    products: more.products ?? type.products,
    services: more.services ?? type.services,
    categories: more.categories ?? type.categories,
    ...(type.channel === undefined ? {} : { channel: type.channel }),
    ...(type.eventId === undefined ? {} : { eventId: type.eventId }),
    type,
  }
}
