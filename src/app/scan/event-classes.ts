import {
  type Binding,
  type EntryKey,
  type FieldIndex,
  hashBytes,
  makeBinding,
  makeKey,
  matchKey,
  type Rewrite,
} from '../../engine/scan/index.ts'
import {
  type EventHeader,
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
  let layouts = new Map<number, LayoutClasses>()
  const shape = rawShape(names)
  const hints = ['product', 'category', 'service'].map(word => names.idOf(`logsource.${word}`))
  const channelName = names.idOf('Channel')
  const otherChannels = [names.idOf('winlog.channel'), names.idOf('EventLog')]

  const classify = (event: RawEvent, fields: FieldIndex): EventClass | undefined => {
    shape.set(event, fields)
    const recognised = recogniseShape(headerOf(event), shape)
    if (recognised === undefined) return undefined
    const key = keyOf(recognised)
    const known = classes.get(key)
    if (known !== undefined) return known
    if (classes.size >= classLimit) {
      classes = new Map()
      byHeader = headerTable()
      layouts = new Map()
    }
    const made = makeClass(recognised, logSources, seenBy, names)
    classes.set(key, made)
    return made
  }

  const hasNone = (fields: FieldIndex, wanted: readonly number[]): boolean =>
    wanted.every(name => fields.first(name) < 0)

  /** What the names of an event’s fields leave open. */
  const ofLayout = (event: RawEvent, fields: FieldIndex): LayoutClasses => {
    const known = layouts.get(event.layout)
    if (known !== undefined) return known
    const hasNoHint = hasNone(fields, hints)
    const made: LayoutClasses = {
      isPlain: hasNoHint,
      isPlainWithoutChannel: hasNoHint && hasNone(fields, otherChannels),
      last: undefined,
    }
    if (event.layout >= 0) layouts.set(event.layout, made)
    return made
  }

  return {
    classOf(event, fields) {
      const layout = ofLayout(event, fields)
      // Channel, provider and event id alone tell then.
      const isPlain =
        event.eventId >= 0 &&
        event.provider >= 0 &&
        (event.channel >= 0
          ? layout.isPlain
          : layout.isPlainWithoutChannel && isEmpty(event, fields.first(channelName)))
      if (!isPlain) return classify(event, fields)
      const { last } = layout
      if (last !== undefined && hasHeader(event, last.key)) return last.item
      const known = byHeader.find(event)
      if (known !== undefined) {
        layout.last = known
        return known.item
      }
      const made = classify(event, fields)
      const isOfHeader = event.channel >= 0 || isKnownByHeader(event)
      if (made !== undefined && isOfHeader) layout.last = byHeader.add(event, made)
      return made
    },
  }
}

/** What the names of an event’s fields tell of its class, and the class of the last such event. */
interface LayoutClasses {
  /** Whether provider, channel and event id tell the class alone. */
  readonly isPlain: boolean
  /** The same of events without a channel, whose provider may tell it. */
  readonly isPlainWithoutChannel: boolean
  last: HeaderEntry<EventClass> | undefined
}

function headerOf(event: RawEvent): Pick<EventHeader, 'provider' | 'channel' | 'eventId'> {
  const text = (entry: number): string | undefined => (entry < 0 ? undefined : event.textOf(entry))
  const provider = text(event.provider)
  const channel = text(event.channel)
  const eventId = text(event.eventId)
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(channel === undefined ? {} : { channel }),
    ...(eventId === undefined ? {} : { eventId }),
  }
}

const noFields: EventShape = {
  has: () => false,
  text: () => undefined,
  words: () => [],
  hasBelow: () => false,
}

function isKnownByHeader(event: RawEvent): boolean {
  return recogniseShape(headerOf(event), noFields) !== undefined
}

/** Whether a field is absent, or its first value is an empty text. */
function isEmpty(event: RawEvent, entry: number): boolean {
  return entry < 0 || ((event.kinds[entry] ?? 0) > valueKinds.null && event.textOf(entry) === '')
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
  return makeBinding({ first, second, rewrites, secondRewrites, constants })
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
  for (let entry = first; entry >= 0; entry = fields.next(entry)) {
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
  readonly key: EntryKey
  readonly item: T
}

/** Finds what belongs to the provider, channel and event id of an event by their bytes. */
// HOT: asked for every event of the Windows event log (scanner.bench.ts).
function headerTable<T>(): {
  find(event: RawEvent): HeaderEntry<T> | undefined
  add(event: RawEvent, item: T): HeaderEntry<T>
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
      return candidates.find(({ key }) => hasHeader(event, key))
    },
    add(event, item) {
      const key = makeKey(event, [event.provider, event.channel, event.eventId])
      if (known.size >= classLimit) known.clear()
      const hash = hashOf(event)
      const entry = { key, item }
      known.set(hash, [...(known.get(hash) ?? []).slice(0, 7), entry])
      return entry
    },
  }
}

function hasHeader(event: RawEvent, key: EntryKey): boolean {
  const ofProvider = matchKey(event, event.provider, key, 0)
  const ofChannel = matchKey(event, event.channel, key, ofProvider)
  return matchKey(event, event.eventId, key, ofChannel) === key.bytes.length
}

/** The bytes of a value and where they end; of an interned text its number. */
function hashOfEntry(event: RawEvent, entry: number, seed: number): number {
  const kind = event.kinds[entry] ?? 0
  const start = event.starts[entry] ?? 0
  if (kind === valueKinds.interned) return Math.imul(seed ^ start, 0x01000193)
  return hashBytes(event.bytes, event.view, start, event.ends[entry] ?? start, seed ^ kind)
}
