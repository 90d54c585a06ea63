import type { EventHeader, LogEvent, Scalar } from '../../ir/index.ts'
import { addRequest } from './request.ts'

/**
 * Common and combined logs of Apache and nginx, also with the virtual host in front (`vhost_combined`)
 * and with more quoted or bare words behind:
 *
 *     127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /a?b HTTP/1.0" 200 2326
 *     10.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5 "http://a/" "curl/8"
 *     www.a.org:80 10.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5
 */
// No two neighbours of the pattern can take the same characters, save blanks inside a user's name,
// which are bounded: a line is read in time linear in its length.
const combined =
  /^(?:(?<vhost>[^\s"[\]:]+(?::\d{1,5})?) )?(?<client>[^\s"[\]]+) (?<ident>[^\s"[\]]+) (?<user>[^"[\]]{1,256}?) \[(?<time>\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\] "(?<request>(?:[^"\\]|\\.)*)" (?<status>\d{3}|-) (?<bytes>\d+|-)(?: "(?<referer>(?:[^"\\]|\\.)*)" "(?<agent>(?:[^"\\]|\\.)*)")?(?: |$)/s

/** The event of a line, whose number is `record`; `undefined` when the line is no such. */
export function findCombinedEvent(line: string, record: number): LogEvent | undefined {
  const parts = combined.exec(line)?.groups
  if (parts === undefined) return undefined
  const fields = new Map<string, readonly Scalar[]>()
  const set = (name: string, value: string | undefined): void => {
    if (value !== undefined && value !== '-' && value !== '') fields.set(name, [value])
  }
  set('cs-host', parts.vhost?.replace(/:\d+$/, ''))
  set('s-port', /:(\d+)$/.exec(parts.vhost ?? '')?.[1])
  set(isAddress(parts.client ?? '') ? 'c-ip' : 'c-dns', parts.client)
  set('cs-ident', parts.ident)
  set('cs-username', readEscapes(parts.user ?? ''))
  addRequest(fields, readEscapes(parts.request ?? ''))
  set('sc-status', parts.status)
  set('sc-bytes', parts.bytes)
  set('cs-referer', parts.referer && readEscapes(parts.referer))
  set('cs-user-agent', parts.agent && readEscapes(parts.agent))
  fields.set('message', [line])
  const time = findClfTime(parts.time ?? '')
  const header: EventHeader = time === undefined ? { record } : { record, time }
  return { header, fields }
}

function isAddress(text: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) || /^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(text)
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** Apache writes `\"`, `\\`, `\n`, `\t` and the like, and other bytes as `\xhh`; nginx `\xHH` alone. */
function readEscapes(text: string): string {
  if (!text.includes('\\')) return text
  return text.replaceAll(/(?:\\x[0-9a-fA-F]{2})+|\\([\\"bfnrtv])/g, (found, letter?: string) => {
    if (letter !== undefined) return letters[letter] ?? letter
    const bytes = Uint8Array.from({ length: found.length / 4 }, (_, i) =>
      Number.parseInt(found.slice(i * 4 + 2, i * 4 + 4), 16),
    )
    return utf8.decode(bytes)
  })
}

const letters: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** `10/Oct/2000:13:55:36 -0700` */
function findClfTime(text: string): string | undefined {
  const [day, month = '', year, hour, minute, second, zone = ''] = text.split(/[/: ]/)
  const number = String(months.indexOf(month) + 1).padStart(2, '0')
  const stated = Date.parse(
    `${year}-${number}-${day}T${hour}:${minute}:${second}${zone.slice(0, 3)}:${zone.slice(3)}`,
  )
  return Number.isNaN(stated) ? undefined : `${new Date(stated).toISOString().slice(0, 19)}Z`
}
