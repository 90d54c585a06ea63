import type { EventHeader } from '../ir/index.ts'
import { findChannel, findChannelOfProvider, findEventType } from './event-type.ts'
import type { EventShape, RecognisedEvent } from './recognised-event.ts'

/**
 * Events of the Windows event log, and of Sysmon for Linux, which imitates it: known by channel and
 * event id, in the header or in the fields that shippers put them in.
 */
export function recogniseChannelEvent(
  header: Pick<EventHeader, 'provider' | 'channel' | 'eventId'>,
  shape: EventShape,
): RecognisedEvent | undefined {
  const provider =
    header.provider ?? firstText(shape, ['Provider_Name', 'winlog.provider_name', 'SourceName'])
  const channelName =
    header.channel ??
    firstText(shape, ['Channel', 'winlog.channel', 'EventLog']) ??
    (provider === undefined ? undefined : findChannelOfProvider(provider))
  const eventId = header.eventId ?? firstText(shape, ['EventID', 'winlog.event_id', 'EventId'])
  if (channelName === undefined) {
    // A trace of a provider of Windows, saved without a channel.
    const isWindows = provider?.startsWith('Microsoft-Windows-') && eventId !== undefined
    return isWindows ? { ...unknownWindows, eventId } : undefined
  }
  const channel = findChannel(channelName)
  // A channel that nobody knows is Windows’ only if the event has an id, as all of Windows’ have.
  if (channel === undefined && eventId === undefined) return undefined
  const type = eventId === undefined ? undefined : findEventType(channelName, eventId, provider)
  return {
    platform: channel?.platform ?? 'windows',
    products: type?.products ?? channel?.products ?? ['windows'],
    services: type?.services ?? channel?.services ?? [],
    categories: type?.categories ?? [],
    channel: channel?.name ?? channelName,
    ...(eventId === undefined ? {} : { eventId }),
    ...(type === undefined ? {} : { type }),
  }
}

const unknownWindows: RecognisedEvent = {
  platform: 'windows',
  products: ['windows'],
  services: [],
  categories: [],
}

function firstText(shape: EventShape, fields: readonly string[]): string | undefined {
  for (const field of fields) {
    const text = shape.text(field)
    if (text !== undefined && text !== '') return text
  }
  return undefined
}
