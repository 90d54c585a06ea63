import {
  utf16Bytes,
  type WritableNode,
  type WritableTemplate,
  type WritableValue,
} from '../support/binary-xml-writer.ts'
import { type RawRecord, writeRecords } from '../support/evtx-writer.ts'
import type { Random } from './random.ts'

/**
 * An EVTX file that is whole, of records as Windows does not write them but could: templates of any nodes
 * with values of any type, lists, templates in values, records without a template.
 */
export function writeOddEvtx(random: Random): Uint8Array {
  const templates = Array.from({ length: 1 + random.below(4) }, (_, i) =>
    oddTemplate(random, i + 1),
  )
  const records = Array.from({ length: 1 + random.below(16) }, (_, i): RawRecord => {
    const id = i + 1
    const time = Date.UTC(2026, 0, 1) + i
    if (random.chance(0.1)) return { id, time, nodes: [oddEvent(random, [])] }
    const { template, types } = random.pick(templates)
    // Now and then there are more values than the template uses, or fewer.
    const count = Math.max(0, types.length + (random.chance(0.1) ? random.below(5) - 2 : 0))
    const values = Array.from({ length: count }, (_, value) => {
      const type = random.chance(0.1) ? random.pick(types.length > 0 ? types : [1]) : types[value]
      return oddValue(random, type ?? 1, templates)
    })
    return { id, time, nodes: [{ template, values }] }
  })
  return writeRecords(records, { recordsPerChunk: 1 + random.below(8) })
}

interface TypedTemplate {
  readonly template: WritableTemplate
  /** The types that its values should have. */
  readonly types: readonly number[]
}

const listFlag = 0x80

/** Types of values with the sizes that they have; 0 is any size. */
const types = new Map<number, number>([
  ...([
    [0x00, 0],
    [0x01, 0],
    [0x02, 0],
    [0x03, 1],
    [0x04, 1],
    [0x05, 2],
    [0x06, 2],
    [0x07, 4],
    [0x08, 4],
    [0x09, 8],
    [0x0a, 8],
    [0x0b, 4],
    [0x0c, 8],
    [0x0d, 4],
    [0x0e, 0],
    [0x0f, 16],
    [0x10, 8],
    [0x11, 8],
    [0x12, 16],
    [0x13, 12],
    [0x14, 4],
    [0x15, 8],
    [0x20, 8],
    [0x21, 0],
    [0x23, 0],
  ] as const),
])
const typeNumbers = [...types.keys()]

function oddTemplate(random: Random, id: number): TypedTemplate {
  const types = Array.from({ length: random.below(24) }, () => oddType(random))
  return { template: { id, nodes: [oddEvent(random, types)] }, types }
}

function oddType(random: Random): number {
  if (random.chance(0.4)) return 0x01
  const type = random.pick(typeNumbers)
  return type !== 0x21 && random.chance(0.15) ? type | listFlag : type
}

const names = [
  ...[
    'Event',
    'System',
    'EventData',
    'UserData',
    'Data',
    'Provider',
    'EventID',
    'Channel',
    'Computer',
  ],
  ...[
    'Execution',
    'TimeCreated',
    'Security',
    'EventRecordID',
    'Correlation',
    'Binary',
    'A',
    'B',
    'Image',
  ],
  ...['ProcessingErrorData', 'RenderingInfo', 'Message', 'Name', 'Level'],
]
const attributes = ['Name', 'Guid', 'SystemTime', 'ProcessID', 'UserID', 'Qualifiers', 'xmlns', 'A']

function oddEvent(random: Random, types: readonly number[]): WritableNode {
  if (random.chance(0.05)) return oddElement(random, types, 0)
  const sections: WritableNode[] = []
  if (random.chance(0.9)) {
    sections.push({ element: 'System', children: oddChildren(random, types, 2) })
  }
  if (random.chance(0.9)) {
    const children = Array.from({ length: random.below(8) }, () => oddData(random, types))
    sections.push({ element: random.pick(['EventData', 'UserData']), children })
  }
  if (random.chance(0.1)) sections.push(oddElement(random, types, 1))
  return { element: 'Event', children: sections }
}

