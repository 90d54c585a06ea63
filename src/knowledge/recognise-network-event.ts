import { findEventTypeByKey } from './event-type.ts'
import { isDeviceEvent, recogniseDeviceEvent } from './recognise-device-event.ts'
import { type EventShape, ofType, type RecognisedEvent } from './recognised-event.ts'

/** Sensors, honeypots, web servers and proxies. */
export function recogniseNetworkEvent(shape: EventShape): RecognisedEvent | undefined {
  const { has, text } = shape
  // Corelight’s and older shippers’ names of the stream.
  const path = text('_path') ?? text('@path') ?? text('@stream')
  if (path !== undefined && (has('ts') || has('uid') || has('@timestamp'))) {
    const type = findEventTypeByKey(`zeek/Zeek/${path}`)
    if (type !== undefined) return ofType(type)
    return { platform: 'zeek', products: ['zeek'], services: [path], categories: [] }
  }
  if (has('logtype') && has('node_id')) return ofKey('network/OpenCanary/application')
  // Before the names of requests: a mail gateway’s message may have them, too.
  if (isDeviceEvent(shape)) return recogniseDeviceEvent(shape)
  // Proxies and servers share cs-method; the client’s side of the URI is a proxy’s word.
  if (['c-uri', 'c-useragent', 'c-uri-query', 'c-uri-stem', 'r-dns'].some(has)) {
    return ofKey('web/Web proxy/proxy')
  }
  const isRequest =
    ['cs-method', 'cs-uri-stem', 'cs-uri-query'].some(has) ||
    // What a client sent may be no request.
    (has('sc-status') && (has('c-ip') || has('c-dns')))
  return isRequest ? ofKey('web/Web server/webserver') : undefined
}

function ofKey(key: string): RecognisedEvent | undefined {
  const type = findEventTypeByKey(key)
  return type === undefined ? undefined : ofType(type)
}
