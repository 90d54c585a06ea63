import eventViewData from '../../data/event-views.json' with { type: 'json' }
import type { EventType } from './event-type.ts'
import { type FieldPart, findFieldPart } from './field-part.ts'
import { perEventType } from './per-event-type.ts'
import { isWindowsHeader } from './windows-header.ts'

/**
 * What other vendors’ agents make of the events of a type: under which of the event’s own fields a field
 * of theirs is found, and what is the same for every event. Generated into `data/event-views.json` by
 * `npm run data`.
 */
export interface TypeView {
  findField(name: string): OwnPart | undefined
  findConstant(name: string): readonly string[] | undefined
  /** The names that any of the data has for events like these, found or not. */
  fieldNames(): Iterable<string>
}

/** A part of one of the event’s own fields. */
export interface OwnPart {
  readonly own: string
  readonly part: FieldPart
}

type Texts = Readonly<Record<string, string>>
type Lists = Readonly<Record<string, readonly string[]>>

interface ViewData {
  readonly platform: string
  readonly channel?: string
  readonly provider?: string
  readonly constants?: Lists
  /** With the channel’s name in place of `{}`, which stands in no other texts. */
  readonly channelConstants?: Lists
  readonly fields: Texts
  readonly eventFields?: Readonly<Record<string, Texts>>
  readonly eventConstants?: Readonly<Record<string, Lists>>
}

// The generator writes this shape; TypeScript infers a union of every row instead.
const allViews = eventViewData as unknown as readonly ViewData[]

/** The view of a type’s events; empty where nobody’s is known. */
export const viewOfType: (type: EventType) => TypeView = perEventType(makeView)

/**
 * What agents of a vendor write into a field of every event of a type: `event.category` of Sysmon 1 is
 * `process`. `undefined` where that differs from event to event, or nobody writes it.
 */
export function agentWords(type: EventType, field: string): readonly string[] | undefined {
  const view = viewOfType(type)
  return view.findField(field) === undefined ? view.findConstant(field) : undefined
}

/** Fields are looked up one by one: there are hundreds, and rules ask for few. Later data count before earlier. */
function makeView(type: EventType): TypeView {
  const { channel = '', eventId = '' } = type
  const views = type.shippedAs === undefined ? allViews.filter(view => isAbout(view, type)) : []
  const texts = views.flatMap(view => [view.fields, view.eventFields?.[eventId] ?? {}]).reverse()
  const constants = new Map<string, readonly string[]>()
  for (const view of views) {
    for (const [name, words] of Object.entries(view.channelConstants ?? {})) {
      constants.set(
        name,
        words.map(word => word.replace('{}', channel)),
      )
    }
    for (const lists of [view.constants, view.eventConstants?.[eventId]]) {
      for (const [name, words] of Object.entries(lists ?? {})) constants.set(name, words)
    }
  }
  // Only what is there is remembered: names come from rules, of which there may be any number.
  const found = new Map<string, OwnPart>()
  return {
    findField(name) {
      const before = found.get(name)
      if (before !== undefined) return before
      for (const named of texts) {
        const own = Object.hasOwn(named, name) ? findOwnPart(named[name] ?? '', type) : undefined
        if (own === undefined) continue
        found.set(name, own)
        return own
      }
      return undefined
    },
    findConstant: name => constants.get(name),
    fieldNames: () => new Set(texts.flatMap(Object.keys)),
  }
}

function isAbout({ platform, channel, provider }: ViewData, type: EventType): boolean {
  if (platform !== type.platform) return false
  if (provider !== undefined) return provider === type.provider
  return channel === undefined ? type.channel !== undefined : channel === type.channel
}

/** `Image SourceImage name`: the part `name` of the first of the fields that the type has. */
function findOwnPart(text: string, { fields, channel }: EventType): OwnPart | undefined {
  const names = text.split(' ')
  const part = names.length > 1 ? findFieldPart(names.at(-1) ?? '') : undefined
  if (part !== undefined) names.pop()
  const own = names.find(
    name =>
      fields === undefined ||
      fields.includes(name) ||
      (channel !== undefined && isWindowsHeader(name)),
  )
  return own === undefined ? undefined : { own, part: part ?? 'whole' }
}
