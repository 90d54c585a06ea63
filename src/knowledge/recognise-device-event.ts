import { findEventTypeByKey } from './event-type.ts'
import { type EventShape, ofType, type RecognisedEvent } from './recognised-event.ts'

/** CEF and LEEF have these in every message; what else has them is no such event. */
export function isDeviceEvent({ has }: EventShape): boolean {
  return has('deviceEventClassId') && has('deviceVendor') && has('deviceProduct')
}

/**
 * A message of a device in CEF or LEEF, by its maker and product where they leave no doubt what the
 * message is about; `undefined` for all others, which no rule sees.
 */
export function recogniseDeviceEvent(shape: EventShape): RecognisedEvent | undefined {
  const word = (field: string): string => shape.text(field)?.trim().toLowerCase() ?? ''
  const vendor = word('deviceVendor')
  const product = word('deviceProduct')
  const found = devices.find(
    device => device.vendor === vendor && device.products.includes(product),
  )
  const key = found?.keyOf(word)
  const type = key === undefined ? undefined : findEventTypeByKey(key)
  return type === undefined ? undefined : ofType(type)
}

type Word = (field: string) => string

interface Device {
  readonly vendor: string
  readonly products: readonly string[]
  /** The event type of a message, by its fields in lower case. */
  keyOf(word: Word): string | undefined
}

const firewall = 'network/Firewall/firewall'
const proxy = 'web/Web proxy/proxy'
const antivirus = 'any/Antivirus/antivirus'

/** Makers and products as their messages spell them, in lower case. */
const devices: readonly Device[] = [
  { vendor: 'check point', products: ['vpn-1 & firewall-1', 'firewall'], keyOf: () => firewall },
  { vendor: 'cisco', products: ['asa', 'pix'], keyOf: () => firewall },
  { vendor: 'forcepoint', products: ['firewall'], keyOf: () => firewall },
  { vendor: 'forcepoint', products: ['security'], keyOf: () => proxy },
  { vendor: 'websense', products: ['security'], keyOf: () => proxy },
  { vendor: 'fortinet', products: ['fortigate'], keyOf: fortigateKey },
  {
    vendor: 'palo alto networks',
    products: ['pan-os', 'pan-os syslog integration'],
    // `CEF:0|Palo Alto Networks|PAN-OS|10.1|end|TRAFFIC|1|`; in LEEF the type is a field.
    keyOf: word => ([word('name'), word('Type')].includes('traffic') ? firewall : undefined),
  },
  { vendor: 'zscaler', products: ['nssfwlog'], keyOf: () => firewall },
  { vendor: 'zscaler', products: ['nssweblog', 'nss'], keyOf: webOnly },
  {
    vendor: 'trend micro',
    products: ['deep security agent'],
    // The ids of its anti-malware module; those of other modules are elsewhere.
    keyOf: word => (/^40000\d\d$/.test(word('deviceEventClassId')) ? antivirus : undefined),
  },
]

/** `traffic:forward accept` and `event:system` are names of its messages, and their `cat`. */
function fortigateKey(word: Word): string | undefined {
  const names = [word('cat'), word('name')]
  if (names.some(name => name.startsWith('traffic:'))) return firewall
  return names.some(name => name.startsWith('event:')) ? 'network/FortiGate/event' : undefined
}

/** Of messages about requests only. */
function webOnly(word: Word): string | undefined {
  return word('c-uri') === '' ? undefined : proxy
}
