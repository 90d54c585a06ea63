import type { Decoded } from '../problem.ts'
import { defaultJsonLimits, type JsonLimits, JsonReader, type JsonStart } from './reader.ts'

/** Reads a JSON log that arrives in pieces. */
export interface JsonDecoder {
  /**
   * The events that end in `bytes`. Take all of them before the next call; the bytes may be
   * overwritten then.
   */
  push(bytes: Uint8Array): Generator<Decoded>
  /** What the end of the log settles. */
  finish(): Generator<Decoded>
}

/**
 * A decoder of logs of JSON: a value a line, values over many lines one after the other, arrays of
 * values, and CloudTrail's `{"Records": […]}`. Every object of them is an event. Blank lines and
 * commas between values mean nothing.
 *
 * What is no JSON is a problem, and reading goes on: with the next line, or behind the first line of
 * a longer value with the next line that has a `{` at the column where the broken value has its own.
 * Memory is bounded by one value (`valueBytes`), whatever the size of the log or of an array in it.
 */
export function jsonDecoder(
  limits: JsonLimits = defaultJsonLimits,
  start: JsonStart = { offset: 0, line: 1 },
): JsonDecoder {
  let decoded: Decoded[] = []
  const reader = new JsonReader(limits, start, {
    onEvent: event => decoded.push({ kind: 'event', event }),
    onProblem: problem => decoded.push({ kind: 'problem', problem }),
  })
  function* take(): Generator<Decoded> {
    const taken = decoded
    decoded = []
    yield* taken
  }
  function* read(): Generator<Decoded> {
    while (reader.step()) if (decoded.length > 0) yield* take()
    yield* take()
  }
  return {
    *push(bytes) {
      reader.append(bytes)
      yield* read()
    },
    *finish() {
      reader.end()
      yield* read()
      reader.finish()
      yield* take()
    },
  }
}