function oddData(random: Random, types: readonly number[]): WritableNode {
  if (random.chance(0.15)) return oddElement(random, types, 2)
  const content = oddContent(random, types)
  return {
    element: random.pick(['Data', 'Data', 'Data', 'Binary', 'A']),
    ...(random.chance(0.8) ? { attributes: [['Name', [{ text: random.pick(names) }]]] } : {}),
    ...(random.chance(0.2) && types.length > 0
      ? { dependency: random.below(types.length + 1) }
      : {}),
    children: content,
  }
}

function oddElement(random: Random, types: readonly number[], depth: number): WritableNode {
  const hasAttributes = random.chance(0.5)
  return {
    element: random.pick(names),
    ...(random.chance(0.3) && types.length > 0
      ? { dependency: random.below(types.length + 1) }
      : {}),
    ...(hasAttributes
      ? {
          attributes: Array.from(
            { length: 1 + random.below(3) },
            () => [random.pick(attributes), oddContent(random, types)] as const,
          ),
        }
      : {}),
    children: oddChildren(random, types, depth + 1),
  }
}

function oddChildren(
  random: Random,
  types: readonly number[],
  depth: number,
): readonly WritableNode[] {
  const children: WritableNode[] = []
  for (let left = random.below(6); left > 0; left--) {
    if (depth < 5 && random.chance(0.6)) children.push(oddElement(random, types, depth))
    else children.push(...oddContent(random, types))
  }
  return children
}

/** Mostly one substitution or one text, else some of both. */
function oddContent(random: Random, types: readonly number[]): readonly WritableNode[] {
  const count = random.chance(0.8) ? 1 : random.below(4)
  return Array.from({ length: count }, () => oddPiece(random, types))
}

function oddPiece(random: Random, types: readonly number[]): WritableNode {
  if (types.length > 0 && random.chance(0.7)) {
    const substitution = random.below(types.length + (random.chance(0.05) ? 2 : 0))
    return { substitution, type: types[substitution] ?? 1, isOptional: random.chance(0.6) }
  }
  switch (random.below(6)) {
    case 0:
      return { cdata: random.pick(texts) }
    case 1:
      return { charRef: random.pick([0x41, 0x20, 0xd800, 0]) }
    case 2:
      return { entityRef: random.pick(['amp', 'lt', 'x']) }
    default:
      return { text: random.pick(texts) }
  }
}

const texts = [
  '',
  ' ',
  'a',
  'Image',
  'C:\\Windows\\a.exe',
  'ä€😀',
  '\0',
  'a\0b\0',
  '\ud800',
  '1',
  '-',
]

function oddValue(
  random: Random,
  type: number,
  templates: readonly TypedTemplate[],
): WritableValue {
  if (random.chance(0.1)) return { type, bytes: new Uint8Array(0) }
  if (random.chance(0.05)) return { type: 0, bytes: new Uint8Array(0) }
  if (type === 0x21) return { nodes: oddNested(random, templates) }
  if ((type & ~listFlag) === 0x01 || (type & ~listFlag) === 0x23) {
    const list = Array.from({ length: random.below(4) }, () => random.pick(texts))
    const isList = (type & listFlag) !== 0
    const text = isList ? list.map(item => `${item}\0`).join('') : random.pick(texts)
    return { type, bytes: utf16Bytes(text) }
  }
  const size = types.get(type & ~listFlag) ?? 4
  const count = (type & listFlag) === 0 ? 1 : random.below(5)
  const length = size === 0 ? random.below(12) : size * count
  const short = random.chance(0.05) ? random.below(3) : 0
  const bytes = Uint8Array.from({ length: Math.max(0, length - short) }, () =>
    random.chance(0.5) ? random.below(256) : 0,
  )
  if ((type & ~listFlag) === 0x13 && bytes.length >= 2) {
    for (let at = 0; at + 2 <= bytes.length; at += 12) {
      bytes[at] = 1
      bytes[at + 1] = random.chance(0.9) ? 1 : random.below(4)
    }
  }
  return { type, bytes }
}

function oddNested(random: Random, templates: readonly TypedTemplate[]): readonly WritableNode[] {
  if (random.chance(0.2)) return [oddElement(random, [], 2)]
  const { template, types: inner } = random.pick(templates)
  // No deeper than that: what nests by chance may nest for ever.
  const values = inner.map(
    (type): WritableValue =>
      type === 0x21 ? { type: 0x21, bytes: new Uint8Array(0) } : oddValue(random, type, templates),
  )
  return [{ template, values }]
}
