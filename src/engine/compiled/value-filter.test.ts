import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeTest } from '../../../test/support/make-test.ts'
import {
  anyField,
  builtRawEvent,
  nameTable,
  or,
  type RawEvent,
  valueKinds,
} from '../../ir/index.ts'
import { foldCase } from '../fold-case.ts'
import { compileSection } from './compile-section.ts'
import { valueFilter } from './value-filter.ts'

const word = fc.string({
  unit: fc.constantFrom('a', 'K', 'k', '\u212a', 'é', ':', '@', '`', '\\', '"', '\n'),
  minLength: 4,
  maxLength: 14,
})

/** The same value as bytes, as other decoders have it. */
function asBytes(text: string, kind: number): RawEvent {
  const raw = builtRawEvent(nameTable())
  raw.set({ header: {}, fields: new Map([['A', ['']]]) })
  const bytes = new TextEncoder().encode(text)
  raw.bytes = bytes
  raw.view = new DataView(bytes.buffer)
  raw.kinds[0] = kind
  raw.starts[0] = 0
  raw.ends[0] = bytes.length
  return raw
}

test('a value that holds a keyword is never passed over, whatever its case and its place', () => {
  let passedOver = 0
  let spansPassedOver = 0
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 5 }),
      fc.array(word, { maxLength: 5 }),
      (keywords, parts) => {
        const section = compileSection([or(keywords.map(k => makeTest('contains', anyField, k)))])
        const filter = valueFilter(section, section.slots.indexOf(anyField))
        const text = parts.join('')
        const raw = builtRawEvent(nameTable())
        raw.set({ header: {}, fields: new Map([['A', [text]]]) })
        const holds = keywords.some(k => foldCase(text).includes(foldCase(k)))
        const events = [raw, asBytes(text, valueKinds.utf8)]
        const json = JSON.stringify(text).slice(1, -1)
        // The kind of escapes is of ASCII only.
        if (/^[\0-\x7f]*$/.test(text)) events.push(asBytes(json, valueKinds.escaped))
        if (!text.includes('\u212a')) {
          events.push(asBytes(json, valueKinds.json))
          events.push(asBytes(json.replaceAll('é', '\\u00E9'), valueKinds.json))
          const span = asBytes(`{"a":1,"A":"${json}"}`, valueKinds.json)
          Object.assign(span, { spanStart: 0, spanEnd: span.bytes.length })
          if (holds) expect(filter?.mayHoldInSpan(span)).toBe(true)
          else if (filter?.mayHoldInSpan(span) === false) spansPassedOver++
        }
        for (const event of events) {
          const may = filter?.mayHold(event, 0)
          if (holds) expect(may).toBe(true)
          if (may === false) passedOver++
        }
      },
    ),
    { numRuns: 3000 },
  )
  expect(passedOver).toBeGreaterThan(100)
  expect(spansPassedOver).toBeGreaterThan(100)
})

test('there is no filter for keywords of three characters', () => {
  const section = compileSection([makeTest('contains', anyField, 'abc')])
  expect(valueFilter(section, 0)).toBeUndefined()
})
