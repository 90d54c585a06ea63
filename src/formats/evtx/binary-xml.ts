import type { Chunk } from './chunk.ts'
import { Cursor } from './cursor.ts'
import { UnreadableRecord } from './unreadable.ts'
import { arrayFlag, findFixedSize, printValue, valueTypes } from './value.ts'

/**
 * Binary XML as EVTX stores it, after MS-EVEN6 section 2.2.12 and what real files add to it: names
 * and templates stand where they are first used, and later uses give their offset in the chunk.
 */

export type XmlNode = XmlElement | XmlText | XmlSubstitution | XmlInstance

export interface XmlElement {
  readonly kind: 'element'
  readonly name: string
  /** The value that the element stands and falls with, or `undefined`. */
  readonly dependency: number | undefined
  readonly attributes: readonly XmlAttribute[]
  readonly children: readonly XmlNode[]
}

export interface XmlAttribute {
  readonly name: string
  readonly content: readonly XmlNode[]
}

export interface XmlText {
  readonly kind: 'text'
  readonly text: string
}

/** A place that a value of the surrounding instance fills. */
export interface XmlSubstitution {
  readonly kind: 'substitution'
  readonly index: number
  readonly isOptional: boolean
}

/** A use of a template, with the values for its substitutions. */
export interface XmlInstance {
  readonly kind: 'instance'
  /** Where the template's definition stands in the chunk. */
  readonly definition: number
  readonly values: readonly XmlValue[]
}

/** A value that a substitution refers to: its type, and where its bytes are in the chunk. */
export interface XmlValue {
  readonly type: number
  readonly start: number
  readonly end: number
}

/** How deep elements and instances may nest; Windows' own stay under ten. */
export const depthLimit = 64

const token = {
  endOfFragment: 0x00,
  openElement: 0x01,
  closeStart: 0x02,
  closeEmpty: 0x03,
  endElement: 0x04,
  value: 0x05,
  attribute: 0x06,
  cdata: 0x07,
  charRef: 0x08,
  entityRef: 0x09,
  piTarget: 0x0a,
  piData: 0x0b,
  templateInstance: 0x0c,
  substitution: 0x0d,
  optionalSubstitution: 0x0e,
  fragmentHeader: 0x0f,
} as const

/** On the tokens 0x01 to 0x09: more of the kind follow (on an element: it has attributes). */
const moreFlag = 0x40

/**
 * Where a fragment stands. In a template its elements have dependency ids; in a value they have
 * none; writers disagree about a record without a template, so there the bytes decide.
 */
export type Place = 'template' | 'record' | 'value'

/** The nodes of the fragment at the cursor, up to its end token or the cursor's end. */
export function parseFragment(chunk: Chunk, cursor: Cursor, place: Place): readonly XmlNode[] {
  return parseNodes(chunk, cursor, place, 0)
}

function parseNodes(chunk: Chunk, cursor: Cursor, place: Place, depth: number): XmlNode[] {
  if (depth > depthLimit) {
    throw new UnreadableRecord(`it nests deeper than ${depthLimit}`, 'evtx/record-limit')
  }
  const nodes: XmlNode[] = []
  while (!cursor.isAtEnd) {
    const at = cursor.position
    const code = cursor.u8()
    switch (plainToken(code)) {
      case token.endOfFragment:
      case token.endElement:
        return nodes
      case token.fragmentHeader:
        cursor.take(3)
        break
      case token.openElement:
        nodes.push(parseElement(chunk, cursor, place, (code & moreFlag) !== 0, depth))
        break
      case token.templateInstance:
        nodes.push(parseInstance(chunk, cursor))
        break
      case token.piTarget:
        readName(chunk, cursor)
        break
      case token.piData:
        cursor.utf16(cursor.u16())
        break
      default:
        cursor.position = at
        nodes.push(parseContent(chunk, cursor))
    }
  }
  return nodes
}

function plainToken(code: number): number {
  const plain = code & ~moreFlag
  return plain >= token.openElement && plain <= token.entityRef ? plain : code
}

function parseElement(
  chunk: Chunk,
  cursor: Cursor,
  place: Place,
  hasAttributes: boolean,
  depth: number,
): XmlElement {
  const dependency = hasDependency(chunk, cursor, place) ? cursor.u16() : noDependency
  cursor.u32()
  const name = readName(chunk, cursor)
  if (hasAttributes) cursor.u32()
  const attributes: XmlAttribute[] = []
  while (isToken(cursor.peek(), token.attribute)) {
    cursor.u8()
    const attribute = readName(chunk, cursor)
    const content: XmlNode[] = []
    while (startsContent(cursor.peek())) content.push(parseContent(chunk, cursor))
    attributes.push({ name: attribute, content })
  }
  const close = cursor.u8()
  if (close !== token.closeEmpty && close !== token.closeStart) {
    throw new UnreadableRecord(`<${name}> is closed by token 0x${close.toString(16)}`)
  }
  return {
    kind: 'element',
    name,
    dependency: dependency === noDependency ? undefined : dependency,
    attributes,
    children: close === token.closeStart ? parseNodes(chunk, cursor, place, depth + 1) : [],
  }
}

