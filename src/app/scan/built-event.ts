import type { EventHeader, LogEvent, RawEvent } from '../../ir/index.ts'

/** The event at hand, built when it is first asked for, and once however many rules ask. */
export class BuiltEvent {
  #raw: RawEvent | undefined
  #event: LogEvent | undefined
  #header: EventHeader | undefined

  next(raw: RawEvent): void {
    this.#raw = raw
    this.#event = undefined
    this.#header = undefined
  }

  event(): LogEvent {
    this.#event ??= this.#raw?.toEvent() ?? { header: {}, fields: new Map() }
    return this.#event
  }

  header(): EventHeader {
    this.#header ??= this.#raw?.header() ?? {}
    return this.#header
  }
}
