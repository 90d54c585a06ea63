import { type BuiltRawEvent, builtRawEvent, type NameTable, nameTable } from '../../ir/index.ts'
import type { RawDecoder, RawSink } from '../raw-decoder.ts'
import { JsonWalk } from './raw-walk.ts'
import { defaultJsonLimits, type JsonLimits, JsonReader, type JsonStart } from './reader.ts'
import { walkSample } from './walk-sample.ts'

/**
 * The raw form of {@link jsonDecoder}: the same events and problems in the same order, of which nothing is
 * built before it is asked for. Objects that are written plainly, as nearly all are in logs, are read by
 * {@link JsonWalk}; the others by `JSON.parse`.
 */
export function jsonRawDecoder(
  names: NameTable,
  sink: RawSink,
  limits?: JsonLimits,
  start?: JsonStart,
): RawDecoder {
  return jsonRawDecoders(names, limits)(sink, start)
}

/**
 * Opens decoders that share what they learn of logs. They read one log at a time: no sink may give bytes
 * to another of them.
 */
export function jsonRawDecoders(
  names: NameTable,
  limits: JsonLimits = defaultJsonLimits,
): (sink: RawSink, start?: JsonStart) => RawDecoder {
  const walk = new JsonWalk(names, limits.depth)
  const built = builtRawEvent(names)
  let unwarmed = warmFrom
  return (sink, start) => {
    const decoder = openDecoder(walk, built, sink, limits, start)
    return {
      get lines() {
        return decoder.lines
      },
      push(bytes) {
        if (unwarmed > 0) {
          unwarmed -= bytes.length
          if (unwarmed <= 0) warmUp(walkSample())
        }
        decoder.push(bytes)
      },
      finish: () => decoder.finish(),
    }
  }
}

/** How many bytes are read before it pays to read the sample first. */
const warmFrom = 128 * 1024

/** Reads a sample so often that the compiler knows it, with two walks, for one would be taken for the only. */
function warmUp(sample: Uint8Array): void {
  const sink: RawSink = { onEvent: () => {}, onProblem: () => {} }
  for (let i = 0; i < 2; i++) {
    const names = nameTable()
    const walk = new JsonWalk(names, defaultJsonLimits.depth)
    const decoder = openDecoder(walk, builtRawEvent(names), sink, defaultJsonLimits)
    for (let round = 0; round < 4; round++) decoder.push(sample)
  }
}

function openDecoder(
  walk: JsonWalk,
  built: BuiltRawEvent,
  sink: RawSink,
  limits: JsonLimits,
  start: JsonStart = { offset: 0, line: 1 },
): Required<RawDecoder> {
  const reader = new JsonReader(
    limits,
    start,
    {
      onEvent(event) {
        built.set(event)
        sink.onEvent(built)
      },
      onWalk: () => sink.onEvent(walk),
      onProblem: problem => sink.onProblem(problem),
    },
    walk,
  )
  const read = (): void => {
    while (reader.step()) {}
  }
  return {
    get lines() {
      return reader.lines
    },
    push(bytes) {
      reader.append(bytes)
      read()
    },
    finish() {
      reader.end()
      read()
      reader.finish()
    },
  }
}
