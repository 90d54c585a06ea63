import type {
  AuditdLimits,
  CsvLimits,
  JsonLimits,
  LineLimits,
  XmlLimits,
  ZeekLimits,
} from '../formats/index.ts'

/**
 * What bounds the reading of logs, which are hostile input. Exceeding a limit is a problem. A format whose
 * limits are not given has those of its decoder.
 */
export interface LogLimits {
  /** Of one line, and of all that is kept. */
  readonly auditd?: AuditdLimits
  /** Of one row. */
  readonly csv?: CsvLimits
  /** Of one JSON value. */
  readonly json?: JsonLimits
  /** Of one line of access logs, CEF, LEEF and the system log. */
  readonly line?: LineLimits
  /** Of one event. */
  readonly xml?: XmlLimits
  /** Of one line. */
  readonly zeek?: ZeekLimits
  /** The most memory that one packed file may ask for to be unpacked, in bytes. */
  readonly windowBytes: number
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
  windowBytes: 128 * mebibyte,
  unpackedBytes: 16 * 1024 * mebibyte,
  ratio: 250,
  ratioFrom: 64 * mebibyte,
  archiveDepth: 3,
  problemsPerFile: 1000,
}
