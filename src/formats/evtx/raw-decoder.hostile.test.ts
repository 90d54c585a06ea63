import fc from 'fast-check'
import { describe, test } from 'vitest'
import {
  utf16Bytes,
  type WritableNode,
  type WritableTemplate,
  type WritableValue,
} from '../../../test/support/binary-xml-writer.ts'
import { checkEvtx } from '../../../test/support/check-evtx.ts'
import {
  type RawRecord,
  withChunkChecksum,
  writeRecords,
} from '../../../test/support/evtx-writer.ts'

function check(file: Uint8Array): void {
  checkEvtx([file])
}

const text = (value: string): WritableValue => ({ type: 0x01, bytes: utf16Bytes(value) })
const list = (...values: readonly string[]): WritableValue => ({
  type: 0x81,
  bytes: utf16Bytes(values.map(value => `${value}\0`).join('')),
})

const data = (substitution: number, type: number): WritableNode => ({
  element: 'Data',
  children: [{ substitution, type }],
})

/** A record whose event is one instance of a template that holds the children. */
function record(children: readonly WritableNode[], values: readonly WritableValue[]): RawRecord {
  const template = { id: 1, nodes: [{ element: 'Event', children }] }
  return { id: 1, time: 0, nodes: [{ template, values }] }
}

describe('lists of texts', () => {
  const inData = (...children: readonly WritableNode[]): readonly WritableNode[] => [
    { element: 'EventData', children },
  ]

  test('come before what their field has behind them', () => {
    const children = inData(data(0, 0x81), data(1, 0x01), data(2, 0x81), data(3, 0x01))
    const values = [list('a', 'b'), text('c'), list('d', '', 'e'), text('f')]
    check(writeRecords([record(children, values)]))
  })

  test('stand alone or behind others', () => {
    const children = inData(data(0, 0x01), data(1, 0x81))
    check(writeRecords([record(children, [text('a'), list('b', 'c', 'd')])]))
  })

  test.each([1, 100, 300, 700, 2000])('of %i texts count for as much as they expand to', count => {
    const values = [list(...Array.from({ length: count }, (_, i) => `${i}`))]
    check(writeRecords(Array.from({ length: 3 }, () => record(inData(data(0, 0x81)), values))))
  })

  test.each([1, 5, 20])('that %i elements repeat count for each', copies => {
    const children = inData(...Array.from({ length: copies }, () => data(0, 0x81)))
    const values = [list(...Array.from({ length: 90 }, () => 'some text'))]
    check(writeRecords(Array.from({ length: 30 }, () => record(children, values))))
  })
})

test('a token that ends nothing does not end a template that is known otherwise', () => {
  const child: WritableNode = { element: 'EventData', children: [data(0, 0x01)] }
  const file = writeRecords(
    Array.from({ length: 4 }, () => record([child], [text('a')])),
    { recordsPerChunk: 2 },
  )
  for (let token = 0; token < 256; token++) {
    const changed = file.slice()
    const chunk = changed.subarray(4096 + 65_536, 4096 + 2 * 65_536)
    const view = new DataView(chunk.buffer, chunk.byteOffset)
    const definition = view.getUint32(512 + 24 + 4 + 6, true)
    chunk[definition + 24 + view.getUint32(definition + 20, true) - 1] = token
    withChunkChecksum(chunk)
    check(changed)
  }
})

test('a number of the record that is no text is not looked for in the data', () => {
  const system: WritableNode = {
    element: 'System',
    children: [{ element: 'EventRecordID', children: [{ element: 'X' }] }],
  }
  const named: WritableNode = {
    element: 'EventData',
    children: [{ element: 'EventRecordID', children: [{ substitution: 0, type: 0x01 }] }],
  }
  check(writeRecords([record([system, named], [text('7')])]))
})

test('values that belong to one template in one record may be those of the other in the next', () => {
  const inner: WritableTemplate = { id: 2, nodes: [data(0, 0x01)] }
  const outer: WritableTemplate = {
    id: 1,
    nodes: [
      {
        element: 'Event',
        children: [
          { element: 'EventData', children: [{ substitution: 1, type: 0x21 }] },
          { element: 'A', children: [{ substitution: 2, type: 0x01 }] },
        ],
      },
    ],
  }
  const use = (ofOuter: readonly WritableValue[], ofInner: readonly WritableValue[]): RawRecord => {
    const nested: WritableValue = { nodes: [{ template: inner, values: ofInner }] }
    const values = [text('x'), nested, ...ofOuter]
    return { id: 1, time: 0, nodes: [{ template: outer, values }] }
  }
  check(writeRecords([use([], [text('a'), text('b')]), use([text('a')], [text('b')])]))
})

