import { crc32 } from 'node:zlib'
import {
  accessLogDecoder,
  auditdDecoder,
  cefDecoder,
  csvDecoder,
  type EventDecoder,
  EvtxPlans,
  evtxDecoder,
  evtxHeaderSize,
  evtxRawDecoder,
  findCefKind,
  isAccessLogHead,
  isCsvHead,
  isEvtx,
  isSyslogHead,
  jsonDecoder,
  jsonRawDecoder,
  type RawDecoder,
  type RawSink,
  syslogDecoder,
  toRawDecoder,
  xmlDecoder,
  zeekDecoder,
} from '../formats/index.ts'
import type { NameTable } from '../ir/index.ts'
import type { LogLimits } from './limits.ts'

/** The formats of logs that are read, in the order in which a head is tried. */
export const inputFormats = [
  // These two begin as nothing else does, and most logs are one of them.
  'evtx',
  'json',
  'access-log',
  'auditd',
  'cef',
  'csv',
  'leef',
  'xml',
  'zeek',
  // Whatever a line holds behind its time and host is one of the others first.
  'syslog',
] as const

export type InputFormat = (typeof inputFormats)[number]

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
  /** The suffixes of file names that promise the format, without the dot, in lower case. */
  readonly suffixes: readonly string[]
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
   * Decoders that build only what is asked for, where there are such; those of one call share what they
   * learn of the format.
   */
  rawDecoders?(limits: LogLimits, names: NameTable): OpenRawDecoder
}

/** Opens a decoder of one log. */
export type OpenRawDecoder = (sink: RawSink, start?: DecoderStart) => RawDecoder

const jsonHead = /^\uFEFF?\s*(?:\{\s*(?:["}]|$)|\[\s*(?:[{["\]]|$))/

/** Windows’ namespace of events, or their first element. */
const xmlHead =
  /^\uFEFF?\s*(?=<)[\s\S]*?(?:schemas\.microsoft\.com\/win\/2004\/08\/events|<(?:\w+:)?Event(?:\s[^<>]*)?>\s*<(?:\w+:)?System[\s>])/

const zeekHead = /^(?:#[^\n]*\n)*?#(?:separator |fields\t)/

/** A record of auditd, or what `ausearch` writes before one. */
const auditdHead =
  /^\uFEFF?\s*(?:----\r?\n)?(?:time->[^\n]*\n)?(?:node=\S{1,255} )?type=[A-Z0-9_[\]]{1,40} msg=audit\(\d+\.\d+:\d+\):/

export const logFormats: Readonly<Record<InputFormat, LogFormat>> = {
  'access-log': {
    suffixes: [],
    recognise: ({ text }) => isAccessLogHead(text),
    mayBe: () => false,
    open: limits => accessLogDecoder(limits.line),
  },
  cef: {
    suffixes: ['cef'],
    recognise: ({ text }) => findCefKind(text) === 'cef',
    mayBe: ({ bytes }) => isText(bytes),
    open: limits => cefDecoder(limits.line),
  },
  auditd: {
    suffixes: [],
    recognise: ({ text }) => auditdHead.test(text),
    mayBe: () => false,
    open: limits => auditdDecoder(limits.auditd),
  },
  csv: {
    suffixes: ['csv', 'tsv'],
    recognise: () => false,
    mayBe: ({ bytes, text }) => isText(bytes) && isCsvHead(text, 1),
    resembles: ({ bytes, text }) => isText(bytes) && isCsvHead(text, 2),
    open: limits => csvDecoder(limits.csv),
  },
  evtx: {
    suffixes: ['evtx'],
    recognise: ({ bytes }) => isEvtx(bytes),
    mayBe: ({ bytes }) => isEvtxChunk(bytes.subarray(evtxHeaderSize, evtxHeaderSize + 8)),
    open: (_, start) => evtxDecoder(start),
    rawDecoders(_, names) {
      const plans = new EvtxPlans()
      return (sink, start) => evtxRawDecoder(names, sink, { ...start, crc32, plans })
    },
  },
  json: {
    suffixes: ['json', 'jsonl', 'ndjson'],
    recognise: ({ text }) => jsonHead.test(text),
    mayBe: ({ bytes }) => isText(bytes),
    open: (limits, start) => jsonDecoder(limits.json, start),
    rawDecoders: (limits, names) => (sink, start) =>
      jsonRawDecoder(names, sink, limits.json, start),
  },
  leef: {
    suffixes: ['leef'],
    recognise: ({ text }) => findCefKind(text) === 'leef',
    mayBe: ({ bytes }) => isText(bytes),
    open: limits => cefDecoder(limits.line),
  },
  syslog: {
    suffixes: [],
    recognise: ({ text }) => isSyslogHead(text),
    mayBe: () => false,
    open: limits => syslogDecoder(limits.line),
  },
  xml: {
    // Most files that are named so are no logs.
    suffixes: [],
    recognise: ({ text }) => xmlHead.test(text),
    mayBe: () => false,
    open: limits => xmlDecoder(limits.xml),
  },
  zeek: {
    suffixes: [],
    recognise: ({ text }) => zeekHead.test(text),
    mayBe: () => false,
    open: limits => zeekDecoder(limits.zeek),
  },
}

/** Decoders of a format, which build as little as they can. */
export function rawDecodersOf(
  format: InputFormat,
  limits: LogLimits,
  names: NameTable,
): OpenRawDecoder {
  const { open, rawDecoders } = logFormats[format]
  return (
    rawDecoders?.(limits, names) ??
    ((sink, start) => toRawDecoder(open(limits, start), names, sink))
  )
}

function isEvtxChunk(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 7)) === 'ElfChnk'
}

/** Without the control characters that no text has (UTF-16 has them: its zero bytes). */
export function isText(bytes: Uint8Array): boolean {
  return bytes.length > 0 && bytes.every(byte => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d))
}
