import type { EventHeader, LogEvent, Scalar } from '../../ir/index.ts'
import { findIsoTime } from '../json/iso-time.ts'
import { withoutAbsent } from '../windows-event.ts'
import { findMessage } from './message.ts'

/**
 * The event of a line that has a CEF or LEEF message, whatever stands before it. A time that a syslog
 * header gives without a year is none.
 */
export function findCefEvent(line: string, record: number): LogEvent | undefined {
  const found = findMessage(line)
  if (found === undefined) return undefined
  const { fields, before } = found
  const text = (name: string): string | undefined => {
    const value = fields.get(name)?.[0]
    return value === undefined ? undefined : String(value)
  }
  const words = before.trim().split(/\s+/)
  const header: EventHeader = withoutAbsent({
    record,
    time: findTime(text) ?? words.map(word => findIsoTime(word)).find(time => time !== undefined),
    computer: text('dvchost') ?? findHost(before),
  })
  return { header, fields: withLine(fields, line) }
}

/** {@link findCefEvent} where nothing but a syslog header stands before the message. */
export function findCefEventInSyslog(line: string, record: number): LogEvent | undefined {
  // Most lines of the system log have no such message, so look for what all of them have.
  const found = line.includes('EF:') ? findMessage(line) : undefined
  return found !== undefined && isSyslogHeader(found.before)
    ? findCefEvent(line, record)
    : undefined
}

/** What may stand before a message: nothing, or the header that syslog gives it. */
export function isSyslogHeader(before: string): boolean {
  return syslogHeader.test(before)
}

/** `<34>Oct 11 22:14:15 host tag[1]: `, with less of it, or `<34>1 2023-11-14T22:13:20Z host app 1 - - `. */
const syslogHeader = new RegExp(
  [
    /^(?:<\d{1,3}>)?(?:(?:[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?\d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)?) )?(?:[\w.:-]{1,256} )?(?:[\w./-]{1,64}(?:\[\d{1,10}\])?: )?$/,
    /^<\d{1,3}>1 (?:\S{1,256} ){5}(?:-|(?:\[(?:[^\]\\]|\\.)*\])+) \uFEFF?$/,
  ]
    .map(form => form.source)
    .join('|'),
)

/** With the line itself, so that keywords find what spans fields. */
function withLine(
  fields: Map<string, readonly Scalar[]>,
  line: string,
): ReadonlyMap<string, readonly Scalar[]> {
  if (!fields.has('message')) fields.set('message', [line])
  return fields
}

/** The word behind the time of a syslog header. */
function findHost(before: string): string | undefined {
  const header =
    /^(?:<\d{1,3}>)?(?:1 )?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)) (\S+)/
  return header.exec(before)?.[1]
}

/** When the event was received by the device, or ended, or began; LEEF has one time. */
const times = ['rt', 'end', 'start', 'devTime']

function findTime(text: (name: string) => string | undefined): string | undefined {
  for (const name of times) {
    const value = text(name)
    if (value === undefined) continue
    const time = /^\d{10,16}$/.test(value) ? findIsoTime(Number(value)) : findWrittenTime(value)
    if (time !== undefined) return time
  }
  return undefined
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** `Sep 19 2023 08:26:10.123 UTC`; of zones only UTC is known, and a time without one counts as UTC. */
function findWrittenTime(text: string): string | undefined {
  const [, month = '', day = '', year, time] =
    /^([A-Z][a-z]{2}) (\d\d?) (\d{4}) (\d\d:\d\d:\d\d(?:\.\d{1,9})?)(?: (?:UTC|GMT|Z))?$/.exec(
      text,
    ) ?? []
  if (time === undefined) return findIsoTime(text)
  const number = String(months.indexOf(month) + 1).padStart(2, '0')
  return findIsoTime(`${year}-${number}-${day.padStart(2, '0')} ${time}`)
}
