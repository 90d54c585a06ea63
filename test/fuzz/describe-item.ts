import type { FormatProblem } from '../../src/formats/index.ts'
import type { LogEvent, NameTable, RawEvent } from '../../src/ir/index.ts'
import { readRawFields } from '../support/raw-fields.ts'

/**
 * All that an event says, as a text that compares. Fields are sorted by name: their order means nothing.
 * A raw event has to give the same text, although what it gives is spread over its functions.
 */
export function describeEvent(event: LogEvent): string {
  const { provider, channel, eventId, time } = event.header
  return write(
    event,
    [...event.fields].map(([name, values]) => [
      name,
      values.map(value => (value === null ? null : String(value))),
    ]),
    [provider, channel, eventId],
    Date.parse(time ?? ''),
  )
}

export function describeRawEvent(event: RawEvent, names: NameTable): string {
  const textOf = (entry: number): string | undefined =>
    entry < 0 ? undefined : event.textOf(entry)
  // The entries first: a reader has them before anything is built.
  const texts = readRawFields(event, names)
  const header = [event.provider, event.channel, event.eventId].map(textOf)
  const time = event.time()
  return write({ ...event.toEvent(), header: event.header() }, texts, header, time)
}

export function describeProblem({ code, offset, reason }: FormatProblem): string {
  return JSON.stringify({ code, offset, reason })
}

type Texts = readonly (readonly [string, readonly (string | null)[]])[]

function write(
  { header, fields }: LogEvent,
  texts: Texts,
  entries: readonly (string | undefined)[],
  time: number,
): string {
  const sorted = <T extends readonly [string, unknown]>(list: readonly T[]): readonly T[] =>
    [...list].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const { record, computer, ...rest } = header
  return JSON.stringify({
    header: [record, computer, rest.time, rest.provider, rest.channel, rest.eventId],
    entries,
    time,
    fields: sorted([...fields]).map(([name, values]) => [name, values.map(exactly)]),
    texts: sorted(texts),
  })
}

/** JSON has no infinity, and only one zero. */
function exactly(value: unknown): unknown {
  return typeof value === 'number' && !(Number.isFinite(value) && !Object.is(value, -0))
    ? `number ${Object.is(value, -0) ? '-0' : value}`
    : value
}
