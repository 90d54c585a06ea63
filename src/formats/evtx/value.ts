import { decodeUtf16 } from './raw-utf-16.ts'
import { UnreadableRecord } from './unreadable.ts'

/**
 * The typed values of binary XML (MS-EVEN6 2.2.12, “ValueType”) as the text that Windows shows for
 * them. A type with the bit `arrayFlag` is a list of values, and the element around it stands once
 * for each.
 */

export const valueTypes = {
  null: 0x00,
  string: 0x01,
  ansiString: 0x02,
  int8: 0x03,
  uint8: 0x04,
  int16: 0x05,
  uint16: 0x06,
  int32: 0x07,
  uint32: 0x08,
  int64: 0x09,
  uint64: 0x0a,
  real32: 0x0b,
  real64: 0x0c,
  bool: 0x0d,
  binary: 0x0e,
  guid: 0x0f,
  size: 0x10,
  fileTime: 0x11,
  systemTime: 0x12,
  sid: 0x13,
  hexInt32: 0x14,
  hexInt64: 0x15,
  eventHandle: 0x20,
  binaryXml: 0x21,
  eventXml: 0x23,
} as const

export const arrayFlag = 0x80

/** By type: the bytes of one value, for the types that have a fixed size. */
const sizes: readonly (number | undefined)[] = sparse([
  [valueTypes.int8, 1],
  [valueTypes.uint8, 1],
  [valueTypes.int16, 2],
  [valueTypes.uint16, 2],
  [valueTypes.int32, 4],
  [valueTypes.uint32, 4],
  [valueTypes.int64, 8],
  [valueTypes.uint64, 8],
  [valueTypes.real32, 4],
  [valueTypes.real64, 8],
  [valueTypes.bool, 4],
  [valueTypes.guid, 16],
  [valueTypes.fileTime, 8],
  [valueTypes.systemTime, 16],
  [valueTypes.hexInt32, 4],
  [valueTypes.hexInt64, 8],
])

/** The size in bytes of a value whose type fixes it. */
export function findFixedSize(type: number): number | undefined {
  return sizes[type]
}

function sparse(pairs: readonly (readonly [type: number, size: number])[]): (number | undefined)[] {
  const byType: (number | undefined)[] = Array.from({ length: 256 }, () => undefined)
  for (const [type, size] of pairs) byType[type] = size
  return byType
}

/** The text of a value that is no list; `bytes` are the value's own. */
export function printValue(type: number, bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return printValueAt(type, bytes, view, 0, bytes.length)
}

/** The text of a value that is no list and stands from `start` to `end`; `view` is of `bytes`. */
export function printValueAt(
  type: number,
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
): string {
  const length = end - start
  if (length <= 0) return ''
  if (length < (sizes[type] ?? 0)) return printShort(type, bytes.subarray(start, end))
  switch (type) {
    case valueTypes.null:
      return ''
    case valueTypes.string:
    case valueTypes.eventXml:
      return printText(bytes, start, end)
    case valueTypes.ansiString:
      return withoutTrailingNul(decodeAnsi(bytes.subarray(start, end)))
    case valueTypes.int8:
      return String(view.getInt8(start))
    case valueTypes.uint8:
      return String(view.getUint8(start))
    case valueTypes.int16:
      return String(view.getInt16(start, true))
    case valueTypes.uint16:
      return String(view.getUint16(start, true))
    case valueTypes.int32:
      return String(view.getInt32(start, true))
    case valueTypes.uint32:
      return String(view.getUint32(start, true))
    case valueTypes.int64:
      return String(view.getBigInt64(start, true))
    case valueTypes.uint64:
      return String(readUint64(view, start))
    case valueTypes.real32:
      return printReal32(view.getFloat32(start, true))
    case valueTypes.real64:
      return String(view.getFloat64(start, true))
    case valueTypes.bool:
      return view.getUint32(start, true) === 0 ? 'false' : 'true'
    case valueTypes.binary:
      return toHex(bytes.subarray(start, end))
    case valueTypes.guid:
      return printGuid(view, start)
    case valueTypes.hexInt32:
      return `0x${view.getUint32(start, true).toString(16)}`
    case valueTypes.hexInt64:
      return `0x${readUint64(view, start).toString(16)}`
    case valueTypes.size:
    case valueTypes.eventHandle:
      if (length >= 8) return `0x${readUint64(view, start).toString(16)}`
      if (length >= 4) return `0x${view.getUint32(start, true).toString(16)}`
      return printShort(type, bytes.subarray(start, end))
    case valueTypes.fileTime:
      return printFileTime(view, start)
    case valueTypes.systemTime:
      return printSystemTime(view, start)
    case valueTypes.sid:
      return printSid(bytes.subarray(start, end))
    default:
      throw new UnreadableRecord(`it has a value of unknown type 0x${type.toString(16)}`)
  }
}