const noDependency = 0xffff

function hasDependency(chunk: Chunk, cursor: Cursor, place: Place): boolean {
  switch (place) {
    case 'template':
      return true
    case 'value':
      return !isElementHead(chunk, cursor, 0) && isElementHead(chunk, cursor, 2)
    case 'record':
      return isElementHead(chunk, cursor, 2) || !isElementHead(chunk, cursor, 0)
  }
}

/** Whether an element's size and name could stand `skip` bytes on. */
function isElementHead(chunk: Chunk, cursor: Cursor, skip: number): boolean {
  const head = cursor.position + skip
  if (head + 8 > cursor.end) return false
  const probe = new Cursor(cursor.bytes, head, cursor.end)
  const size = probe.u32()
  const name = probe.u32()
  if (head + 4 + size > cursor.end) return false
  return name === head + 8 || (name < head && chunk.hasName(name))
}

function isToken(code: number | undefined, expected: number): boolean {
  return code !== undefined && (code & ~moreFlag) === expected
}

function startsContent(code: number | undefined): boolean {
  switch (code === undefined ? undefined : plainToken(code)) {
    case token.value:
    case token.cdata:
    case token.charRef:
    case token.entityRef:
    case token.substitution:
    case token.optionalSubstitution:
      return true
    default:
      return false
  }
}

/** What may stand in an attribute or between tags: text in one of its forms, or a substitution. */
function parseContent(chunk: Chunk, cursor: Cursor): XmlText | XmlSubstitution {
  const code = cursor.u8()
  switch (plainToken(code)) {
    case token.value:
      return { kind: 'text', text: readInlineValue(cursor) }
    case token.cdata:
      return { kind: 'text', text: cursor.utf16(cursor.u16()) }
    case token.charRef:
      return { kind: 'text', text: String.fromCharCode(cursor.u16()) }
    case token.entityRef:
      return { kind: 'text', text: entityText(readName(chunk, cursor)) }
    case token.substitution:
    case token.optionalSubstitution: {
      const index = cursor.u16()
      cursor.u8()
      return { kind: 'substitution', index, isOptional: code === token.optionalSubstitution }
    }
    default:
      throw new UnreadableRecord(`it has the unknown token 0x${code.toString(16)}`)
  }
}

/** The specification allows text only; other values of a fixed size are read as what they are. */
function readInlineValue(cursor: Cursor): string {
  const type = cursor.u8()
  if (type === valueTypes.string) return cursor.utf16(cursor.u16())
  if (type === valueTypes.null) return ''
  const size = findFixedSize(type)
  if (size === undefined) {
    throw new UnreadableRecord(`it has an inline value of type 0x${type.toString(16)}`)
  }
  const start = cursor.take(size)
  return printValue(type, cursor.bytes.subarray(start, start + size))
}

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

/** The text of an entity; one that XML does not define stays as it is written. */
function entityText(name: string): string {
  return entities.get(name) ?? `&${name};`
}

/** A name: its offset in the chunk and, where it is used first, the name itself. */
function readName(chunk: Chunk, cursor: Cursor): string {
  const offset = cursor.u32()
  if (offset !== cursor.position) return chunk.nameAt(offset)
  const start = cursor.position
  const length = new Cursor(cursor.bytes, start + 6, cursor.end).u16()
  cursor.take(nameHeadSize + length * 2 + 2)
  return chunk.nameAt(start)
}

/** A name's head: the offset of the next one in its bucket, a hash, and its length. */
export const nameHeadSize = 8

/** A definition's head: the offset of the next one in its bucket, a GUID, and its size. */
export const definitionHeadSize = 24

function parseInstance(chunk: Chunk, cursor: Cursor): XmlInstance {
  cursor.take(5)
  const definition = cursor.u32()
  if (definition === cursor.position) {
    cursor.take(definitionHeadSize - 4)
    cursor.take(cursor.u32())
  }
  const count = cursor.u32()
  const heads = cursor.take(count * 4)
  const head = new Cursor(chunk.bytes, heads, cursor.position)
  const values: XmlValue[] = []
  for (let i = 0; i < count; i++) {
    const size = head.u16()
    const type = head.u8()
    head.take(1)
    const start = cursor.take(size)
    values.push({ type, start, end: start + size })
  }
  return { kind: 'instance', definition, values }
}

export function isArray(type: number): boolean {
  return (type & arrayFlag) !== 0
}
