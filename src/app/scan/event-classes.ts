import { type Binding, type FieldIndex, hashBytes, type Rewrite } from '../../engine/scan/index.ts'
import {
  type LogSource,
  type NameTable,
  type RawEvent,
  type Scalar,
  valueKinds,
} from '../../ir/index.ts'
import {
  compileSeenBy,
  type EventShape,
  type EventType,
  type FieldPlace,
  fieldView,
  type RecognisedEvent,
  recogniseShape,
  type SeenBy,
} from '../../knowledge/scan/index.ts'

/** Events that are recognised alike: the same rules see them, and the same names lead to their fields. */
export interface EventClass {
  readonly recognised: RecognisedEvent
  readonly groups: readonly ClassGroup[]
}

/** A group of rules that sees events of a class. */
export interface ClassGroup {
  /** The group’s place among all. */
  readonly group: number
  /** Whether it sees this event; `undefined` when it sees all of the class. */
  readonly sees: ((event: RawEvent, fields: FieldIndex) => boolean) | undefined
  /** Where the fields of these names are; asked for when the group’s rules are first needed. */
  binding(slots: readonly string[]): Binding
}

export interface EventClasses {
  /** The class of an event; `undefined` when nothing tells what log it is of. */
  classOf(event: RawEvent, fields: FieldIndex): EventClass | undefined
}

/** Past this many classes all are forgotten: a hostile log may name a channel for each of its events. */
const classLimit = 4096

/** Tells the classes of events for groups of rules with these log sources. */
export function eventClasses(logSources: readonly LogSource[], names: NameTable): EventClasses {
  const seenBy = logSources.map(compileSeenBy)
  let classes = new Map<string, EventClass>()
  let byHeader = headerTable<EventClass>()
  const shape = rawShape(names)
  const hints = ['product', 'category', 'service'].map(word => names.idOf(`logsource.${word}`))

  const classify = (event: RawEvent, fields: FieldIndex): EventClass | undefined => {
    shape.set(event, fields)
    const text = (entry: number): string | undefined =>
      entry < 0 ? undefined : event.textOf(entry)
    const provider = text(event.provider)
    const channel = text(event.channel)
    const eventId = text(event.eventId)
    const recognised = recogniseShape(
      {
        ...(provider === undefined ? {} : { provider }),
        ...(channel === undefined ? {} : { channel }),
        ...(eventId === undefined ? {} : { eventId }),
      },
      shape,
    )
    if (recognised === undefined) return undefined
    const key = keyOf(recognised)
    const known = classes.get(key)
    if (known !== undefined) return known
    if (classes.size >= classLimit) {
      classes = new Map()
      byHeader = headerTable()
    }
    const made = makeClass(recognised, logSources, seenBy, names)
    classes.set(key, made)
    return made
  }

  return {
    classOf(event, fields) {
      const isPlain =
        event.channel >= 0 &&
        event.eventId >= 0 &&
        event.provider >= 0 &&
        hints.every(name => fields.first(name) < 0)
      // Channel, provider and event id alone tell then.
      if (!isPlain) return classify(event, fields)
      const known = byHeader.find(event)
      if (known !== undefined) return known
      const made = classify(event, fields)
      if (made !== undefined) byHeader.add(event, made)
      return made
    },
  }
}

function keyOf({ type, ...recognised }: RecognisedEvent): string {
  return JSON.stringify([recognised, type?.key])
}

function makeClass(
  recognised: RecognisedEvent,
  logSources: readonly LogSource[],
  seenBy: readonly SeenBy[],
  names: NameTable,
): EventClass {
  const groups = logSources.flatMap((logSource, group): ClassGroup[] => {
    const by = seenBy[group]
    const seen = by?.seesAll(recognised) ?? 'none'
    if (by === undefined || seen === 'none') return []
    let binding: Binding | undefined
    return [
      {
        group,
        sees:
          seen === 'all'
            ? undefined
            : (event, fields) =>
                by.sees(recognised, field => readValues(event, fields, names.find(field))),
        binding: slots => {
          binding ??= bind(slots, recognised.type, logSource, names)
          return binding
        },
      },
    ]
  })
  return { recognised, groups }
}

function bind(
  slots: readonly string[],
  type: EventType | undefined,
  logSource: LogSource,
  names: NameTable,
): Binding {
  const first = new Int32Array(slots.length)
  const second = new Int32Array(slots.length)
  const rewrites: (Rewrite | undefined)[] = []
  const secondRewrites: (Rewrite | undefined)[] = []
  const constants: (readonly string[] | undefined)[] = []
  slots.forEach((field, slot) => {
    const view = fieldView(type, field, logSource)
    first[slot] = names.idOf(view.first.name)
    second[slot] = view.second === undefined ? -1 : names.idOf(view.second.name)
    rewrites.push(toRewrite(view.first))
    secondRewrites.push(view.second && toRewrite(view.second))
    constants.push(view.constant)
  })
  return { first, second, rewrites, secondRewrites, constants }
}

function toRewrite({ convert, keepsOwn }: FieldPlace): Rewrite | undefined {
  if (convert === undefined) return undefined
  return values => {
    const converted = convert(values)
    if (converted === undefined) return undefined
    const texts = converted.map(value => (value === null ? null : String(value)))
    return keepsOwn === true ? withOwn(values, texts) : texts
  }
}

