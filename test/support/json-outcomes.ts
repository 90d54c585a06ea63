import {
  type FormatProblem,
  type JsonLimits,
  type JsonStart,
  jsonDecoder,
  jsonRawDecoder,
} from '../../src/formats/index.ts'
import { JsonWalk } from '../../src/formats/json/raw-walk.ts'
import { type EventHeader, type LogEvent, nameTable, valueKinds } from '../../src/ir/index.ts'
import { readRawFields } from './raw-fields.ts'

/** All that a reader of raw events can see of an event or a problem of a JSON log. */
export type JsonOutcome =
  | { readonly problem: FormatProblem }
  | {
      /** The fields without values: each has one entry, and no field with values has one of them. */
      readonly empty: readonly string[]
      readonly fields: readonly (readonly [string, readonly (string | null)[]])[]
      readonly header: readonly (string | undefined)[]
      readonly time: number
      readonly built: EventHeader
      readonly event: LogEvent
    }

export interface JsonOutcomeOptions {
  readonly limits?: JsonLimits | undefined
  readonly start?: JsonStart | undefined
}

/** What the decoder that builds its events finds. */
export function slowOutcomes(
  pieces: readonly Uint8Array[],
  { limits, start }: JsonOutcomeOptions = {},
): readonly JsonOutcome[] {
  const decoder = jsonDecoder(limits, start)
  const decoded = pieces.flatMap(piece => [...decoder.push(piece)])
  return [...decoded, ...decoder.finish()].map(item => {
    if (item.kind === 'problem') return { problem: item.problem }
    const { event } = item
    const { provider, channel, eventId, time } = event.header
    return {
      empty: [...event.fields].flatMap(([name, values]) => (values.length === 0 ? [name] : [])),
      fields: [...event.fields].map(
        ([name, values]) => [name, values.map(v => (v === null ? null : String(v)))] as const,
      ),
      header: [provider, channel, eventId],
      time: Date.parse(time ?? ''),
      built: event.header,
      event,
    }
  })
}

/** What the raw decoder finds, how many events it read by {@link JsonWalk}, and how many line ends. */
export function rawOutcomes(
  pieces: readonly Uint8Array[],
  { limits, start }: JsonOutcomeOptions = {},
): {
  readonly outcomes: readonly JsonOutcome[]
  readonly walked: number
  readonly lines: number
} {
  const outcomes: JsonOutcome[] = []
  let walked = 0
  const names = nameTable()
  const decoder = jsonRawDecoder(
    names,
    {
      onEvent(raw) {
        if (raw instanceof JsonWalk) walked++
        const empty: string[] = []
        for (let entry = 0; entry < raw.count; entry++) {
          if (raw.kinds[entry] === valueKinds.none) empty.push(names.textOf(raw.names[entry] ?? -1))
        }
        outcomes.push({
          empty,
          fields: readRawFields(raw, names),
          header: [raw.provider, raw.channel, raw.eventId].map(entry =>
            entry < 0 ? undefined : raw.textOf(entry),
          ),
          time: raw.time(),
          built: raw.header(),
          event: raw.toEvent(),
        })
      },
      onProblem: problem => outcomes.push({ problem }),
    },
    limits,
    start,
  )
  for (const piece of pieces) {
    // The decoder may not rely on what it was given.
    const copy = new Uint8Array(piece)
    decoder.push(copy)
    copy.fill(0x22)
  }
  decoder.finish()
  return { outcomes, walked, lines: decoder.lines ?? -1 }
}
