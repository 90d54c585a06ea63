import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { WireEvent, WireEventMatch, WireTest } from '../../app/index.ts'
import { matchPacker, matchUnpacker, type PackedMatches } from './packed-matches.ts'

const text = fc.constantFrom('', 'a', '1:a', 'record', 'é', 'long'.repeat(600))
const header = fc.record(
  {
    record: fc.nat(),
    time: text,
    provider: text,
    channel: text,
    eventId: text,
    computer: text,
  },
  { requiredKeys: [] },
)
/** Decoders put the members of a header in one order or another. */
const event: fc.Arbitrary<WireEvent> = fc
  .tuple(text, header, fc.boolean())
  .map(([file, { time, ...rest }, isLast]) =>
    time === undefined
      ? { file, ...rest }
      : isLast
        ? { file, ...rest, time }
        : { file, time, ...rest },
  )
const tests: fc.Arbitrary<readonly WireTest[]> = fc.array(
  fc.record(
    { field: text, kind: text, value: text, found: text },
    { requiredKeys: ['field', 'kind', 'value'] },
  ),
  { maxLength: 3 },
)
const rule = text.map(id => ({ id, title: 't', vendor: 'v', authors: [], path: 'p' }))
const match: fc.Arbitrary<WireEventMatch> = fc
  .tuple(rule, event, fc.option(fc.nat(9)), tests)
  .map(([ofRule, ofEvent, branch, list]) => ({
    rule: ofRule,
    event: ofEvent,
    ...(branch === null ? {} : { branch }),
    tests: list,
  }))

test('what is unpacked in another thread is what was packed, to the order of members', () => {
  // The same objects come again, as they do in scans.
  const batches = fc
    .array(match, { minLength: 1, maxLength: 5 })
    .chain(some => fc.array(fc.array(fc.constantFrom(...some))))
  fc.assert(
    fc.property(batches, sent => {
      const packer = matchPacker()
      const unpacker = matchUnpacker()
      for (const batch of sent) {
        const packed = structuredClone(packer.pack(batch))
        expect(JSON.stringify(unpacker.unpack(packed))).toBe(JSON.stringify(batch))
      }
    }),
  )
})

test('tables that hold much begin anew, and what is long is in none', () => {
  const packer = matchPacker()
  const unpacker = matchUnpacker()
  const pack = (found: string): PackedMatches => {
    const sent = [
      {
        rule: { id: 'r', title: 't', vendor: 'v', authors: [], path: 'p' },
        event: { file: 'f', record: 1 },
        tests: [{ field: 'F', kind: 'equals', value: '', found }],
      },
    ]
    const packed = packer.pack(sent)
    expect(unpacker.unpack(packed)).toEqual(sent)
    return packed
  }
  const kept = Array.from({ length: 1100 }, () => pack('x'.repeat(1000)))
  expect(kept.findIndex(({ isFresh }) => isFresh)).toBe(1049)
  const long = Array.from({ length: 1100 }, () => pack('x'.repeat(3000)))
  expect(long.some(({ isFresh }) => isFresh)).toBe(false)
})

test('what was one object is one object', () => {
  const list = [{ field: 'F', kind: 'equals', value: 'v' }]
  const ofRule = { id: 'r', title: 't', vendor: 'v', authors: [], path: 'p' }
  const ofEvent = { file: 'f', record: 1 }
  const sent = [
    { rule: ofRule, event: ofEvent, tests: list },
    { rule: ofRule, event: ofEvent, branch: 0, tests: list },
  ]
  const packer = matchPacker()
  const unpacker = matchUnpacker()
  const got = [...unpacker.unpack(packer.pack(sent)), ...unpacker.unpack(packer.pack(sent))]
  expect(new Set(got.map(({ rule }) => rule)).size).toBe(1)
  expect(new Set(got.map(({ tests }) => tests)).size).toBe(1)
  expect(new Set(got.map(({ event }) => event)).size).toBe(2)
})
