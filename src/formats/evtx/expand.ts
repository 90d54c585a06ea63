import type { EventElement } from '../windows-event.ts'
import {
  depthLimit,
  isArray,
  parseFragment,
  type XmlElement,
  type XmlNode,
  type XmlValue,
} from './binary-xml.ts'
import type { Chunk } from './chunk.ts'
import { Cursor } from './cursor.ts'
import { UnreadableRecord } from './unreadable.ts'
import { arrayFlag, printValue, printValues, valueTypes } from './value.ts'

/** The event that a record's nodes are, with every template and substitution filled in. */
export function expandRecord(chunk: Chunk, nodes: readonly XmlNode[]): EventElement {
  const pieces: Piece[] = []
  expandNodes(chunk, nodes, [], pieces, 0)
  const root = pieces.find(piece => typeof piece === 'object' && 'name' in piece)
  if (root === undefined || typeof root === 'string' || !('name' in root)) {
    throw new UnreadableRecord('it has no element')
  }
  return root
}

/** What nodes become: elements, text, and lists, which repeat the element around them. */
type Piece = EventElement | string | List

interface List {
  readonly list: readonly string[]
  /** What was spent on its texts. */
  readonly cost: number
}

function expandNodes(
  chunk: Chunk,
  nodes: readonly XmlNode[],
  values: readonly XmlValue[],
  into: Piece[],
  depth: number,
): void {
  if (depth > depthLimit) {
    throw new UnreadableRecord(`it nests deeper than ${depthLimit}`, 'evtx/record-limit')
  }
  for (const node of nodes) {
    spend(chunk, 1)
    switch (node.kind) {
      case 'text':
        spend(chunk, node.text.length >> 4)
        into.push(node.text)
        break
      case 'element':
        expandElement(chunk, node, values, into, depth)
        break
      case 'instance':
        expandNodes(chunk, chunk.templateAt(node.definition), node.values, into, depth + 1)
        break
      case 'substitution': {
        const value = values[node.index]
        if (value !== undefined) expandValue(chunk, value, into, depth)
        break
      }
    }
  }
}

/** Takes what something costs from what the chunk may expand to: a node, or 16 characters or bytes. */
function spend(chunk: Chunk, nodes: number): void {
  chunk.nodesLeft -= nodes
  if (chunk.nodesLeft < 0) {
    throw new UnreadableRecord('its chunk expands to more than the limit', 'evtx/record-limit')
  }
}

function expandValue(chunk: Chunk, value: XmlValue, into: Piece[], depth: number): void {
  const bytes = chunk.bytes.subarray(value.start, value.end)
  spend(chunk, bytes.length >> 4)
  if (value.type === valueTypes.binaryXml) {
    const cursor = new Cursor(chunk.bytes, value.start, value.end)
    expandNodes(chunk, parseFragment(chunk, cursor, 'value'), [], into, depth + 1)
  } else if (!isArray(value.type)) {
    into.push(printValue(value.type, bytes))
  } else if (value.type === (valueTypes.binaryXml | arrayFlag)) {
    throw new UnreadableRecord('it has a list of binary XML')
  } else if (bytes.length > 0) {
    into.push({ list: printValues(value.type & ~arrayFlag, bytes), cost: bytes.length >> 4 })
  }
}

function expandElement(
  chunk: Chunk,
  element: XmlElement,
  values: readonly XmlValue[],
  into: Piece[],
  depth: number,
): void {
  const { dependency } = element
  if (dependency !== undefined && isAbsent(values[dependency])) return
  if (element.children.some(node => isOmitted(node, values))) return
  const attributes: [string, string][] = []
  for (const { name, content } of element.attributes) {
    if (content.some(node => isOmitted(node, values))) continue
    const pieces: Piece[] = []
    expandNodes(chunk, content, values, pieces, depth + 1)
    attributes.push([name, pieces.map(attributeText).join('')])
  }
  const pieces: Piece[] = []
  const before = chunk.nodesLeft
  expandNodes(chunk, element.children, values, pieces, depth + 1)
  const children = pieces.filter(piece => typeof piece === 'object' && 'name' in piece)
  let copies = 1
  let repeated = before - chunk.nodesLeft
  for (const piece of pieces) {
    if (!isList(piece)) continue
    copies = Math.max(copies, piece.list.length)
    // Each text of a list stands in one copy only.
    repeated -= piece.cost
  }
  spend(chunk, (copies - 1) * (repeated + 1))
  for (let copy = 0; copy < copies; copy++) {
    into.push({ name: element.name, attributes, children, text: textOf(pieces, copy) })
  }
}

function isList(piece: Piece): piece is List {
  return typeof piece === 'object' && 'list' in piece
}

function textOf(pieces: readonly Piece[], copy: number): string {
  let text = ''
  for (const piece of pieces) {
    if (typeof piece === 'string') text += piece
    else if (isList(piece)) text += piece.list[copy] ?? ''
  }
  return text
}

function attributeText(piece: Piece): string {
  if (typeof piece === 'string') return piece
  return isList(piece) ? piece.list.join(',') : ''
}

/**
 * MS-EVEN6 3.1.4.7.2: “the enclosing element or attribute MUST be omitted from rendered XML text […]
 * if the value identified by the substitution is NULL”.
 */
function isOmitted(node: XmlNode, values: readonly XmlValue[]): boolean {
  return node.kind === 'substitution' && node.isOptional && isAbsent(values[node.index])
}

function isAbsent(value: XmlValue | undefined): boolean {
  return value === undefined || value.type === valueTypes.null
}
