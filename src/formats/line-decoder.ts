import { type Line, lineCutter } from './line-cutter.ts'
import { type Decoded, decodedProblem, type FormatProblemCode } from './problem.ts'
import type { EventDecoder } from './raw-decoder.ts'

/** Bounds of a log that has one event, or a part of one, a line. */
export interface LineLimits {
  /** The longest line in bytes; a longer one is reported and skipped. */
  readonly lineBytes: number
}

export const defaultLineLimits: LineLimits = { lineBytes: 1024 * 1024 }

/** Reads the text of one line that is neither empty nor too long. */
export type ReadLine = (text: string, line: Line) => Iterable<Decoded>

/** A decoder that hands over line by line, and reports lines past the limit as `tooLong`. */
export function lineDecoder(
  { lineBytes }: LineLimits,
  tooLong: FormatProblemCode,
  readLine: ReadLine,
): EventDecoder {
  const cutter = lineCutter(lineBytes)
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
  const read = function* (lines: Iterable<Line>): Generator<Decoded> {
    for (const line of lines) {
      if (line.isTooLong) {
        const reason = `The line is longer than the limit of ${lineBytes} bytes`
        yield decodedProblem(tooLong, line.offset, reason)
      } else if (line.bytes.length > 0) yield* readLine(utf8.decode(line.bytes), line)
    }
  }
  return {
    push: bytes => read(cutter.push(bytes)),
    finish: () => read(cutter.finish()),
  }
}
