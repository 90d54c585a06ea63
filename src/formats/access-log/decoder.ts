import { headLines } from '../head-lines.ts'
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
  let header: W3cHeader = { names: [], date: undefined, isProxy: false }
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

/**
 * Whether a log begins as an access log: with its `#Fields:`, or with lines of which most are those of
 * one. The first may be damaged, where a log was cut to be rotated.
 */
export function isAccessLogHead(text: string): boolean {
  const lines = headLines(text)
  const known = lines.filter(line => findCombinedEvent(line, 1) !== undefined)
  return known.length * 2 > lines.length || w3cHead.test(text)
}

/** Other texts have a `#Fields:`, too, but not names that begin with the side of a connection. */
const w3cHead =
  /^\uFEFF?(?:#[^\n]*\n){0,20}?#Fields:[ \t]+(?=[^\n]*(?<![\w-])(?:cs|sc|c|s|r|rs|x)[-(])/
