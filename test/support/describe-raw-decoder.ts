import { expect } from 'vitest'
import type { EventDecoder, RawDecoder, RawSink } from '../../src/formats/index.ts'
import { type LogEvent, type NameTable, nameTable, type RawEvent } from '../../src/ir/index.ts'
import { readRawFields } from './raw-fields.ts'

/** What a decoder found, in the order of the log, in a form that compares. */
export type Seen =
  | {
      readonly event: LogEvent
      readonly fields: readonly (readonly [string, readonly (string | null)[]])[]
      readonly header: readonly (string | undefined)[]
      readonly time: number
    }
  | { readonly problem: unknown }

/** What a plain decoder finds, as a raw one has to say it. */
export function seenPlainly(decoder: EventDecoder, pieces: readonly Uint8Array[]): readonly Seen[] {
  const seen: Seen[] = []
  const take = (decoded: ReturnType<EventDecoder['push']>): void => {
    for (const item of decoded) {
      if (item.kind === 'problem') {
        seen.push({ problem: item.problem })
        continue
      }
      const { event } = item
      const { provider, channel, eventId, time } = event.header
      seen.push({
        event,
        fields: [...event.fields].map(([name, values]) => [
          name,
          values.map(value => (value === null ? null : String(value))),
        ]),
        header: [provider, channel, eventId],
        time: Date.parse(time ?? ''),
      })
    }
  }
  for (const piece of pieces) take(decoder.push(piece))
  take(decoder.finish())
  return seen
}

/** What a raw decoder finds. The fields are sorted by name: their order means nothing. */
export function seenRaw(
  open: (names: NameTable, sink: RawSink) => RawDecoder,
  pieces: readonly Uint8Array[],
): readonly Seen[] {
  const names = nameTable()
  const seen: Seen[] = []
  const textOf = (event: RawEvent, entry: number): string | undefined =>
    entry < 0 ? undefined : event.textOf(entry)
  const decoder = open(names, {
    onProblem: problem => seen.push({ problem }),
    onEvent: event =>
      seen.push({
        fields: readRawFields(event, names),
        header: [event.provider, event.channel, event.eventId].map(e => textOf(event, e)),
        time: event.time(),
        event: { ...event.toEvent(), header: event.header() },
      }),
  })
  for (const piece of pieces) {
    // The bytes are overwritten afterwards, as a reader does.
    const own = new Uint8Array(piece)
    decoder.push(own)
    own.fill(0xee)
  }
  decoder.finish()
  return seen
}

/** That both decoders find the same. */
export function expectSame(raw: readonly Seen[], plain: readonly Seen[]): void {
  const sorted = (seen: Seen): Seen =>
    'problem' in seen
      ? seen
      : { ...seen, fields: [...seen.fields].sort(([a], [b]) => (a < b ? -1 : 1)) }
  expect(raw.map(sorted)).toEqual(plain.map(sorted))
}