/** A number is much cheaper than a bigint, and holds all that stands in real logs. */
function readUint64(view: DataView, offset: number): number | bigint {
  const high = view.getUint32(offset + 4, true)
  if (high >= 0x20_0000) return view.getBigUint64(offset, true)
  return high * 0x1_0000_0000 + view.getUint32(offset, true)
}

/** The text of a value of UTF-16 that stands from `start` to `end`. */
export function printText(bytes: Uint8Array, start: number, end: number): string {
  return withoutTrailingNul(decodeUtf16(bytes, start, (end - start) >> 1))
}

/** The texts of a list; `bytes` are all of its values, `type` is that of each. */
export function printValues(type: number, bytes: Uint8Array): readonly string[] {
  if (type === valueTypes.string || type === valueTypes.eventXml) {
    return splitAtNul(decodeUtf16(bytes, 0, bytes.length >> 1))
  }
  if (type === valueTypes.ansiString) {
    return splitAtNul(decodeAnsi(bytes))
  }
  const values: string[] = []
  for (let at = 0; at < bytes.length; ) {
    const size = type === valueTypes.sid ? sidSize(bytes.subarray(at)) : sizes[type]
    // A type without a size of its own cannot be cut into values: what is there is one.
    const length = Math.min(size ?? bytes.length, bytes.length - at)
    values.push(printValue(type, bytes.subarray(at, at + length)))
    at += length
  }
  return values
}

/** A value that is shorter than its type: its bytes, so that nothing is made up and nothing lost. */
function printShort(type: number, bytes: Uint8Array): string {
  if (type === valueTypes.bool && bytes.length === 1) return bytes[0] === 0 ? 'false' : 'true'
  return toHex(bytes)
}

/** What code page 1252 has from 0x80 to 0x9F; elsewhere it is Latin-1. */
const ansiSpecials = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

/** The log does not say which code page a text is in; most are ASCII, and 1252 is the widest used. */
function decodeAnsi(bytes: Uint8Array): string {
  return Array.from(bytes, byte =>
    byte >= 0x80 && byte < 0xa0 ? ansiSpecials[byte - 0x80] : String.fromCharCode(byte),
  ).join('')
}

/** `a\0b\0` is two texts: the last NUL ends the list, every other one parts two. */
function splitAtNul(text: string): readonly string[] {
  return (text.endsWith('\0') ? text.slice(0, -1) : text).split('\0')
}

function withoutTrailingNul(text: string): string {
  let end = text.length
  while (end > 0 && text.charCodeAt(end - 1) === 0) end--
  return end === text.length ? text : text.slice(0, end)
}

const hexBytes: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).toUpperCase().padStart(2, '0'),
)

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, byte => hexBytes[byte]).join('')
}

function printGuid(view: DataView, at: number): string {
  const hex = (offset: number): string => hexBytes[view.getUint8(at + offset)] ?? ''
  const first = hex(3) + hex(2) + hex(1) + hex(0)
  const fourth = hex(8) + hex(9)
  const last = hex(10) + hex(11) + hex(12) + hex(13) + hex(14) + hex(15)
  return `{${first}-${hex(5)}${hex(4)}-${hex(7)}${hex(6)}-${fourth}-${last}}`
}

/** The shortest decimal that is this number in single precision. */
function printReal32(value: number): string {
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return String(short)
  }
  return String(value)
}

/** The days from 1 March of the year 0, where leap days end years, to 1601-01-01, where FILETIME begins. */
const daysBefore = 584_694

/** How often something of this many days or years comes in that many. */
function times(count: number, length: number): number {
  return Math.floor(count / length)
}

