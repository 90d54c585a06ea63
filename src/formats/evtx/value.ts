import { decodeUtf16 } from './cursor.ts'
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

/** The bytes of one value of a type, for the types that have a fixed size. */
const sizes: ReadonlyMap<number, number> = new Map([
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
  return sizes.get(type)
}

/** The text of a value that is no list; `bytes` are the value's own. */
export function printValue(type: number, bytes: Uint8Array): string {
  if (bytes.length === 0) return ''
  const size = sizes.get(type)
  if (size !== undefined && bytes.length < size) return printShort(type, bytes)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  switch (type) {
    case valueTypes.null:
      return ''
    case valueTypes.string:
    case valueTypes.eventXml:
      return printText(bytes, 0, bytes.length)
    case valueTypes.ansiString:
      return withoutTrailingNul(decodeAnsi(bytes))
    case valueTypes.int8:
      return String(view.getInt8(0))
    case valueTypes.uint8:
      return String(view.getUint8(0))
    case valueTypes.int16:
      return String(view.getInt16(0, true))
    case valueTypes.uint16:
      return String(view.getUint16(0, true))
    case valueTypes.int32:
      return String(view.getInt32(0, true))
    case valueTypes.uint32:
      return String(view.getUint32(0, true))
    case valueTypes.int64:
      return String(view.getBigInt64(0, true))
    case valueTypes.uint64:
      return String(view.getBigUint64(0, true))
    case valueTypes.real32:
      return printReal32(view.getFloat32(0, true))
    case valueTypes.real64:
      return String(view.getFloat64(0, true))
    case valueTypes.bool:
      return view.getUint32(0, true) === 0 ? 'false' : 'true'
    case valueTypes.binary:
      return toHex(bytes)
    case valueTypes.guid:
      return printGuid(view)
    case valueTypes.hexInt32:
      return `0x${view.getUint32(0, true).toString(16)}`
    case valueTypes.hexInt64:
      return `0x${view.getBigUint64(0, true).toString(16)}`
    case valueTypes.size:
    case valueTypes.eventHandle:
      if (bytes.length >= 8) return `0x${view.getBigUint64(0, true).toString(16)}`
      if (bytes.length >= 4) return `0x${view.getUint32(0, true).toString(16)}`
      return printShort(type, bytes)
    case valueTypes.fileTime:
      return printFileTime(view, 0)
    case valueTypes.systemTime:
      return printSystemTime(view)
    case valueTypes.sid:
      return printSid(bytes)
    default:
      throw new UnreadableRecord(`it has a value of unknown type 0x${type.toString(16)}`)
  }
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
    const size = type === valueTypes.sid ? sidSize(bytes.subarray(at)) : sizes.get(type)
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

function printGuid(view: DataView): string {
  const tail = Array.from({ length: 8 }, (_, i) => hexBytes[view.getUint8(8 + i)])
  const part = (value: number, width: number): string =>
    value.toString(16).toUpperCase().padStart(width, '0')
  return `{${part(view.getUint32(0, true), 8)}-${part(view.getUint16(4, true), 4)}-${part(
    view.getUint16(6, true),
    4,
  )}-${tail.slice(0, 2).join('')}-${tail.slice(2).join('')}}`
}

/** The shortest decimal that is this number in single precision. */
function printReal32(value: number): string {
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return String(short)
  }
  return String(value)
}

/** 1601-01-01, where FILETIME begins, in milliseconds of Unix time. */
const fileTimeEpoch = -11_644_473_600_000

/** The FILETIME at `offset`, in 100-nanosecond ticks since 1601, as ISO 8601 in UTC, all seven digits. */
export function printFileTime(view: DataView, offset: number): string {
  const low = view.getUint32(offset, true)
  const high = view.getUint32(offset + 4, true)
  // 10,000 ticks are a millisecond, and 2 ** 32 ticks are 429,496 milliseconds and 7,296 ticks.
  const rest = high * 7296 + low
  const milliseconds = high * 429_496 + Math.floor(rest / 10_000) + fileTimeEpoch
  const iso = new Date(milliseconds).toISOString()
  return `${iso.slice(0, -1)}${String(rest % 10_000).padStart(4, '0')}Z`
}

function printSystemTime(view: DataView): string {
  const part = (index: number, width = 2): string =>
    String(view.getUint16(index * 2, true)).padStart(width, '0')
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
