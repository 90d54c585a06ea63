import fc from 'fast-check'
import { expect, test } from 'vitest'
import { utf16Bytes } from '../../../test/support/binary-xml-writer.ts'
import { guidBytes, sidBytes } from '../../../test/support/evtx-writer.ts'
import { UnreadableRecord } from './unreadable.ts'
import { printFileTime, printValue, printValues, valueTypes } from './value.ts'

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values)

function real(value: number, size: 4 | 8): Uint8Array {
  const view = new DataView(new ArrayBuffer(size))
  if (size === 4) view.setFloat32(0, value, true)
  else view.setFloat64(0, value, true)
  return new Uint8Array(view.buffer)
}

const fileTime = bytes(0xeb, 0xcf, 0x7f, 0x6c, 0x94, 0x8b, 0xd6, 0x01)
const systemTime = bytes(0xe4, 7, 9, 0, 2, 0, 15, 0, 19, 0, 28, 0, 17, 0, 82, 2)

test.each([
  ['null', bytes(), ''],
  ['string', utf16Bytes('aé\0\0'), 'aé'],
  ['ansiString', bytes(0x61, 0x80, 0xe9, 0), 'a€é'],
  ['int8', bytes(0xff), '-1'],
  ['uint8', bytes(0xff), '255'],
  ['int16', bytes(0xfe, 0xff), '-2'],
  ['uint16', bytes(0xfe, 0xff), '65534'],
  ['int32', bytes(0xfd, 0xff, 0xff, 0xff), '-3'],
  ['uint32', bytes(0xfd, 0xff, 0xff, 0xff), '4294967293'],
  ['int64', bytes(0, 0, 0, 0, 0, 0, 0, 0x80), '-9223372036854775808'],
  ['uint64', bytes(0, 0, 0, 0, 0, 0, 0, 0x80), '9223372036854775808'],
  ['real32', real(0.1, 4), '0.1'],
  ['real64', real(-2.5e-7, 8), '-2.5e-7'],
  ['bool', bytes(2, 0, 0, 0), 'true'],
  ['bool', bytes(0, 0, 0, 0), 'false'],
  ['binary', bytes(0, 0xab, 0xff), '00ABFF'],
  [
    'guid',
    guidBytes('{5770385f-c22a-43e0-bf4c-06f5698ffbd9}'),
    '{5770385F-C22A-43E0-BF4C-06F5698FFBD9}',
  ],
  ['size', bytes(0xef, 0xbe, 0xad, 0xde), '0xdeadbeef'],
  ['size', bytes(0xef, 0xbe, 0xad, 0xde, 1, 0, 0, 0), '0x1deadbeef'],
  ['fileTime', fileTime, '2020-09-15T19:14:24.5744619Z'],
  ['systemTime', systemTime, '2020-09-15T19:28:17.594Z'],
  ['sid', sidBytes('S-1-5-21-1-4294967295-500'), 'S-1-5-21-1-4294967295-500'],
  ['sid', bytes(1, 0, 1, 0, 0, 0, 0, 2), 'S-1-0x010000000002'],
  ['sid', bytes(1, 5, 0, 0), '01050000'],
  ['hexInt32', bytes(0xe7, 3, 0, 0), '0x3e7'],
  ['hexInt64', bytes(0, 0, 0, 0, 0, 0, 0x20, 0x80), '0x8020000000000000'],
  ['eventHandle', bytes(1, 0, 0, 0, 0, 0, 0, 0), '0x1'],
  ['eventXml', utf16Bytes('<a/>'), '<a/>'],
  ['uint32', bytes(1, 2), '0102'],
] as const)('a value of type %s is printed as Windows does', (type, value, expected) => {
  expect(printValue(valueTypes[type], value)).toBe(expected)
})

test.each([
  ['string', utf16Bytes('a\0\0c\0'), ['a', '', 'c']],
  ['string', utf16Bytes('a\0b'), ['a', 'b']],
  ['ansiString', bytes(0x61, 0, 0x62, 0), ['a', 'b']],
  ['uint16', bytes(1, 0, 2, 0), ['1', '2']],
  ['uint16', bytes(1, 0, 2), ['1', '02']],
  ['sid', bytes(...sidBytes('S-1-5-18'), ...sidBytes('S-1-1-0')), ['S-1-5-18', 'S-1-1-0']],
  ['hexInt64', bytes(1, 0, 0, 0, 0, 0, 0, 0), ['0x1']],
  ['binary', bytes(1, 2), ['0102']],
] as const)('a list of type %s is cut into its values', (type, value, expected) => {
  expect(printValues(valueTypes[type], value)).toEqual(expected)
})

/** The first and the last moments of days whose years have four digits. */
const timesOfDays = fc
  .tuple(fc.integer({ min: 1, max: 3_067_670 }), fc.integer({ min: -1, max: 1 }))
  .map(([day, tick]) => BigInt(day) * 864_000_000_000n + BigInt(tick))

test('the first and the last time that fits have a text', () => {
  const view = new DataView(new ArrayBuffer(8))
  const print = (ticks: bigint): string => {
    view.setBigUint64(0, ticks, true)
    return printFileTime(view, 0)
  }
  expect(print(0n)).toBe('1601-01-01T00:00:00.0000000Z')
  expect(print(2n ** 64n - 1n)).toBe('+060056-05-28T05:36:10.9551615Z')
  // Up to here years have four digits.
  const last = 2_650_467_744_000_000_000n
  expect(print(last - 1n)).toBe('9999-12-31T23:59:59.9999999Z')
  expect(print(last)).toBe('+010000-01-01T00:00:00.0000000Z')
  fc.assert(
    fc.property(fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), timesOfDays), ticks => {
      const iso = new Date(Number(ticks / 10_000n) - 11_644_473_600_000).toISOString()
      expect(print(ticks)).toBe(`${iso.slice(0, -1)}${String(ticks % 10_000n).padStart(4, '0')}Z`)
    }),
  )
})

test('an unknown type makes the record unreadable', () => {
  expect(() => printValue(0x1f, bytes(1))).toThrow(UnreadableRecord)
})

test('any bytes of a known type have a text, alone and as a list', () => {
  const types = Object.values(valueTypes).filter(type => type !== valueTypes.binaryXml)
  fc.assert(
    fc.property(fc.constantFrom(...types), fc.uint8Array({ maxLength: 40 }), (type, value) => {
      expect(typeof printValue(type, value)).toBe('string')
      printValues(type, value)
    }),
  )
})
