import type { Binding, FieldIndex, Rewrite } from '../../engine/index.ts'
import {
  type LogSource,
  type NameTable,
  type RawEvent,
  type Scalar,
  valueKinds,
} from '../../ir/index.ts'
import {
  canonicalValues,
  compileSeenBy,
  type EventShape,
  type EventType,
  hasCanonicalValues,
  type RecognisedEvent,
  recogniseShape,
  type SeenBy,
} from '../../knowledge/index.ts'
import { eventNames } from './event-view.ts'

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
  slots.forEach((field, slot) => {
    const [native, other] = eventNames(type, field, logSource)
    first[slot] = names.idOf(native)
    second[slot] = other === undefined ? -1 : names.idOf(other)
    const isRewritten = type !== undefined && hasCanonicalValues(type, field)
    rewrites.push(
      isRewritten ? values => withOwn(values, canonicalValues(type, field, values)) : undefined,
    )
  })
  return { first, second, rewrites }
}

/** Canonical values stand beside the event’s own, where they differ. */
function withOwn(
  own: readonly (string | null)[],
  canonical: readonly Scalar[],
): readonly (string | null)[] {
  const texts = canonical.map(value => (value === null ? null : String(value)))
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

/** Finds what belongs to the provider, channel and event id of an event by their bytes. */
function headerTable<T>(): {
  find(event: RawEvent): T | undefined
  add(event: RawEvent, item: T): void
} {
  const known = new Map<number, readonly { readonly key: Uint8Array; readonly item: T }[]>()
  let key = new Uint8Array(1024)
  let length = 0
  const append = (event: RawEvent, entry: number): void => {
    const kind = event.kinds[entry] ?? 0
    const start = event.starts[entry] ?? 0
    const size = kind === valueKinds.interned ? 4 : (event.ends[entry] ?? 0) - start
    if (length + size + 5 > key.length) {
      const longer = new Uint8Array((length + size + 5) * 2)
      longer.set(key.subarray(0, length))
      key = longer
    }
    key[length++] = kind
    for (let shift = 0; shift < 32; shift += 8) key[length++] = size >>> shift
    if (kind === valueKinds.interned) {
      for (let shift = 0; shift < 32; shift += 8) key[length++] = start >>> shift
      return
    }
    for (let at = start; at < start + size; at++) key[length++] = event.bytes[at] ?? 0
  }
  const load = (event: RawEvent): number => {
    length = 0
    append(event, event.provider)
    append(event, event.channel)
    append(event, event.eventId)
    let hash = 0
    for (let i = 0; i < length; i++) hash = Math.imul(hash ^ (key[i] ?? 0), 0x01000193)
    return hash
  }
  return {
    find(event) {
      const candidates = known.get(load(event))
      if (candidates === undefined) return undefined
      for (const candidate of candidates) {
        if (candidate.key.length !== length) continue
        let i = 0
        while (i < length && candidate.key[i] === key[i]) i++
        if (i === length) return candidate.item
      }
      return undefined
    },
    add(event, item) {
      const hash = load(event)
      if (known.size >= classLimit) known.clear()
      known.set(hash, [...(known.get(hash) ?? []).slice(0, 7), { key: key.slice(0, length), item }])
    },
  }
}
