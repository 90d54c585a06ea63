/**
 * Writes the binary XML of EVTX: nodes in, bytes of a chunk out. Names and templates are written
 * where they are first used, and entered into the chunk's tables, as Windows does.
 */

export type WritableNode =
  | {
      readonly element: string
      readonly attributes?: readonly (readonly [name: string, content: readonly WritableNode[]])[]
      readonly children?: readonly WritableNode[]
      /** The value that the element stands and falls with. */
      readonly dependency?: number
    }
  | { readonly text: string }
  | { readonly cdata: string }
  | { readonly charRef: number }
  | { readonly entityRef: string }
  | { readonly instruction: readonly [target: string, data: string] }
  | { readonly substitution: number; readonly type: number; readonly isOptional?: boolean }
  | { readonly template: WritableTemplate; readonly values: readonly WritableValue[] }

export interface WritableTemplate {
  /** The first four bytes of its GUID; the same for every use of the template in a chunk. */
  readonly id: number
  readonly nodes: readonly WritableNode[]
}

export type WritableValue =
  | { readonly type: number; readonly bytes: Uint8Array }
  /** A value of type 0x21. */
  | { readonly nodes: readonly WritableNode[] }

/** Bytes of a chunk that grow, with what they may refer back to. */
export interface ChunkWriter {
  readonly bytes: number[]
  readonly names: Map<string, number>
  readonly templates: Map<number, number>
}

/** Whether elements have dependency ids: in templates they do, in values they do not. */
export type WritePlace = 'template' | 'plain'

const nameTableAt = 128
const templateTableAt = 384

export function utf16Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2)
  for (let i = 0; i < text.length; i++) {
    bytes[i * 2] = text.charCodeAt(i) & 255
    bytes[i * 2 + 1] = text.charCodeAt(i) >> 8
  }
  return bytes
}

export function writeNumber(bytes: number[], value: number | bigint, size: number): void {
  let rest = BigInt(value)
  for (let i = 0; i < size; i++, rest >>= 8n) bytes.push(Number(rest & 255n))
}

export function patchNumber(bytes: number[], at: number, value: number, size: number): void {
  const patch: number[] = []
  writeNumber(patch, value, size)
  patch.forEach((byte, index) => {
    bytes[at + index] = byte
  })
}

/** A fragment: its header, its nodes, its end. */
export function writeFragment(
  chunk: ChunkWriter,
  nodes: readonly WritableNode[],
  place: WritePlace,
): void {
  chunk.bytes.push(0x0f, 1, 1, 0)
  for (const node of nodes) writeNode(chunk, node, place)
  chunk.bytes.push(0)
}

function writeNode(chunk: ChunkWriter, node: WritableNode, place: WritePlace): void {
  const { bytes } = chunk
  if ('element' in node) writeElement(chunk, node, place)
  else if ('text' in node) {
    bytes.push(0x05, 1)
    writeCounted(chunk, node.text)
  } else if ('cdata' in node) {
    bytes.push(0x07)
    writeCounted(chunk, node.cdata)
  } else if ('charRef' in node) {
    bytes.push(0x08)
    writeNumber(bytes, node.charRef, 2)
  } else if ('entityRef' in node) {
    bytes.push(0x09)
    writeName(chunk, node.entityRef)
  } else if ('instruction' in node) {
    const [target, data] = node.instruction
    bytes.push(0x0a)
    writeName(chunk, target)
    bytes.push(0x0b)
    writeCounted(chunk, data)
  } else if ('substitution' in node) {
    bytes.push(node.isOptional === true ? 0x0e : 0x0d)
    writeNumber(bytes, node.substitution, 2)
    bytes.push(node.type)
  } else writeInstance(chunk, node)
}

function writeCounted(chunk: ChunkWriter, text: string): void {
  writeNumber(chunk.bytes, text.length, 2)
  chunk.bytes.push(...utf16Bytes(text))
}

function writeElement(
  chunk: ChunkWriter,
  node: Extract<WritableNode, { element: string }>,
  place: WritePlace,
): void {
  const { bytes } = chunk
  const { attributes = [], children = [] } = node
  bytes.push(attributes.length > 0 ? 0x41 : 0x01)
  if (place === 'template') writeNumber(bytes, node.dependency ?? 0xffff, 2)
  const sizeAt = bytes.length
  writeNumber(bytes, 0, 4)
  writeName(chunk, node.element)
  if (attributes.length > 0) {
    const listAt = bytes.length
    writeNumber(bytes, 0, 4)
    attributes.forEach(([name, content], index) => {
      bytes.push(index < attributes.length - 1 ? 0x46 : 0x06)
      writeName(chunk, name)
      for (const piece of content) writeNode(chunk, piece, place)
    })
    patchNumber(bytes, listAt, bytes.length - listAt - 4, 4)
  }
  if (children.length === 0) bytes.push(0x03)
  else {
    bytes.push(0x02)
    for (const child of children) writeNode(chunk, child, place)
    bytes.push(0x04)
  }
  patchNumber(bytes, sizeAt, bytes.length - sizeAt - 4, 4)
}

function writeName(chunk: ChunkWriter, name: string): void {
  const { bytes, names } = chunk
  const known = names.get(name)
  if (known !== undefined) {
    writeNumber(bytes, known, 4)
    return
  }
  const at = bytes.length + 4
  names.set(name, at)
  let hash = 0
  for (let i = 0; i < name.length; i++) hash = (hash * 65_599 + name.charCodeAt(i)) % 2 ** 32
  writeNumber(bytes, at, 4)
  writeNumber(bytes, enter(bytes, nameTableAt + (hash % 64) * 4, at), 4)
  writeNumber(bytes, hash & 0xffff, 2)
  writeCounted(chunk, name)
  writeNumber(bytes, 0, 2)
}

function writeInstance(
  chunk: ChunkWriter,
  node: Extract<WritableNode, { template: WritableTemplate }>,
): void {
  const { bytes, templates } = chunk
  const { id, nodes } = node.template
  bytes.push(0x0c, 1)
  writeNumber(bytes, id, 4)
  const known = templates.get(id)
  writeNumber(bytes, known ?? bytes.length + 4, 4)
  if (known === undefined) {
    const at = bytes.length
    templates.set(id, at)
    writeNumber(bytes, enter(bytes, templateTableAt + (id % 32) * 4, at), 4)
    writeNumber(bytes, id, 4)
    writeNumber(bytes, 0, 12)
    writeNumber(bytes, 0, 4)
    const start = bytes.length
    writeFragment(chunk, nodes, 'template')
    patchNumber(bytes, start - 4, bytes.length - start, 4)
  }
  writeValues(chunk, node.values)
}

function writeValues(chunk: ChunkWriter, values: readonly WritableValue[]): void {
  const { bytes } = chunk
  writeNumber(bytes, values.length, 4)
  const heads = bytes.length
  for (const value of values) {
    writeNumber(bytes, 0, 2)
    bytes.push('type' in value ? value.type : 0x21, 0)
  }
  values.forEach((value, index) => {
    const start = bytes.length
    if ('nodes' in value) writeFragment(chunk, value.nodes, 'plain')
    else bytes.push(...value.bytes)
    patchNumber(bytes, heads + index * 4, bytes.length - start, 2)
  })
}

/** Makes `at` the head of a table's bucket; the former head is what follows it. */
function enter(bytes: number[], bucket: number, at: number): number {
  const former = new DataView(Uint8Array.from(bytes.slice(bucket, bucket + 4)).buffer)
  const next = former.getUint32(0, true)
  patchNumber(bytes, bucket, at, 4)
  return next
}
