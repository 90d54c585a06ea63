import type { EventHeader, LogEvent } from '../ir/index.ts'
import { recogniseChannelEvent } from './recognise-channel-event.ts'
import { recogniseCloudEvent } from './recognise-cloud-event.ts'
import { recogniseEcsEvent } from './recognise-ecs-event.ts'
import { recogniseHostEvent } from './recognise-host-event.ts'
import { recogniseNetworkEvent } from './recognise-network-event.ts'
import { type EventShape, type RecognisedEvent, shapeOf } from './recognised-event.ts'

/**
 * What log an event belongs to, from its header and its shape; `undefined` when nothing tells.
 *
 * Made-up and re-shipped events may say it themselves, in the fields `logsource.product`,
 * `logsource.category` and `logsource.service`; these count before anything else.
 */
export function recogniseEvent(event: LogEvent): RecognisedEvent | undefined {
  return recogniseShape(event.header, shapeOf(event))
}

/** {@link recogniseEvent} for an event that is not built: it asks `shape` for what it needs. */
export function recogniseShape(
  header: Pick<EventHeader, 'provider' | 'channel' | 'eventId'>,
  shape: EventShape,
): RecognisedEvent | undefined {
  const found =
    recogniseChannelEvent(header, shape) ??
    recogniseCloudEvent(shape) ??
    recogniseHostEvent(shape) ??
    recogniseNetworkEvent(shape) ??
    recogniseEcsEvent(shape)
  return withHint(shape, found)
}

function withHint(
  shape: EventShape,
  found: RecognisedEvent | undefined,
): RecognisedEvent | undefined {
  const product = shape.text('logsource.product')?.toLowerCase()
  const services = shape.words('logsource.service')
  const categories = shape.words('logsource.category').map(name => ({ name }))
  if (product === undefined && services.length === 0 && categories.length === 0) return found
  // What the shape says stands only as far as it does not contradict the hint.
  const isSame = product === undefined || found?.products.includes(product)
  const base = isSame ? found : undefined
  return {
    ...base,
    platform: base?.platform ?? product ?? 'any',
    products: product === undefined ? (base?.products ?? []) : [product],
    services: services.length > 0 ? services : (base?.services ?? []),
    categories: categories.length > 0 ? categories : (base?.categories ?? []),
  }
}
