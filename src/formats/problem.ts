import type { LogEvent } from '../ir/index.ts'

/**
 * What can be wrong with a log, by code. A code is `area/problem`; a released code is never reused
 * for another problem.
 */
const table = {
  'access-log/cells': 'A row has more or fewer cells than fields; it is read with those it has.',
  'access-log/syntax': 'A line is none of a known form; the next one is read.',
  'access-log/too-long': 'A line is longer than the limit; the next one is read.',
  'cef/syntax': 'A line is no CEF and no LEEF; the next one is read.',
  'cef/too-long': 'A line is longer than the limit; the next one is read.',
  'auditd/syntax': 'A line holds no record of auditd; the next one is read.',
  'auditd/too-large':
    'The records that are kept of open events exceed the limit; an event may be read as two.',
  'auditd/too-long': 'A line is longer than the limit; the next one is read.',
  'csv/cells': 'A row has more or fewer cells than the header; it is read with those it has.',
  'csv/open-quote': 'Nothing closes a quote; its line is skipped, the next one is read.',
  'csv/payload': 'A cell that should hold an event as JSON does not; the other cells are read.',
  'csv/too-long': 'A line is longer than the limit; the next one is read.',
  'evtx/header': 'The file header is damaged; the chunks are read all the same.',
  'evtx/header-checksum': 'The file header’s checksum is wrong; the chunks are read all the same.',
  'evtx/chunk': 'A chunk does not begin as a chunk, so none of it is read.',
  'evtx/chunk-checksum': 'A checksum of a chunk is wrong; what decodes is read all the same.',
  'evtx/record': 'A record cannot be decoded; the next one is read.',
  'evtx/record-limit': 'A record expands to more than the limits allow; the next one is read.',
  'evtx/truncated': 'The log ends inside a chunk; what lies whole before the cut is read.',
  'json/syntax': 'A line or value is not JSON; the next one is read.',
  'json/not-an-object': 'A value is JSON but no object, so it is no event.',
  'json/truncated': 'The log ends inside a value.',
  'json/too-long': 'A value is longer than the limit; the next one is read.',
  'json/too-deep': 'A value nests deeper than the limit; the next one is read.',
  'syslog/syntax': 'A line has no head of syslog; the next one is read.',
  'syslog/too-long': 'A line is longer than the limit; the next one is read.',
  'xml/doctype': 'The document declares a type, which is not read; its entities stay as they are.',
  'xml/no-event': 'The log ends without having had an event.',
  'xml/stray': 'Something stands where an event should; the next event is read.',
  'xml/syntax': 'An event is not XML; the next one is read.',
  'xml/too-deep': 'An event nests deeper than the limit; the next one is read.',
  'xml/too-long': 'An event is longer than the limit; the next one is read.',
  'xml/truncated': 'The log ends inside an event.',
  'zeek/cells': 'A line has more or fewer cells than fields; it is read with those it has.',
  'zeek/no-fields': 'A line stands before the one that names the fields; it is skipped.',
  'zeek/too-long': 'A line is longer than the limit; the next one is read.',
} as const

export type FormatProblemCode = keyof typeof table

/** The sentence that the manual prints for each code. */
export const formatProblemCodes: Readonly<Record<FormatProblemCode, string>> = table

/** Something in a log that could not be read, or was read although it is damaged. */
export interface FormatProblem {
  readonly code: FormatProblemCode
  /** Where in the log it begins, in bytes from its start. */
  readonly offset: number
  readonly reason: string
}

/** What a decoder gives, in the order of the log. */
export type Decoded =
  | { readonly kind: 'event'; readonly event: LogEvent }
  | { readonly kind: 'problem'; readonly problem: FormatProblem }

export function decodedProblem(code: FormatProblemCode, offset: number, reason: string): Decoded {
  return { kind: 'problem', problem: { code, offset, reason } }
}
