import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describeGolden } from '../../../test/support/golden.ts'
import type { Decoded } from '../problem.ts'
import { jsonDecoder } from './decoder.ts'
import type { JsonLimits } from './reader.ts'

function decode(text: string, limits?: JsonLimits, blockSize = 1 << 20): readonly Decoded[] {
  const decoder = jsonDecoder(limits)
  const bytes = new TextEncoder().encode(text)
  const decoded: Decoded[] = []
  for (let at = 0; at < bytes.length; at += blockSize) {
    decoded.push(...decoder.push(bytes.slice(at, at + blockSize)))
  }
  return [...decoded, ...decoder.finish()]
}

/** One line for each event and problem: what it is at, then its fields. */
function print(decoded: readonly Decoded[]): string {
  return decoded
    .map(item => {
      if (item.kind === 'problem') return `${item.problem.code} at ${item.problem.offset}`
      const { record } = item.event.header
      const fields = [...item.event.fields].map(([k, v]) => `${k}=${JSON.stringify(v)}`)
      return [`event ${record}:`, ...fields].join(' ')
    })
    .join('\n')
}

describeGolden(new URL('./decoder.golden.txt', import.meta.url), input => print(decode(input)))

test('a byte order mark, CRLF and blank lines mean nothing', () => {
  expect(print(decode('\uFEFF{"a":1}\r\n\r\n{"a":2}\r\n'))).toBe('event 1: a=[1]\nevent 3: a=[2]')
})

test('the size of the blocks makes no difference', () => {
  const text = fc
    .array(
      fc.constantFrom(
        '\n',
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"a"',
        '"',
        '\\',
        ' ',
        '1',
        'null',
        '{"a":1}',
        '{"a":{"b":[1,{"c":"é"}]}}\n',
        '{\n  "a": 1\n}\n',
        '{"Records":[',
        '\uFEFF',
      ),
      { maxLength: 40 },
    )
    .map(pieces => pieces.join(''))
  const limits = { valueBytes: 64, depth: 4 }
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 9 }), (input, size) => {
      const whole = decode(input, { ...limits, valueBytes: 10_000 })
      expect(decode(input, { ...limits, valueBytes: 10_000 }, size)).toEqual(whole)
      decode(input, limits, size)
    }),
    { numRuns: 2000 },
  )
})

test('any bytes decode without an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array(), bytes => {
      const decoder = jsonDecoder()
      for (const _ of decoder.push(bytes));
      for (const _ of decoder.finish());
    }),
  )
})

test('any object is one event, written in one line or in many', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), object => {
      const line = decode(`${JSON.stringify(object)}\n`)
      expect(decode(JSON.stringify(object, null, 2))).toEqual(line)
    }),
  )
})

describe('limits', () => {
  const limits = { valueBytes: 100, depth: 3 }

  test('a line past the limit is reported once, and the rest is read', () => {
    const text = `{"a":1}\n{"a":"${'x'.repeat(5000)}"}\n{"a":3}\n`
    for (const size of [7, 64, 10_000]) {
      expect(print(decode(text, limits, size))).toBe(
        'event 1: a=[1]\njson/too-long at 8\nevent 3: a=[3]',
      )
    }
  })

  test('so is an element of an array past it', () => {
    const text = `[{"a":1},{"a":"${'x'.repeat(5000)}"},{"a":3}]`
    expect(print(decode(text, limits, 64))).toBe(
      'event 1: a=[1]\njson/too-long at 9\nevent 3: a=[3]',
    )
  })

  test('an array may be longer than any limit', () => {
    const text = `[${'{"a":1},\n'.repeat(1000)}{"a":2}]`
    expect(decode(text, limits, 64)).toHaveLength(1001)
  })

  test('a value that nests too deep is reported, and the rest is read', () => {
    const deep = `${'{"a":'.repeat(4)}1${'}'.repeat(4)}`
    expect(print(decode(`${deep}\n{"a":{"b":{"c":1}}}\n`, limits))).toBe(
      'json/too-deep at 0\nevent 2: a.b.c=[1]',
    )
  })

  test('what a second value of a key takes the place of does not nest', () => {
    const text = '{"a":{"b":{"c":{"d":1}},"b":2}}'
    for (const size of [1, 10_000])
      expect(print(decode(text, limits, size))).toBe('event 1: a.b=[2]')
  })

  test('long names around many members are reported, not joined', () => {
    const members = Array.from({ length: 1000 }, (_, i) => `"${i}":1`).join(',')
    const text = `{"${'x'.repeat(100_000)}":{${members}}}\n{"a":1}\n`
    expect(print(decode(text))).toBe('json/too-deep at 0\nevent 2: a=[1]')
  })

  test('a million brackets are reported and not followed', () => {
    const text = `${'['.repeat(1_000_000)}\n{"a":1}\n`
    expect(decode(`{"a":${text}`).map(d => d.kind)).toContain('problem')
    expect(decode(text).map(d => d.kind)).toContain('problem')
  })
})
