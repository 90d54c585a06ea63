import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkDecoder,
  checkMutations,
  decodePieces,
  printDecoded,
} from '../../../test/support/decode-pieces.ts'
import { printEventXml } from '../../../test/support/event-xml.ts'
import { describeGolden } from '../../../test/support/golden.ts'
import { type EventElement, toWindowsEvent } from '../windows-event.ts'
import { xmlDecoder } from './decoder.ts'

describeGolden(new URL('./decoder.golden.txt', import.meta.url), input =>
  printDecoded(decodePieces(xmlDecoder(), input)),
)

const event = (content: string): string => `<Event><System><A>${content}</A></System></Event>`

describe('a log of XML', () => {
  test('gives the same in pieces of any size, and never throws', () => {
    checkDecoder(
      () => xmlDecoder(),
      () => xmlDecoder({ eventBytes: 40, depth: 3 }),
      [
        ...['<Event>', '</Event>', '<System>', '</System>', '<Event/>', '<Event a="b">', "<a b='>"],
        ...['<', '>', '/', '"', "'", '&amp;', '&#x41;', '&', '<!--', '-->', '<![CDATA[', ']]>'],
        ...['<?', '?>', '<!DOCTYPE', '[', ']', ' ', '\n', 'x', 'é', '\uFEFF', event('1')],
      ],
    )
  })

  test('that is damaged is read as far as it goes', () => {
    checkMutations(
      () => xmlDecoder(),
      `<?xml version="1.0"?><Events>${event('1')}<!-- x -->${event('é')}${event('<b c="d"/>')}</Events>`,
    )
  })

  test('that is printed from elements has the fields of these', () => {
    const name = fc.constantFrom('Data', 'A', 'System', 'EventID', 'Provider', 'TimeCreated')
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '&', '<', '>', "'", '"', 'é') })
    const attributes = fc.array(fc.tuple(fc.constantFrom('Name', 'Guid', 'xmlns'), text), {
      maxLength: 2,
    })
    const { element } = fc.letrec<{ element: EventElement }>(tie => ({
      element: fc.oneof(
        { maxDepth: 3 },
        fc.record({ name, attributes, children: fc.constant([]), text }),
        fc.record({
          name,
          attributes,
          children: fc.array(tie('element'), { minLength: 1, maxLength: 3 }),
          text: fc.constantFrom('', 'x'),
        }),
      ),
    }))
    const lowered = (value: unknown): unknown => JSON.stringify(value).toLowerCase()
    fc.assert(
      fc.property(fc.array(element, { maxLength: 4 }), children => {
        const root: EventElement = { name: 'Event', attributes: [], children, text: '' }
        const [decoded, ...others] = decodePieces(xmlDecoder(), printEventXml(root))
        const { header, fields } = toWindowsEvent(root, { record: 1 })
        expect(others).toEqual([])
        expect(decoded?.kind === 'event' && lowered([...decoded.event.fields])).toEqual(
          lowered([...fields]),
        )
        expect(decoded?.kind === 'event' && lowered(decoded.event.header)).toEqual(lowered(header))
      }),
    )
  })
})

describe('limits', () => {
  test('an event past the limit is reported once, and the rest is read', () => {
    const log = event('1') + event('x'.repeat(5000)) + event('3')
    for (const size of [7, 64, 100_000]) {
      const decoder = xmlDecoder({ eventBytes: 100, depth: 64 })
      const printed = decodePieces(decoder, log, size).map(d =>
        d.kind === 'event' ? d.event.fields.get('A') : d.problem,
      )
      expect(printed).toEqual([
        ['1'],
        {
          code: 'xml/too-long',
          offset: event('1').length,
          reason: 'The event is longer than the limit of 100 bytes',
        },
        ['3'],
      ])
    }
  })

  test('an event past the limit that has no end is followed by the next one', () => {
    const log = `<Event><System><A>${'x'.repeat(5000)}<Event a="b"> <System/></Event>`
    const decoder = xmlDecoder({ eventBytes: 100, depth: 64 })
    expect(decodePieces(decoder, log, 64).map(d => d.kind)).toEqual(['problem', 'event'])
  })

  test('an event that nests too deep is reported, and the rest is read', () => {
    const deep = event('<b>'.repeat(100_000) + '</b>'.repeat(100_000))
    expect(printDecoded(decodePieces(xmlDecoder(), deep + event('2')))).toBe(
      'xml/too-deep at 0: The event nests deeper than the limit of 64\nevent 2\n  A=["2"]',
    )
  })

  test('a million events within one another are followed in one go', () => {
    const decoded = decodePieces(xmlDecoder(), '<Event>'.repeat(1_000_000))
    expect(printDecoded(decoded)).toMatch(/^xml\/too-long at 0: /)
    expect(decoded).toHaveLength(1)
  })
})