/** Canonical values stand before the event’s own, where they differ. */
function withOwn(
  own: readonly (string | null)[],
  texts: readonly (string | null)[],
): readonly (string | null)[] {
  const isSame = texts.length === own.length && texts.every((text, i) => text === own[i])
  return isSame ? own : [...texts, ...own]
}

function readValues(
  event: RawEvent,
  fields: FieldIndex,
  name: number,
): readonly Scalar[] | undefined {
  const first = fields.first(name)
  if (first < 0) return undefined
  const values: Scalar[] = []
  for (let entry = first; entry >= 0; entry = fields.next[entry] ?? -1) {
    const kind = event.kinds[entry]
    if (kind === valueKinds.null) values.push(null)
    else if (kind !== valueKinds.none) values.push(event.textOf(entry))
  }
  return values
}

/** What recognition asks of an event, answered from the raw one. */
function rawShape(
  names: NameTable,
): EventShape & { set(event: RawEvent, fields: FieldIndex): void } {
  let event: RawEvent | undefined
  let fields: FieldIndex | undefined
  const valuesOf = (field: string): readonly Scalar[] | undefined =>
    event && fields && readValues(event, fields, names.find(field))
  return {
    set(nextEvent, nextFields) {
      event = nextEvent
      fields = nextFields
    },
    has: field => (fields?.first(names.find(field)) ?? -1) >= 0,
    text(field) {
      const value = valuesOf(field)?.[0]
      return value === undefined || value === null ? undefined : String(value)
    },
    words: field => (valuesOf(field) ?? []).map(value => String(value).toLowerCase()),
    hasBelow(prefix) {
      if (event === undefined) return false
      const below = `${prefix}.`
      for (let entry = 0; entry < event.count; entry++) {
        const name = names.textOf(event.names[entry] ?? -1)
        if (name === prefix || name.startsWith(below)) return true
      }
      return false
    },
  }
}

interface HeaderEntry<T> {
  readonly key: Uint8Array
  readonly item: T
}

/** Finds what belongs to the provider, channel and event id of an event by their bytes. */
// HOT: asked for every event of the Windows event log (scanner.bench.ts).
function headerTable<T>(): {
  find(event: RawEvent): T | undefined
  add(event: RawEvent, item: T): void
} {
  const known = new Map<number, readonly HeaderEntry<T>[]>()
  const hashOf = (event: RawEvent): number =>
    hashOfEntry(
      event,
      event.provider,
      hashOfEntry(event, event.channel, hashOfEntry(event, event.eventId, 0)),
    )
  return {
    find(event) {
      const candidates = known.get(hashOf(event))
      if (candidates === undefined) return undefined
      for (const { key, item } of candidates) {
        let at = matchEntry(event, event.provider, key, 0)
        if (at >= 0) at = matchEntry(event, event.channel, key, at)
        if (at >= 0) at = matchEntry(event, event.eventId, key, at)
        if (at === key.length) return item
      }
      return undefined
    },
    add(event, item) {
      const key = Uint8Array.from([
        ...keyOfEntry(event, event.provider),
        ...keyOfEntry(event, event.channel),
        ...keyOfEntry(event, event.eventId),
      ])
      if (known.size >= classLimit) known.clear()
      const hash = hashOf(event)
      known.set(hash, [...(known.get(hash) ?? []).slice(0, 7), { key, item }])
    },
  }
}

/** The bytes of a value and where they end; of an interned text its number. */
function hashOfEntry(event: RawEvent, entry: number, seed: number): number {
  const kind = event.kinds[entry] ?? 0
  const start = event.starts[entry] ?? 0
  if (kind === valueKinds.interned) return Math.imul(seed ^ start, 0x01000193)
  return hashBytes(event.bytes, event.view, start, event.ends[entry] ?? start, seed ^ kind)
}

/** A value in a key: its kind, its length, and its bytes or the number of its text. */
function keyOfEntry(event: RawEvent, entry: number): readonly number[] {
  const kind = event.kinds[entry] ?? 0
  const start = event.starts[entry] ?? 0
  const isInterned = kind === valueKinds.interned
  const size = isInterned ? start : (event.ends[entry] ?? 0) - start
  const head = [kind, size & 255, (size >>> 8) & 255, (size >>> 16) & 255, size >>> 24]
  return isInterned ? head : [...head, ...event.bytes.subarray(start, start + size)]
}

/** Where a value's part of a key ends that begins at `at`; -1 when it is another value's. */
function matchEntry(event: RawEvent, entry: number, key: Uint8Array, at: number): number {
  const kind = event.kinds[entry] ?? 0
  const start = event.starts[entry] ?? 0
  const isInterned = kind === valueKinds.interned
  const size = isInterned ? start : (event.ends[entry] ?? 0) - start
  if (key[at] !== kind) return -1
  const stated =
    (key[at + 1] ?? 0) |
    ((key[at + 2] ?? 0) << 8) |
    ((key[at + 3] ?? 0) << 16) |
    ((key[at + 4] ?? 0) << 24)
  if (stated !== size) return -1
  if (isInterned) return at + 5
  const { bytes } = event
  for (let i = 0; i < size; i++) if (bytes[start + i] !== key[at + 5 + i]) return -1
  return at + 5 + size
}