/** The FILETIME at `offset`, in 100-nanosecond ticks since 1601, as ISO 8601 in UTC, all seven digits. */
// HOT: for every event that matches (raw-decoder.bench.ts). In years that begin in March and eras of
// 400 of them, a day's date is plain arithmetic; making it a Date and cutting its text takes four times as long.
export function printFileTime(view: DataView, offset: number): string {
  const low = view.getUint32(offset, true)
  const high = view.getUint32(offset + 4, true)
  // 10,000 ticks are a millisecond, and 2 ** 32 ticks are 429,496 milliseconds and 7,296 ticks.
  const rest = high * 7296 + low
  const milliseconds = high * 429_496 + Math.floor(rest / 10_000)
  const days = Math.floor(milliseconds / 86_400_000)
  const inDay = milliseconds - days * 86_400_000
  const era = times(days + daysBefore, 146_097)
  const dayOfEra = days + daysBefore - era * 146_097
  const leapless =
    dayOfEra - times(dayOfEra, 1460) + times(dayOfEra, 36_524) - times(dayOfEra, 146_096)
  const yearOfEra = times(leapless, 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + times(yearOfEra, 4) - times(yearOfEra, 100))
  const monthFromMarch = times(5 * dayOfYear + 2, 153)
  const day = dayOfYear - times(153 * monthFromMarch + 2, 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
  // Past the year 9999 it has a sign and six digits, of which a Date knows more.
  if (year > 9999) return printFarTime(milliseconds, rest % 10_000)
  const seconds = Math.floor(inDay / 1000)
  const minutes = Math.floor(seconds / 60)
  const ticks = (inDay - seconds * 1000) * 10_000 + (rest % 10_000)
  return String.fromCharCode(
    digit(year, 1000),
    digit(year, 100),
    digit(year, 10),
    digit(year, 1),
    0x2d,
    digit(month, 10),
    digit(month, 1),
    0x2d,
    digit(day, 10),
    digit(day, 1),
    0x54,
    digit(minutes, 600),
    digit(Math.floor(minutes / 60), 1),
    0x3a,
    digit(minutes % 60, 10),
    digit(minutes % 60, 1),
    0x3a,
    digit(seconds % 60, 10),
    digit(seconds % 60, 1),
    0x2e,
    digit(ticks, 1_000_000),
    digit(ticks, 100_000),
    digit(ticks, 10_000),
    digit(ticks, 1000),
    digit(ticks, 100),
    digit(ticks, 10),
    digit(ticks, 1),
    0x5a,
  )
}

/** The digit of a number that counts so much, as a character. */
function digit(value: number, weight: number): number {
  return 0x30 + (((value / weight) | 0) % 10)
}

/** 1601-01-01 in milliseconds of Unix time. */
const fileTimeEpoch = -11_644_473_600_000

function printFarTime(milliseconds: number, ticks: number): string {
  const iso = new Date(milliseconds + fileTimeEpoch).toISOString()
  return `${iso.slice(0, -1)}${String(ticks).padStart(4, '0')}Z`
}

function printSystemTime(view: DataView, at: number): string {
  const part = (index: number, width = 2): string =>
    String(view.getUint16(at + index * 2, true)).padStart(width, '0')
  return `${part(0, 4)}-${part(1)}-${part(3)}T${part(4)}:${part(5)}:${part(6)}.${part(7, 3)}Z`
}

function sidSize(bytes: Uint8Array): number {
  return 8 + (bytes[1] ?? 0) * 4
}

/** A security identifier: revision, count, six bytes of authority, and 32-bit sub-authorities. */
function printSid(bytes: Uint8Array): string {
  const count = bytes[1] ?? 0
  if (bytes.length < sidSize(bytes)) return toHex(bytes)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const high = view.getUint16(2)
  const low = view.getUint32(4)
  const authority =
    high === 0
      ? String(low)
      : `0x${(BigInt(high) * 0x1_0000_0000n + BigInt(low)).toString(16).padStart(12, '0')}`
  const parts = Array.from({ length: count }, (_, i) => view.getUint32(8 + i * 4, true))
  return ['S', bytes[0] ?? 0, authority, ...parts].join('-')
}
