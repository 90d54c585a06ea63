import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonLogs as logs } from '../../../test/support/arbitrary-json-logs.ts'
import {
  type JsonOutcomeOptions,
  rawOutcomes,
  slowOutcomes,
} from '../../../test/support/json-outcomes.ts'
import { nameTable, type RawEvent, valueKinds } from '../../ir/index.ts'
import { jsonRawDecoder, jsonRawDecoders } from './raw-decoder.ts'
import { walkSample } from './walk-sample.ts'

const encoder = new TextEncoder()

/** Bytes in pieces of the sizes given, which are taken in turn. */
function cut(bytes: Uint8Array, sizes: readonly number[]): readonly Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? bytes.length
    pieces.push(bytes.subarray(at, at + size))
    at += size
  }
  return pieces
}

function expectSame(
  bytes: Uint8Array,
  sizes: readonly number[] = [],
  options: JsonOutcomeOptions = {},
): void {
  const pieces = cut(bytes, sizes)
  const { outcomes, lines } = rawOutcomes(pieces, options)
  expect(outcomes).toEqual(slowOutcomes(pieces, options))
  expect(lines).toBe(bytes.filter(byte => byte === 0x0a).length)
}

const sizes = fc.oneof(
  fc.constant([]),
  fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 5 }),
  fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 }),
)

const limits = fc.constantFrom(undefined, undefined, undefined, { valueBytes: 10_000, depth: 2 })

describe('the raw decoder finds what the slow one finds', () => {
  test('in logs of all sorts, in any pieces', () => {
    fc.assert(
      fc.property(logs, sizes, limits, (log, size, limit) => {
        expectSame(log, size, { limits: limit })
      }),
      { numRuns: 2000 },
    )
  })

  test('in logs with changed bytes', () => {
    const changes = fc.array(
      fc.tuple(
        fc.nat(),
        fc.oneof(
          fc.nat(255),
          fc.constantFrom(...encoder.encode('{}[]",:\\ \n\r0-.eEu'), 0xc3, 0xff),
        ),
        fc.constantFrom('set', 'insert', 'delete'),
      ),
      { minLength: 1, maxLength: 4 },
    )
    fc.assert(
      fc.property(logs, changes, sizes, (log, edits, size) => {
        const bytes = [...log]
        for (const [place, byte, how] of edits) {
          const at = place % (bytes.length + 1)
          bytes.splice(at, how === 'insert' ? 0 : 1, ...(how === 'delete' ? [] : [byte]))
        }
        expectSame(Uint8Array.from(bytes), size)
      }),
      { numRuns: 2000 },
    )
  })

  test('from the middle of a file on', () => {
    const log = encoder.encode('{"a":1}\nx\n{"a":2,"a":3}\n{"b":')
    expectSame(log, [3], { start: { offset: 1000, line: 7 } })
  })

  test.each([
    [
      'a first key that is that of an envelope',
      '{"Records":1}\n{"Records":[]}\n{"Records":[{}]}\n',
    ],
    ['an envelope’s key that is not the first', '{"a":1,"Records":[{"b":1}]}\n'],
    ['brackets that do not fit', '{"a":[1}}\n{"a":1]\n{"a":{"b":1]}\n{"a":[{"b":1]]}\n'],
    [
      'data that says its name',
      '{"Event":{"System":{"EventID":1},"EventData":{"Data":{"#attributes":{"Name":"a"},"#text":1}}}}\n',
    ],
    ['a broken value behind one of many lines', '{\n"a":1\n} {"b":\n[\n}\n  {"b":2}\n'],
    ['empty shapes', '{"_index":"","_source":{}}\n{"Event":{}}\n{"System":{},"_source":[]}\n'],
    ['names that two ways lead to', '{"a":{"b":1},"a.b":2,"c":[{"d":1},{"d":2}]}\n'],
    ['emptiness beside values', '{"a":[{"b":[]},{"b":1}],"c":[[],[]],"d":[{},{}]}\n'],
    ['names that JavaScript puts first', '{"1.x":1,"1":{"x":2},"b":{"2":1,"1":2}}\n'],
    ['a key twice in an object, and in two', '{"a":1,"a":2}\n{"a":[{"b":1},{"b":2}]}\n'],
    [
      'too deep',
      `${'{"a":'.repeat(129)}1${'}'.repeat(129)}\n${'{"a":'.repeat(128)}1${'}'.repeat(128)}\n`,
    ],
    ['a key longer than any', `{"${'x'.repeat(5000)}":{"y":1}}\n`],
    [
      'names that get too long together',
      `{"${'x'.repeat(1000)}":[${'{"a":1},'.repeat(20_000)}1]}\n`,
    ],
    ['very many values', `{"a":[${'1,'.repeat(70_000)}2]}\n{"a":1}\n`],
  ])('in a log with %s', (_, log) => {
    expectSame(encoder.encode(log))
    expectSame(encoder.encode(log), [1000])
  })

  test('in a log with values at the limit of their length, and past it', () => {
    const log = ['1234', '12345', '123456'].map(text => `{"a":"${text}"}\n`).join('')
    const options = { limits: { valueBytes: 13, depth: 4 } }
    expectSame(encoder.encode(log), [], options)
    expectSame(encoder.encode(`[${log.replaceAll('\n', ',\n')}1]`), [], options)
  })

  test('when there are more keys than are remembered', () => {
    const lines = Array.from({ length: 40_000 }, (_, i) => `{"k${i}":{"a":${i}},"b":"x"}\n`)
    const bytes = encoder.encode(lines.join(''))
    const { outcomes, walked } = rawOutcomes([bytes])
    expect(outcomes).toEqual(slowOutcomes([bytes]))
    expect(walked).toBe(40_000)
  })

  test('when the table of names is full', () => {
    const log = encoder.encode('{"EventID":1,"a":2,"b":[],"c":null}\n')
    for (const limit of [0, 3, 60, 61, 62, 63, 64, 65]) {
      const names = nameTable(limit)
      const seen: number[][] = []
      const sink = {
        onEvent: (event: RawEvent) => seen.push([...event.names.subarray(0, event.count)]),
        onProblem: () => {},
      }
      const decoder = jsonRawDecoder(names, sink)
      decoder.push(log)
      decoder.finish()
      const known = ['EventID', 'a', 'b', 'c'].map(name => names.find(name))
      expect(seen).toEqual([known])
    }
  })
})

