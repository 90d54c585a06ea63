import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { WritableNode } from '../../../test/support/binary-xml-writer.ts'
import { checkEvtx } from '../../../test/support/check-evtx.ts'
import { expectSame, seenPlainly, seenRaw } from '../../../test/support/describe-raw-decoder.ts'
import { writeEvtx, writeRecords } from '../../../test/support/evtx-writer.ts'
import { evtxDecoder } from './event-decoder.ts'
import { evtxRawDecoder } from './raw-decoder.ts'

function piecesOf(bytes: Uint8Array, sizes: readonly number[]): readonly Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? bytes.length
    pieces.push(bytes.subarray(at, at + size))
    at += size
  }
  return pieces
}

function check(file: Uint8Array, sizes: readonly number[] = [1 << 20]): void {
  checkEvtx(piecesOf(file, sizes))
}

const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.constantFrom('', '\0', 'a\0\0', 'ÄÖ', '😀', '\uf8fe1\uf8ff'),
)

const event = fc.record({
  provider: fc.constantFrom('Microsoft-Windows-Sysmon', 'p', ''),
  channel: fc.constantFrom('Security', 'c', ''),
  eventId: fc.integer({ min: 0, max: 65_535 }),
  computer: text,
  time: fc.integer({ min: 0, max: 2_000_000_000_000 }),
  data: fc.dictionary(fc.constantFrom('A', 'B', 'Image', 'Channel', 'a b'), text),
})

const sizes = fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 1, maxLength: 4 })

describe('the fast decoder finds what the plain one does', () => {
  test('in logs of events', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), sizes, (events, pieces) => {
        check(writeEvtx(events, { recordsPerChunk: 7 }), pieces)
      }),
      { numRuns: 60 },
    )
  })

  test('in logs with changed bytes', () => {
    const change = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }))
    fc.assert(
      fc.property(
        fc.array(event, { minLength: 1, maxLength: 12 }),
        fc.array(change, { minLength: 1, maxLength: 20 }),
        (events, changes) => {
          const file = writeEvtx(events, { recordsPerChunk: 5 })
          // Most of a chunk is free space; what is changed lies where the records are.
          for (const [at, byte] of changes) {
            const chunk = 4096 + 65_536 * (at % Math.ceil(events.length / 5))
            file[chunk + (at % 3) * 300 + (at % 2500)] = byte
          }
          check(file)
        },
      ),
      { numRuns: 400 },
    )
  })

  test('in a log that is cut anywhere', () => {
    const file = writeEvtx(
      Array.from({ length: 9 }, (_, i) => ({
        provider: 'p',
        channel: 'c',
        eventId: i,
        computer: 'pc',
        time: 0,
        data: { A: 'x'.repeat(i) },
      })),
      { recordsPerChunk: 4 },
    )
    fc.assert(
      fc.property(fc.integer({ min: 0, max: file.length }), length => {
        check(file.subarray(0, length))
      }),
      { numRuns: 100 },
    )
  })

  test('in a chunk whose records expand to more than the limit', () => {
    const wide: WritableNode = {
      element: 'EventData',
      children: Array.from({ length: 900 }, () => ({ element: 'Data', children: [{ text: 'x' }] })),
    }
    const record = { id: 1, time: 0, nodes: [{ element: 'Event', children: [wide] }] } as const
    const file = writeRecords(Array.from({ length: 3 }, () => record))
    check(file)
  })

  test('in a part that begins at a chunk', () => {
    const file = writeEvtx(
      Array.from({ length: 6 }, (_, i) => ({
        provider: 'p',
        channel: 'c',
        eventId: i,
        computer: 'pc',
        time: 0,
        data: {},
      })),
      { recordsPerChunk: 2 },
    )
    const offset = 4096 + 65_536
    const part = file.subarray(offset)
    const seen = seenRaw((names, sink) => evtxRawDecoder(names, sink, { offset }), [part])
    expectSame(seen, seenPlainly(evtxDecoder({ offset }), [part]))
    expect(seen).toHaveLength(4)
  })
})
