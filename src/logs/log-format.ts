import type { EventDecoder, RawDecoder, RawSink } from '../formats/index.ts'
import type { NameTable } from '../ir/index.ts'
import type { LogLimits } from './limits.ts'

/** How a log begins: its first bytes, some thousand, and the same as text. */
export interface Head {
  readonly bytes: Uint8Array
  readonly text: string
}

/** Where in a log the bytes begin that a decoder gets. */
export interface DecoderStart {
  readonly offset: number
  readonly line: number
}

export interface LogFormat {
  /** Whether a log that begins so is in the format, whatever its name is. */
  recognise(head: Head): boolean
  /** Whether a file that is named so may be in the format although it does not begin as one. */
  mayBe(head: Head): boolean
  /**
   * Whether a log that begins so may be in the format, where somebody says that it is a log: looked at
   * last, for formats that other texts look like.
   */
  resembles?(head: Head): boolean
  /** A decoder that builds its events. */
  open(limits: LogLimits, start?: DecoderStart): EventDecoder
  /**
   * Decoders that build as little as they can; those of one call share what they learn of the format. `kept` is what
   * others of the same program have learnt before ({@link RawDecoders.learnt}).
   */
  rawDecoders(limits: LogLimits, names: NameTable, kept: Uint8Array | undefined): RawDecoders
}

export interface RawDecoders {
  readonly open: OpenRawDecoder
  /** What they have learnt that is worth keeping for later scans; `undefined` if nothing is new. */
  learnt?(): Uint8Array | undefined
}

/** Opens a decoder of one log. */
export type OpenRawDecoder = (sink: RawSink, start?: DecoderStart) => RawDecoder

/** Without the control characters that no text has (UTF-16 has them: its zero bytes). */
export function isText(bytes: Uint8Array): boolean {
  return bytes.length > 0 && bytes.every(byte => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d))
}
