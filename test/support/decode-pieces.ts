import fc from 'fast-check'
import { expect } from 'vitest'
import type { Decoded, EventDecoder } from '../../src/formats/index.ts'

/** All that a decoder gives of a log that arrives in pieces of some size. */
export function decodePieces(
  decoder: EventDecoder,
  log: string | Uint8Array,
  size: number = 1 << 20,
): readonly Decoded[] {
  const bytes = typeof log === 'string' ? new TextEncoder().encode(log) : log
  const decoded: Decoded[] = []
  const piece = new Uint8Array(size)
  for (let at = 0; at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size)
    piece.set(part)
    decoded.push(...decoder.push(piece.subarray(0, part.length)))
    // The bytes may be overwritten now.
    piece.fill(0x3f)
  }
  return [...decoded, ...decoder.finish()]
}

/** One line for each event and problem: what it is at, then its time and fields. */
export function printDecoded(decoded: readonly Decoded[]): string {
  return decoded
    .map(item => {
      if (item.kind === 'problem') {
        const { code, offset, reason } = item.problem
        return `${code} at ${offset}: ${reason}`
      }
      const { record, time } = item.event.header
      const fields = [...item.event.fields].map(([k, v]) => `  ${k}=${JSON.stringify(v)}`)
      return [`event ${record}${time === undefined ? '' : ` at ${time}`}`, ...fields].join('\n')
    })
    .join('\n')
}

/**
 * What holds for every decoder: pieces of any size give the same, and no bytes, made of `words` of the
 * format or at random, are thrown at. `openSmall` has limits that such logs exceed.
 */
export function checkDecoder(
  open: () => EventDecoder,
  openSmall: () => EventDecoder,
  words: readonly string[],
): void {
  const text = fc.array(fc.constantFrom(...words), { maxLength: 40 }).map(w => w.join(''))
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 9 }), (log, size) => {
      for (const decoder of [open, openSmall]) {
        const whole = decodePieces(decoder(), log)
        expect(decodePieces(decoder(), log, size)).toEqual(whole)
        const { length } = new TextEncoder().encode(log)
        const offsets = whole.flatMap(d => (d.kind === 'problem' ? [d.problem.offset] : []))
        expect(offsets.every(offset => offset >= 0 && offset <= length)).toBe(true)
      }
    }),
    { numRuns: 1000 },
  )
  fc.assert(
    fc.property(fc.uint8Array(), fc.integer({ min: 1, max: 9 }), (bytes, size) => {
      const whole = decodePieces(open(), bytes)
      expect(decodePieces(open(), bytes, size)).toEqual(whole)
    }),
  )
}

/** A log of which some bytes are others, or missing: decodes without an exception, in any pieces. */
export function checkMutations(open: () => EventDecoder, log: string): void {
  const bytes = new TextEncoder().encode(log)
  const change = fc.record({
    at: fc.nat({ max: bytes.length - 1 }),
    removed: fc.nat({ max: 20 }),
    added: fc.uint8Array({ maxLength: 3 }),
  })
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), changes => {
      let mutated = bytes
      for (const { at, removed, added } of changes) {
        mutated = Uint8Array.from([
          ...mutated.subarray(0, at),
          ...added,
          ...mutated.subarray(at + removed),
        ])
      }
      const whole = decodePieces(open(), mutated)
      expect(decodePieces(open(), mutated, 7)).toEqual(whole)
    }),
    { numRuns: 500 },
  )
}
