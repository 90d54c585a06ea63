import { builtRawEvent, type NameTable } from '../../ir/index.ts'
import type { RawDecoder, RawSink } from '../raw-decoder.ts'
import { JsonWalk } from './raw-walk.ts'
import { defaultJsonLimits, type JsonLimits, JsonReader, type JsonStart } from './reader.ts'

/**
 * The raw form of {@link jsonDecoder}: the same events and problems in the same order, of which nothing is
 * built before it is asked for. Objects that are written plainly, as nearly all are in logs, are read by
 * {@link JsonWalk}; the others by `JSON.parse`.
 */
export function jsonRawDecoder(
  names: NameTable,
  sink: RawSink,
  limits: JsonLimits = defaultJsonLimits,
  start: JsonStart = { offset: 0, line: 1 },
): RawDecoder {
  const walk = new JsonWalk(names, limits.depth)
  const built = builtRawEvent(names)
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
