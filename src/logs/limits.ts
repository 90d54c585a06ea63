import { defaultJsonLimits, type JsonLimits } from '../formats/index.ts'

/** What bounds the reading of logs, which are hostile input. Exceeding a limit is a problem. */
export interface LogLimits {
  /** Of one JSON value. */
  readonly json: JsonLimits
  /** How many bytes all that is packed in one archive may have, when unpacked. */
  readonly unpackedBytes: number
  /**
   * How many times longer than its packed form a packed file may be. Looked at once a file has given
   * more than `ratioFrom` bytes: short ones may shrink to anything.
   */
  readonly ratio: number
  readonly ratioFrom: number
  /** How many archives may stand within one another. */
  readonly archiveDepth: number
  /** How many problems of one file are told one by one; the rest is counted. */
  readonly problemsPerFile: number
}

const mebibyte = 1024 * 1024

export const defaultLogLimits: LogLimits = {
  json: defaultJsonLimits,
  unpackedBytes: 16 * 1024 * mebibyte,
  ratio: 250,
  ratioFrom: 64 * mebibyte,
  archiveDepth: 3,
  problemsPerFile: 1000,
}
