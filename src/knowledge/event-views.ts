import eventViewData from '../../data/event-views.json' with { type: 'json' }
import type { EventType } from './event-type.ts'
import { type FieldPart, findFieldPart } from './field-part.ts'
import { isWindowsHeader } from './windows-header.ts'

/**
 * What other vendors’ agents make of the events of a type: under which of the event’s own fields a field
 * of theirs is found, and what is the same for every event. Generated into `data/event-views.json` by
 * `npm run data`.
 */
export interface TypeView {
  readonly fields: ReadonlyMap<string, OwnPart>
  readonly constants: ReadonlyMap<string, readonly string[]>
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
  /** With the channel’s name in place of `{}`. */
  readonly channelConstants?: Lists
  readonly fields: Texts
  readonly eventFields?: Readonly<Record<string, Texts>>
  readonly eventConstants?: Readonly<Record<string, Lists>>
}

const none: TypeView = { fields: new Map(), constants: new Map() }

const known = new WeakMap<EventType, TypeView>()

/** The view of a type’s events; empty where nobody’s is known. */
export function viewOfType(type: EventType): TypeView {
  const before = known.get(type)
  if (before !== undefined) return before
  const made = type.shippedAs === undefined ? makeView(type) : none
  known.set(type, made)
  return made
}

/**
 * What agents of a vendor write into a field of every event of a type: `event.category` of Sysmon 1 is
 * `process`. `undefined` where that differs from event to event, or nobody writes it.
 */
export function agentWords(type: EventType, field: string): readonly string[] | undefined {
  const { fields, constants } = viewOfType(type)
  return fields.has(field) ? undefined : constants.get(field)
}

function makeView(type: EventType): TypeView {
  const fields = new Map<string, OwnPart>()
  const constants = new Map<string, readonly string[]>()
  // The generator writes this shape; TypeScript infers a union of every row instead.
  for (const view of eventViewData as unknown as readonly ViewData[]) {
    if (!isAbout(view, type)) continue
    const { channel = '', eventId = '' } = type
    for (const [name, texts] of Object.entries(view.channelConstants ?? {})) {
      constants.set(
        name,
        texts.map(text => text.replace('{}', channel)),
      )
    }
    for (const lists of [view.constants, view.eventConstants?.[eventId]]) {
      for (const [name, texts] of Object.entries(lists ?? {})) constants.set(name, texts)
    }
    for (const texts of [view.fields, view.eventFields?.[eventId]]) {
      for (const [name, text] of Object.entries(texts ?? {})) {
        const own = findOwnPart(text, type)
        if (own !== undefined) fields.set(name, own)
      }
    }
  }
  return { fields, constants }
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