test('plainly written objects take the fast way', () => {
  const log = encoder.encode(
    [
      '{"EventID":1,"a":"C:\\\\x","b":[1.5,{"c":true}],"d":"é","SourceName":"s"}',
      '{"winlog":{"event_id":1,"event_data":{"Image":"a","B b":"c"}},"message":"m"}',
      '{"a":{},"b":[],"c":null} ',
      '{"a": 1, "b": "\\u00e9"}',
      '{"Event":{"#attributes":{"xmlns":"x"},"System":{"Provider":{"#attributes":{"Name":"p"}},',
      '"EventID":{"#attributes":{"Qualifiers":0},"#text":7},"Correlation":null,"Level":null},',
      '"EventData":{"Image":"a","Data":{"#text":["x","y"]}},"UserData":{"X":{"Y":null}}}}',
      '[{"a":1},',
      '{"a":2}]',
      '{',
      '  "a": 1',
      '}',
    ].join('\n'),
  )
  expect(rawOutcomes([log]).walked).toBe(8)
})

test('values of one kind and the same bytes have the same text', () => {
  const seen = new Map<string, string>()
  const names = nameTable()
  fc.assert(
    fc.property(logs, log => {
      const decoder = jsonRawDecoder(names, {
        onEvent(event) {
          for (let entry = 0; entry < event.count; entry++) {
            const kind = event.kinds[entry] ?? 0
            if (kind <= valueKinds.null) continue
            const [start, end] = [event.starts[entry] ?? 0, event.ends[entry] ?? 0]
            const key =
              kind === valueKinds.interned
                ? `i${start}`
                : `${kind} ${event.bytes.subarray(start, end).join()}`
            const text = event.textOf(entry)
            expect(seen.get(key) ?? text).toBe(text)
            seen.set(key, text)
          }
        },
        onProblem: () => {},
      })
      decoder.push(log)
      decoder.finish()
    }),
    { numRuns: 500 },
  )
})

