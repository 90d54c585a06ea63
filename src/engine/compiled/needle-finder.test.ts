import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeTest } from '../../../test/support/make-test.ts'
import { builtRawEvent, nameTable, type Test, valueKinds } from '../../ir/index.ts'
import { compileSection } from './compile-section.ts'
import { NeedleFinder } from './needle-finder.ts'
import { needleKinds } from './needle-kind.ts'

const words = [
  'powershell',
  'Set-Item',
  ' -enc ',
  'ab',
  'x',
  '-w 1',
  'c:\\new',
  'say "no"',
  '\t',
  'é',
]
const word = fc.constantFrom(...words)
const line = fc.array(word, { maxLength: 12, size: 'max' }).map(list => list.join(''))
/** Some as long that the last one is kept. */
const anyLine = fc.oneof(
  { weight: 3, arbitrary: line },
  { weight: 1, arbitrary: fc.tuple(line, line).map(([a, b]) => `${a}${'-x '.repeat(90)}${b}`) },
)
/** Texts of lines that come again. */
const texts = fc.array(anyLine, { minLength: 1, maxLength: 6 }).chain(lines =>
  fc.array(
    fc
      .array(fc.constantFrom(...lines), { minLength: 1, maxLength: 60, size: 'max' })
      .chain(list => fc.constantFrom('\n', '\r\n').map(end => list.join(end))),
    { minLength: 1, maxLength: 6 },
  ),
)
const needle = fc.tuple(
  fc.constantFrom('contains', 'starts_with', 'ends_with', 'equals'),
  fc.oneof(word, line, fc.constant('ell\nSet'), fc.constant('1\r')).filter(text => text !== ''),
)
const holds = {
  [needleKinds.contains]: (text: string, part: string) => text.includes(part),
  [needleKinds.starts]: (text: string, part: string) => text.startsWith(part),
  [needleKinds.ends]: (text: string, part: string) => text.endsWith(part),
  [needleKinds.equals]: (text: string, part: string) => text === part,
}

/** An event of one value, as JSON has it between its quotes. */
function jsonEvent(text: string) {
  const isAscii = !text.includes('é')
  return eventOf(jsonOf(text), isAscii ? valueKinds.escaped : valueKinds.json)
}

/** The same with escapes by number. */
function numberedEvent(text: string) {
  const json = jsonOf(text).replaceAll('é', '\\u00e9').replaceAll('\\t', '\\u0009')
  return eventOf(json, valueKinds.json)
}

function jsonOf(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

function eventOf(json: string, kind: number) {
  const event = builtRawEvent(nameTable())
  event.set({ header: {}, fields: new Map([['A', ['']]]) })
  const bytes = new TextEncoder().encode(json)
  event.bytes = new Uint8Array([...bytes, 0, 0, 0, 0])
  event.view = new DataView(event.bytes.buffer)
  event.kinds[0] = kind
  event.starts[0] = 0
  event.ends[0] = bytes.length
  return event
}

function plainEvent(text: string) {
  const event = builtRawEvent(nameTable())
  event.set({ header: {}, fields: new Map([['A', [text]]]) })
  return event
}

test('in values of many lines, remembered or not, stands what stands in their text', () => {
  let long = 0
  fc.assert(
    fc.property(fc.array(needle, { minLength: 1, maxLength: 12 }), texts, (needles, values) => {
      const tests: readonly Test[] = needles.map(([operator, text]) =>
        makeTest(operator as 'contains', 'A', text),
      )
      const section = compileSection(tests)
      const finder = new NeedleFinder(section, { left: 1 << 20 })
      for (const toEvent of [plainEvent, jsonEvent, numberedEvent]) {
        for (const value of [...values, ...values]) {
          if (value.length >= 600) long++
          const folded = value.toLowerCase()
          const expected: number[] = []
          for (let n = 0; n < section.needleKinds.length; n++) {
            const start = section.textStarts[n]
            const units = section.texts.subarray(start, section.textStarts[n + 1])
            const kind = section.needleKinds[n] as keyof typeof holds
            if (holds[kind](folded, String.fromCharCode(...units))) expected.push(n)
          }
          finder.find(0, toEvent(value), 0)
          expect([...finder.needles.subarray(0, finder.count)].sort((a, b) => a - b)).toEqual(
            expected,
          )
        }
      }
    }),
    { numRuns: 300 },
  )
  expect(long).toBeGreaterThan(100)
})
