import { defaultLineLimits, type LineLimits, lineDecoder } from '../line-decoder.ts'
import { type Decoded, decodedProblem } from '../problem.ts'
import type { EventDecoder } from '../raw-decoder.ts'
import { findCombinedEvent } from './combined.ts'
import { readDirective, splitRow, toW3cEvent, type W3cHeader } from './w3c.ts'

/**
 * A decoder of the access logs of web servers: Apache's and nginx' common and combined ones, and W3C
 * extended logs (IIS, and proxies), which say in `#Fields:` what their columns are. Both may stand in
 * one log. The names are W3C's, which are Sigma's: `cs-method`, `cs-uri-query`, `sc-status`. What is
 * absent (`-`) has no field; `message` is the line, so that keywords find what spans fields. The record
 * is the line.
 */
export function accessLogDecoder(limits: LineLimits = defaultLineLimits): EventDecoder {
  let header: W3cHeader = { names: [], date: undefined }
  return lineDecoder(limits, 'access-log/too-long', function* (text, line): Generator<Decoded> {
    if (text.startsWith('#')) {
      header = readDirective(header, text)
      return
    }
    if (text.trim() === '') return
    const event = findCombinedEvent(text, line.number)
    if (event !== undefined) {
      yield { kind: 'event', event }
      return
    }
    const { names } = header
    if (names.length === 0) {
      yield decodedProblem('access-log/syntax', line.offset, 'It is not a line of a known form')
      return
    }
    const cells = splitRow(text)
    yield { kind: 'event', event: toW3cEvent(header, cells, text, line.number) }
    if (cells.length !== names.length) {
      const reason = `It has ${cells.length} cells for ${names.length} fields`
      yield decodedProblem('access-log/cells', line.offset, reason)
    }
  })
}

/** Whether a log begins as an access log: by its `#Fields:`, or by its first line. */
export function isAccessLogHead(text: string): boolean {
  const [first = ''] = text.replace(/^\uFEFF/, '').split(/\r?\n/, 1)
  if (findCombinedEvent(first, 1) !== undefined) return true
  return /^(?:#[^\n]*\n){0,20}?#Fields:[ \t]+(?=[^\n]*\b(?:cs|sc|c|s|r|rs|x)[-(])/.test(
    text.replace(/^\uFEFF/, ''),
  )
}