test('values of the kinds that JSON has, and spans, are what is said of them', () => {
  const names = nameTable()
  const latin = new TextDecoder('latin1')
  let json = 0
  fc.assert(
    fc.property(logs, log => {
      const decoder = jsonRawDecoder(names, {
        onEvent(event) {
          const { spanStart = 0, spanEnd = 0 } = event
          if (spanEnd <= spanStart) return
          for (let entry = 0; entry < event.count; entry++) {
            const kind = event.kinds[entry] ?? 0
            if (kind < valueKinds.utf8 || kind > valueKinds.json) continue
            const [start, end] = [event.starts[entry] ?? 0, event.ends[entry] ?? 0]
            if (start < end) {
              expect(start).toBeGreaterThanOrEqual(spanStart)
              expect(end).toBeLessThanOrEqual(spanEnd)
            }
            const written = latin.decode(event.bytes.subarray(start, end))
            if (kind !== valueKinds.json) {
              expect(written).toMatch(/^[\0-\x7f]*$/)
              continue
            }
            json++
            const text = event.textOf(entry)
            expect(text).not.toMatch(/[\u017f\u212a]/)
            // What is ASCII of the text stands as it is, in its order.
            const plain = text.replace(/[^ -\x7f]|["\\]/g, '')
            expect(written.replace(/\\u....|\\.|[^ -\x7f]/g, '')).toBe(plain)
          }
        },
        onProblem: () => {},
      })
      decoder.push(log)
      decoder.finish()
    }),
    { numRuns: 500 },
  )
  expect(json).toBeGreaterThan(100)
})

describe('events of one layout', () => {
  test('have the same names in the same entries, and as many', () => {
    const names = nameTable()
    const known = new Map<number, readonly number[]>()
    let events = 0
    let withLayout = 0
    const open = jsonRawDecoders(names)
    const sink = {
      onEvent(event: RawEvent) {
        events++
        const { layout } = event
        if (layout < 0) return
        withLayout++
        const ofEvent = [...event.names.subarray(0, event.count)]
        expect(known.get(layout) ?? ofEvent).toEqual(ofEvent)
        known.set(layout, ofEvent)
      },
      onProblem: () => {},
    }
    fc.assert(
      fc.property(logs, fc.integer({ min: 1, max: 5 }), (log, times) => {
        const decoder = open(sink)
        for (let i = 0; i < times; i++) decoder.push(log)
        decoder.finish()
      }),
      { numRuns: 1000 },
    )
    expect(known.size).toBeGreaterThan(50)
    expect(withLayout).toBeGreaterThan(events / 20)
  })

  test('are numbered when they come again and again', () => {
    const layouts: number[] = []
    const decoder = jsonRawDecoder(nameTable(), {
      onEvent: event => layouts.push(event.layout),
      onProblem: () => {},
    })
    const lines = ['{"a":1,"b":"x"}', '{"b":1,"a":[2]}', '{"a":[1,2],"b":3}', '{"a":{"c":1}}']
    for (let i = 0; i < 5; i++) decoder.push(encoder.encode(`${lines.join('\n')}\n{"a${i}":1}\n`))
    expect(layouts.slice(-5)).toEqual([0, 1, 2, 3, -1])
  })
})

test('logs that are read in turns by decoders of one sort keep apart', () => {
  const found: string[] = []
  const open = jsonRawDecoders(nameTable())
  const [first, second] = ['first', 'second'].map(log =>
    open({
      onEvent: event => found.push(`${log} ${event.textOf(0)} ${event.header().record}`),
      onProblem: () => {},
    }),
  )
  first?.push(encoder.encode('{"a":"1"}\n{"a"'))
  second?.push(encoder.encode('{"a":"2"}\n{"b":"'))
  first?.push(encoder.encode(':"3"}\n'))
  second?.push(encoder.encode('4"}'))
  second?.finish()
  first?.finish()
  expect(found).toEqual(['first 1 1', 'second 2 1', 'first 3 2', 'second 4 2'])
})

test('the sample that a reader is warmed up with reaches what it is for', () => {
  const { outcomes, walked } = rawOutcomes([walkSample()])
  expect(outcomes).toEqual(slowOutcomes([walkSample()]))
  expect(walked).toBeGreaterThan(outcomes.length / 2)
})
