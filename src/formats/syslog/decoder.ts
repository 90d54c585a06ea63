import type { LogEvent } from '../../ir/index.ts'
import { findCefEventInSyslog } from '../cef/to-event.ts'
import { findIsoTime } from '../json/iso-time.ts'
import { defaultLineLimits, type LineLimits, lineDecoder } from '../line-decoder.ts'
import { type Decoded, decodedProblem } from '../problem.ts'
import type { EventDecoder } from '../raw-decoder.ts'
import { findSyslogMessage, type SyslogMessage } from './message.ts'

/**
 * A decoder of the system log as programs such as rsyslog write it to files or send it: RFC 5424, and
 * RFC 3164 with or without its priority, or with an ISO time.
 *
 *     <34>Oct 11 22:14:15 web1 sshd[24]: Failed password for root
 *     2024-10-11T22:14:15.003+00:00 web1 sshd[24]: Failed password for root
 *     <34>1 2024-10-11T22:14:15.003Z web1 sshd 24 ID47 [origin ip="10.0.0.1"] Failed password for root
 *
 * Fields have the names of systemd’s journal: `MESSAGE`, `_HOSTNAME`, `SYSLOG_IDENTIFIER`, `SYSLOG_PID`,
 * `SYSLOG_FACILITY`, `PRIORITY`, `SYSLOG_TIMESTAMP`; a message’s id is `MSGID`, and structured data
 * `origin.ip`. What is CEF or LEEF behind the header is the event that it says. A time without its year gives the event no time. The record is the line.
 */
export function syslogDecoder(limits: LineLimits = defaultLineLimits): EventDecoder {
  return lineDecoder(limits, 'syslog/too-long', function* (text, line): Generator<Decoded> {
    const cef = findCefEventInSyslog(text, line.number)
    if (cef !== undefined) {
      yield { kind: 'event', event: cef }
      return
    }
    const message = findSyslogMessage(text)
    if (message !== undefined) {
      yield { kind: 'event', event: toEvent(message, line.number) }
    } else if (text.trim() !== '') {
      yield decodedProblem('syslog/syntax', line.offset, 'The line has no time and host before it')
    }
  })
}

/** Whether a log begins with a message of syslog that says its program. */
export function isSyslogHead(text: string): boolean {
  const [first = ''] = text.replace(/^\uFEFF/, '').split(/\r?\n/, 1)
  return findSyslogMessage(first)?.program !== undefined
}

function toEvent(message: SyslogMessage, record: number): LogEvent {
  const { priority, stamp, host, program, pid, id, data, text } = message
  const fields = new Map<string, string[]>([['MESSAGE', [text]]])
  const put = (name: string, value: string | number | undefined): void => {
    if (value === undefined) return
    const known = fields.get(name)
    if (known === undefined) fields.set(name, [String(value)])
    else known.push(String(value))
  }
  put('_HOSTNAME', host)
  put('SYSLOG_IDENTIFIER', program)
  put('SYSLOG_PID', pid)
  put('SYSLOG_FACILITY', priority === undefined ? undefined : priority >> 3)
  put('PRIORITY', priority === undefined ? undefined : priority & 7)
  put('SYSLOG_TIMESTAMP', stamp)
  put('MSGID', id)
  for (const [name, value] of data) put(name, value)
  const time = findIsoTime(stamp === undefined ? undefined : withYearFirst(stamp))
  return {
    header: {
      record,
      ...(time === undefined ? {} : { time }),
      ...(host === undefined ? {} : { computer: host }),
    },
    fields,
  }
}

/** `Oct  1 2024 22:14:15` → `2024-10-01 22:14:15`; anything else as it is. */
function withYearFirst(stamp: string): string {
  const match = /^([A-Z][a-z]{2}) ([ \d]\d) (\d{4}) (.+)$/.exec(stamp)
  if (match === null) return stamp.replace(',', '.')
  const [, month = '', day = '', year, time] = match
  const number = 1 + 'JanFebMarAprMayJunJulAugSepOctNovDec'.indexOf(month) / 3
  return `${year}-${String(number).padStart(2, '0')}-${day.trim().padStart(2, '0')} ${time}`
}
