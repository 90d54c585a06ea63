import eventTypeData from '../../data/event-types.json' with { type: 'json' }
import { once } from '../base/index.ts'
import { messageGroups } from './message-events.ts'
import { udmOperation } from './udm-field.ts'

/**
 * What a log can contain: one kind of event of one provider. The catalogue is facts, generated into
 * `data/event-types.json` by `npm run data`.
 */
export interface EventType {
  /** Stable, such as `windows/Microsoft-Windows-Sysmon/Operational/1`. */
  readonly key: string
  /** `windows`, `linux`, `macos`, `aws`, `azure`, …; `any` for logs that no platform owns. */
  readonly platform: string
  readonly provider: string
  readonly channel?: string
  /** The event id, the record type or the table; absent where the log is one type as a whole. */
  readonly eventId?: string
  readonly title: string
  readonly description?: string
  /** What must be switched on to get the event. */
  readonly enable?: string
  /** Native field names; absent means that they are not known, or not a closed set. */
  readonly fields?: readonly string[]
  /** Canonical (Sigma) name → the event’s own name: `Image` → `NewProcessName` on Security 4688. */
  readonly renames: Readonly<Record<string, string>>
  /** The event’s own names of parts of canonical fields: `process.name` → `Image name`. */
  readonly parts?: Readonly<Record<string, string>>
  /** The Sigma products whose rules see the event; empty for logs of any product. */
  readonly products: readonly string[]
  readonly services: readonly string[]
  readonly categories: readonly Category[]
  /** The fields that say which operation an event is, in logs that have such. */
  readonly operations: readonly string[]
  /** What another program makes of a native event (`ecs`, `mde`); coverage does not count it. */
  readonly shippedAs?: string
}

/** A Sigma category of an event type. */
export interface Category {
  readonly name: string
  /** Only events whose field has one of the values belong to it: `registry_add` is `CreateKey`. */
  readonly when?: { readonly field: string; readonly values: readonly string[] }
}

interface EventData {
  readonly id?: string
  readonly title: string
  readonly fields?: number
  readonly services?: readonly string[]
  readonly categories?: readonly string[]
  readonly enable?: string
  readonly renames?: Readonly<Record<string, string>>
  readonly parts?: Readonly<Record<string, string>>
}

interface GroupData {
  readonly platform: string
  readonly provider: string
  readonly channel?: string
  readonly otherNames?: readonly string[]
  readonly products?: readonly string[]
  readonly services?: readonly string[]
  readonly categories?: readonly string[]
  readonly operations?: readonly string[]
  readonly shippedAs?: string
  readonly enable?: string
  readonly when?: Readonly<Record<string, Category['when']>>
  readonly events: readonly EventData[]
}

/** A channel of the Windows event log, or of a program that imitates it. */
export interface Channel {
  readonly name: string
  readonly products: readonly string[]
  readonly services: readonly string[]
  readonly platform: string
}

interface Catalogue {
  readonly types: readonly EventType[]
  readonly byKey: ReadonlyMap<string, EventType>
  /** By channel in lower case, a line break, and event id. */
  readonly byChannelAndId: ReadonlyMap<string, readonly EventType[]>
  /** By any of the channel’s names, in lower case. */
  readonly channels: ReadonlyMap<string, Channel>
  /** The only channel that a provider writes to, by the provider in lower case. */
  readonly channelOfProvider: ReadonlyMap<string, string | undefined>
}

/** Channels that many providers share, so that an event id alone names no event. */
const sharedChannels: ReadonlySet<string> = new Set(['system', 'application', 'setup'])

