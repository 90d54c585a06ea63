import { headLines } from '../head-lines.ts'
import { defaultLineLimits, type LineLimits, lineDecoder } from '../line-decoder.ts'
import { type Decoded, decodedProblem } from '../problem.ts'
import type { EventDecoder } from '../raw-decoder.ts'
import { findMessage } from './message.ts'
import { findCefEvent, isSyslogHeader } from './to-event.ts'

/**
 * A decoder of CEF and LEEF (1.0 and 2.0), a message a line, with a syslog header before it or none.
 * Fields have the keys of the format and, where the meaning is exactly the same, Sigma’s names
 * (`src_ip`, `c-uri`); members of the header are `deviceVendor`, `deviceProduct`, `deviceVersion`,
 * `deviceEventClassId`, `name` and `severity` in both. `message` is the line, where the event has no
 * field of this name. The record is the line.
 */
export function cefDecoder(limits: LineLimits = defaultLineLimits): EventDecoder {
  return lineDecoder(limits, 'cef/too-long', function* (text, line): Generator<Decoded> {
    const event = findCefEvent(text, line.number)
    if (event !== undefined) yield { kind: 'event', event }
    else if (text.trim() !== '') {
      yield decodedProblem('cef/syntax', line.offset, 'It has no CEF or LEEF message')
    }
  })
}

/** Which kind of message the first lines of a log have, most of them, behind no more than a syslog header. */
export function findCefKind(text: string): 'cef' | 'leef' | undefined {
  const lines = headLines(text)
  const kinds = lines.map(line => {
    const found = findMessage(line)
    if (found === undefined || !isSyslogHeader(found.before)) return undefined
    return found.isLeef ? 'leef' : 'cef'
  })
  const known = kinds.filter(kind => kind !== undefined)
  return known.length * 2 > lines.length ? known[0] : undefined
}
