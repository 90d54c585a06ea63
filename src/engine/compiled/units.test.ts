import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldCase } from '../fold-case.ts'
import { Units } from './units.ts'

/** What may stand between the quotes of a string, in bytes: whole characters, escapes, and broken ones. */
const parts = fc.oneof(
  fc.string({ unit: 'binary' }).map(text => [...new TextEncoder().encode(jsonOf(text))]),
  fc.string({ unit: 'grapheme' }).map(text => [...new TextEncoder().encode(jsonOf(text))]),
  fc
    .constantFrom(
      '\\u0041',
      '\\u00e9',
      '\\uD83D',
      '\\ude00',
      '\\u017F',
      '\\/',
      '\\b\\f\\n\\r\\t',
      'Aſ\u212a',
    )
    .map(text => [...new TextEncoder().encode(text)]),
  fc.array(fc.oneof(fc.integer({ min: 0x80, max: 0xff }), fc.constantFrom(0xe0, 0xed, 0xf0, 0xf4))),
)

function jsonOf(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

test('a string of JSON is what the parser of JSON makes of it, whatever its bytes', () => {
  const units = new Units()
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let broken = 0
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 6 }), fc.nat(3), (list, before) => {
      const inside = list.flat()
      const bytes = Uint8Array.from([...Array(before).fill(0xe2), ...inside, 0x22, 0xbf, 0xbf])
      const json = decoder.decode(Uint8Array.from(inside))
      if (json.includes('\ufffd')) broken++
      const text = JSON.parse(`"${json}"`) as string
      units.setJson(bytes, before, before + inside.length)
      expect(units.text()).toBe(text)
      const folded = String.fromCharCode(...units.folded.subarray(0, units.length))
      expect(folded).toBe(foldCase(text))
      expect(units.hasLongS).toBe(text.includes('ſ'))
    }),
    { numRuns: 5000 },
  )
  expect(broken).toBeGreaterThan(1000)
})
