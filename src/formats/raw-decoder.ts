import { builtRawEvent, type NameTable, type RawEvent } from '../ir/index.ts'
import type { Decoded, FormatProblem } from './problem.ts'

/** Hears of what a {@link RawDecoder} finds, in the order of the log. */
export interface RawSink {
  /** The event is only good until this returns. */
  onEvent(event: RawEvent): void
  onProblem(problem: FormatProblem): void
}

/** Reads a log that arrives in pieces, and calls its sink meanwhile. */
export interface RawDecoder {
  /** The bytes are not kept: they may be overwritten once this returns. */
  push(bytes: Uint8Array): void
  /** What the end of the log settles. */
  finish(): void
  /** How many line ends there were so far, of decoders that count them. */
  readonly lines?: number
}

/** A decoder that builds its events. */
export interface EventDecoder {
  /** Take all that it gives before the next call; the bytes may be overwritten then. */
  push(bytes: Uint8Array): Iterable<Decoded>
  finish(): Iterable<Decoded>
}

/** The raw form of a decoder that builds its events. */
export function toRawDecoder(decoder: EventDecoder, names: NameTable, sink: RawSink): RawDecoder {
  const raw = builtRawEvent(names)
  const pass = (decoded: Iterable<Decoded>): void => {
    for (const item of decoded) {
      if (item.kind === 'problem') sink.onProblem(item.problem)
      else {
        raw.set(item.event)
        sink.onEvent(raw)
      }
    }
  }
  return {
    push: bytes => pass(decoder.push(bytes)),
    finish: () => pass(decoder.finish()),
  }
}
