import type { EventHeader, LogEvent } from './event.ts'
import type { NameTable } from './name-table.ts'

/**
 * What a value of a {@link RawEvent} is. Equal kinds with equal bytes are equal values, so a reader
 * may keep what it worked out of them without looking at the text. Kinds from 16 on belong to the
 * decoder: only its `textOf` knows what they say.
 */
export const valueKinds = {
  /** The field is there and holds no value: an empty array. */
  none: 0,
  /** Null. */
  null: 1,
  /** The text whose number in the name table is `starts[i]`; `ends[i]` means nothing. */
  interned: 2,
  /** UTF-16, little-endian, from `starts[i]` to `ends[i]`, at any address, odd ones too. */
  utf16: 3,
  /** UTF-8 without escapes, as it is. */
  utf8: 4,
  /**
   * ASCII in which a backslash and a letter stand for a character that JSON does not write as it is:
   * `\\`, `\"`, `\b`, `\f`, `\n`, `\r` and `\t`, and no other escapes.
   */
  escaped: 5,
  /**
   * UTF-8 with those escapes and others by number. What JSON writes of ASCII as it is stands as it is, and
   * no other character is a letter of ASCII in another case, as `ſ` and `K` (U+212A) are.
   */
  json: 6,
  /** The first kind that belongs to the decoder. */
  own: 16,
  /**
   * The first of the decoder’s kinds whose texts are codes, made of {@link codeCharacters} alone:
   * numbers, times, GUIDs and the like.
   */
  code: 128,
} as const

/** What the texts of kinds from `valueKinds.code` on are made of, in any case. */
export const codeCharacters = '0123456789abcdefxstz{}()[].,:+-'

/**
 * An event as a decoder finds it in its bytes: which fields there are and where their values stand.
 * Nothing is built before it is asked for, and one object serves all the events of a decoder: what it
 * holds, and what its functions give, is of the event at hand until the decoder goes on.
 *
 * Numbers and booleans are their texts here: no test of a rule tells them apart. A field of several
 * values has an entry for each, in their order, not always side by side; a field without a value has
 * one entry of kind `none`.
 */
export interface RawEvent {
  /** How many entries there are; the arrays are longer, and may be others for the next event. */
  count: number
  /**
   * Events of one table of names with the same layout have the same names in the same entries, and as
   * many; -1 where nothing is known of that.
   */
  layout: number
  /** By entry: the number of the field’s name; -1 past the limit of the table, which no rule names. */
  names: Int32Array
  kinds: Uint8Array
  starts: Int32Array
  ends: Int32Array
  bytes: Uint8Array
  /** Of `bytes`, from their first byte on. */
  view: DataView
  /**
   * The bytes that have all values of the kinds `escaped`, `json` and `utf8` in them, which are then of
   * ASCII only; absent or empty where nothing is known of that.
   */
  spanStart?: number
  spanEnd?: number
  /**
   * The entry that says what `EventHeader` has of this name, else -1. It may lie past `count`: then
   * the header says so and no field does.
   */
  provider: number
  channel: number
  eventId: number
  /** The text of an entry of any kind but `none` and `null`. */
  textOf(entry: number): string
  /** The time of the event’s header in milliseconds of Unix time, as `Date.parse` has it; else NaN. */
  time(): number
  /** The event's header, built. */
  header(): EventHeader
  /** The event, built. */
  toEvent(): LogEvent
}

/** A raw event that is written from built ones, for decoders that build them anyway. */
export interface BuiltRawEvent extends RawEvent {
  /** Makes this the event given. */
  set(event: LogEvent): void
}

/**
 * A raw event over built ones.
 */
export function builtRawEvent(names: NameTable): BuiltRawEvent {
  return new Built(names)
}

class Built implements BuiltRawEvent {
  readonly #names: NameTable
  #event: LogEvent = { header: {}, fields: new Map() }
  #filled = 0
  count = 0
  layout = -1
  names: Int32Array = new Int32Array(64)
  kinds: Uint8Array = new Uint8Array(64)
  starts: Int32Array = new Int32Array(64)
  ends: Int32Array = new Int32Array(64)
  bytes: Uint8Array = new Uint8Array(8192)
  view: DataView = new DataView(this.bytes.buffer)
  provider = -1
  channel = -1
  eventId = -1

  constructor(names: NameTable) {
    this.#names = names
  }

  set(event: LogEvent): void {
    this.#event = event
    this.#filled = 0
    this.count = 0
    for (const [name, values] of event.fields) {
      const id = this.#names.idOf(name)
      if (values.length === 0) this.#add(id, valueKinds.none)
      for (const value of values) {
        if (value === null) this.#add(id, valueKinds.null)
        else this.#addText(id, String(value))
      }
    }
    const { count } = this
    this.provider = this.#addHeader('provider')
    this.channel = this.#addHeader('channel')
    this.eventId = this.#addHeader('eventId')
    this.count = count
  }

  #addHeader(member: 'provider' | 'channel' | 'eventId'): number {
    const text: EventHeader[typeof member] = this.#event.header[member]
    if (text === undefined) return -1
    this.#addText(-1, text)
    return this.count - 1
  }

  #add(name: number, kind: number): number {
    const entry = this.count++
    if (entry === this.names.length) this.#grow()
    this.names[entry] = name
    this.kinds[entry] = kind
    return entry
  }

  #addText(name: number, text: string): void {
    const entry = this.#add(name, valueKinds.utf16)
    const start = this.#filled
    const end = start + text.length * 2
    if (end > this.bytes.length) this.#growBytes(end)
    const { bytes } = this
    for (let i = 0, at = start; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      bytes[at++] = unit & 255
      bytes[at++] = unit >> 8
    }
    this.starts[entry] = start
    this.ends[entry] = end
    this.#filled = end
  }

  #grow(): void {
    const length = this.names.length * 2
    const longer = <T extends Int32Array | Uint8Array>(array: T, copy: T): T => {
      copy.set(array)
      return copy
    }
    this.names = longer(this.names, new Int32Array(length))
    this.kinds = longer(this.kinds, new Uint8Array(length))
    this.starts = longer(this.starts, new Int32Array(length))
    this.ends = longer(this.ends, new Int32Array(length))
  }

  #growBytes(needed: number): void {
    const bytes = new Uint8Array(Math.max(needed, this.bytes.length * 2))
    bytes.set(this.bytes.subarray(0, this.#filled))
    this.bytes = bytes
    this.view = new DataView(bytes.buffer)
  }

  textOf(entry: number): string {
    let text = ''
    const end = this.ends[entry] ?? 0
    for (let at = this.starts[entry] ?? 0; at < end; at += 2) {
      text += String.fromCharCode((this.bytes[at] ?? 0) | ((this.bytes[at + 1] ?? 0) << 8))
    }
    return text
  }

  time(): number {
    return Date.parse(this.#event.header.time ?? '')
  }

  header(): EventHeader {
    return this.#event.header
  }

  toEvent(): LogEvent {
    return this.#event
  }
}