const catalogue: () => Catalogue = once(() => {
  const types: EventType[] = []
  const byKey = new Map<string, EventType>()
  const byChannelAndId = new Map<string, EventType[]>()
  const channels = new Map<string, Channel>()
  const channelOfProvider = new Map<string, string | undefined>()
  // The generator writes this shape; TypeScript infers a union of every row instead.
  const written = eventTypeData.groups as unknown as readonly GroupData[]
  const groups: readonly GroupData[] = [...written, ...messageGroups]
  for (const group of groups) {
    const { channel, provider } = group
    for (const event of group.events) {
      const type = toEventType(group, event, eventTypeData.fieldSets)
      types.push(type)
      byKey.set(type.key, type)
      if (channel === undefined || event.id === undefined) continue
      const place = `${channel.toLowerCase()}\n${event.id}`
      byChannelAndId.set(place, [...(byChannelAndId.get(place) ?? []), type])
    }
    if (channel === undefined) continue
    for (const name of [channel, ...(group.otherNames ?? [])]) {
      const known = channels.get(name.toLowerCase())
      channels.set(name.toLowerCase(), {
        name: channel,
        platform: group.platform,
        // A product that only some providers of a shared channel have is no product of the channel.
        products: known?.products ?? (group.products ?? []).slice(0, 1),
        services: [...new Set([...(known?.services ?? []), ...(group.services ?? [])])],
      })
    }
    const other = channelOfProvider.get(provider.toLowerCase())
    const isOnly = !channelOfProvider.has(provider.toLowerCase()) || other === channel
    channelOfProvider.set(provider.toLowerCase(), isOnly ? channel : undefined)
  }
  return { types, byKey, byChannelAndId, channels, channelOfProvider }
})

function toEventType(
  group: GroupData,
  event: EventData,
  fieldSets: readonly (readonly string[])[],
): EventType {
  const { platform, provider, channel, shippedAs } = group
  const enable = event.enable ?? group.enable
  const fields = event.fields === undefined ? undefined : fieldSets[event.fields]
  const names = [...(group.categories ?? []), ...(event.categories ?? [])]
  return {
    key: keyOf(group, event),
    platform,
    provider,
    ...(channel === undefined ? {} : { channel }),
    ...(event.id === undefined ? {} : { eventId: event.id }),
    title: event.title,
    ...(enable === undefined ? {} : { enable }),
    ...(fields === undefined ? {} : { fields }),
    renames: event.renames ?? {},
    ...(event.parts === undefined ? {} : { parts: event.parts }),
    products: group.products ?? [],
    services: event.services ?? group.services ?? [],
    categories: names.map(name => {
      const when = group.when?.[name]
      return when === undefined ? { name } : { name, when }
    }),
    operations: operationsOf(group),
    ...(shippedAs === undefined ? {} : { shippedAs }),
  }
}

/** In Google’s Unified Data Model the operation of any service stands in one field. */
function operationsOf({ platform, operations = [] }: GroupData): readonly string[] {
  return operations.length === 0 || platform === 'linux'
    ? operations
    : [...operations, udmOperation]
}

function keyOf(group: GroupData, event: EventData): string {
  const { platform, provider, channel, shippedAs } = group
  const place = channel ?? provider
  const isShared = channel !== undefined && sharedChannels.has(channel.toLowerCase())
  const words = [platform, shippedAs, place, isShared ? provider : undefined]
  if (event.id !== undefined) words.push(event.id)
  else if (channel === undefined) words.push(...(group.services ?? group.categories ?? []))
  return words.filter(word => word !== undefined).join('/')
}

/** Every event type of the catalogue, in its order: what matters most of a platform first. */
export function eventTypes(): readonly EventType[] {
  return catalogue().types
}

/** The event type with this key. */
export function findEventTypeByKey(key: string): EventType | undefined {
  return catalogue().byKey.get(key)
}

/**
 * The event type of an event id in a channel, whatever the channel’s case. In channels that several
 * providers share (System, Application) the provider decides; without it, only an id that one
 * provider has is found.
 */
export function findEventType(
  channel: string,
  eventId: string,
  provider?: string,
): EventType | undefined {
  const { byChannelAndId } = catalogue()
  const name = findChannel(channel)?.name ?? channel
  const candidates = byChannelAndId.get(`${name.toLowerCase()}\n${eventId}`) ?? []
  if (provider !== undefined) {
    const wanted = provider.toLowerCase()
    const exact = candidates.find(type => type.provider.toLowerCase() === wanted)
    if (exact !== undefined || sharedChannels.has(name.toLowerCase())) return exact
  }
  const [only] = candidates
  return candidates.length === 1 ? only : undefined
}

/** A channel by any of its names, in any case. */
export function findChannel(name: string): Channel | undefined {
  return catalogue().channels.get(name.toLowerCase())
}

/** The channel that a provider writes to, if it writes to one only. */
export function findChannelOfProvider(provider: string): string | undefined {
  return catalogue().channelOfProvider.get(provider.toLowerCase())
}

/** Every channel that the catalogue names, each once. */
export function allChannels(): readonly Channel[] {
  return [...new Map([...catalogue().channels.values()].map(c => [c.name, c])).values()]
}