/** Templates as nobody writes them, and records that use them with any values. */
const anyText = fc.constantFrom('', 'a', ' ', 'bc\0', '\uf8fe0\uf8ff', 'x'.repeat(40))
const anyType = fc.constantFrom(
  ...[0, 1, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21],
  ...[0x20, 0x23, 0x81, 0x81, 0x82, 0x88, 0x24],
)
const scalar: fc.Arbitrary<WritableValue> = fc.oneof(
  anyText.map(text),
  fc.array(anyText, { maxLength: 5 }).map(values => list(...values)),
  fc.record({ type: anyType, bytes: fc.uint8Array({ maxLength: 24 }) }),
)
const elementName = fc.constantFrom(
  ...['System', 'EventData', 'UserData', 'Data', 'Data', 'Channel', 'EventID', 'Provider'],
  ...['TimeCreated', 'EventRecordID', 'Computer', 'RenderingInfo', 'Message', 'A'],
)
const attributeName = fc.constantFrom('Name', 'Name', 'SystemTime', 'xmlns', 'Q')

const content: fc.Arbitrary<WritableNode> = fc.oneof(
  anyText.map(value => ({ text: value })),
  anyText.map(value => ({ cdata: value })),
  fc.constant<WritableNode>({ entityRef: 'amp' }),
  ...[0, 1].map(() =>
    fc.record({
      substitution: fc.nat({ max: 6 }),
      type: fc.constant(0x01),
      isOptional: fc.boolean(),
    }),
  ),
)
const { element } = fc.letrec<{ element: WritableNode }>(tie => ({
  element: fc.record({
    element: elementName,
    attributes: fc.array(fc.tuple(attributeName, fc.array(content, { maxLength: 2 })), {
      maxLength: 2,
    }),
    children: fc.array(
      fc.oneof({ maxDepth: 3, withCrossShrink: true }, content, tie('element'), tie('element')),
      { maxLength: 3 },
    ),
    dependency: fc.constantFrom(0, 3, 0xffff, 0xffff, 0xffff),
  }),
}))
const sections = fc.array(element, { minLength: 1, maxLength: 3 })
const bank = fc.tuple(
  fc.array(
    fc.oneof(
      sections.map(children => [{ element: 'Event', children }]),
      sections.map(children => [
        {
          element: 'Event',
          children: [
            {
              element: 'System',
              children: [
                ...['Channel', 'EventID', 'Provider', 'EventRecordID'].map((name, index) => ({
                  element: name,
                  children: [{ substitution: index, type: 1 }],
                })),
              ],
            },
            ...children,
          ],
        },
      ]),
      sections,
    ),
    { minLength: 1, maxLength: 3 },
  ),
  fc.array(sections, { minLength: 1, maxLength: 3 }),
)

test('any templates with any values', () => {
  const use = fc.record({
    outer: fc.nat({ max: 2 }),
    inner: fc.nat({ max: 2 }),
    values: fc.array(scalar, { maxLength: 6 }),
    innerValues: fc.array(scalar, { maxLength: 6 }),
    nestedAt: fc.nat({ max: 8 }),
  })
  const uses = fc.array(use, { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(bank, uses, fc.integer({ min: 1, max: 6 }), ([outers, inners], all, perChunk) => {
      const records = all.map(({ outer, inner, values, innerValues, nestedAt }): RawRecord => {
        const which = outer % outers.length
        const innerWhich = inner % inners.length
        const nested: WritableValue = {
          nodes: [
            {
              template: { id: 100 + innerWhich, nodes: inners[innerWhich] ?? [] },
              values: innerValues,
            },
          ],
        }
        const given = values.map((value, index) => (index === nestedAt ? nested : value))
        const template = { id: 1 + which, nodes: outers[which] ?? [] }
        return { id: 7, time: 0, nodes: [{ template, values: given }] }
      })
      check(writeRecords(records, { recordsPerChunk: perChunk }))
    }),
    { numRuns: 1000 },
  )
}, 600_000)
