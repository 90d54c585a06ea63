import { parseFragment } from '../../src/formats/evtx/binary-xml.ts'
import {
  type Chunk,
  chunkSize,
  openChunk,
  recordHeadSize,
  walkChunk,
} from '../../src/formats/evtx/chunk.ts'
import { Cursor } from '../../src/formats/evtx/cursor.ts'
import { expandRecord } from '../../src/formats/evtx/expand.ts'
import { evtxHeaderSize } from '../../src/formats/index.ts'
import type { EventElement } from '../../src/formats/windows-event.ts'

/** The elements of the records of an EVTX file that decode. */
export function evtxElements(file: Uint8Array): readonly EventElement[] {
  const elements: EventElement[] = []
  for (let at = evtxHeaderSize; at < file.length; at += chunkSize) {
    const bytes = file.subarray(at, at + chunkSize)
    const chunk: Chunk = openChunk(bytes)
    walkChunk(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at, {
      onProblem() {},
      onRecord(start, end) {
        const cursor = new Cursor(bytes, start + recordHeadSize, end - 4)
        elements.push(expandRecord(chunk, parseFragment(chunk, cursor, 'record')))
      },
    })
  }
  return elements
}

/**
 * An event as `wevtutil qe` prints it, on one line if the values have none: apostrophes around
 * attributes, the provider’s GUID in small letters, elements without content closed at once.
 */
export function printEventXml(element: EventElement): string {
  const attributes = element.attributes.map(([name, value]) => {
    const text = element.name === 'Provider' && name === 'Guid' ? lowered(value) : String(value)
    return ` ${name}='${escaped(text).replaceAll("'", '&apos;')}'`
  })
  const tag = element.name + attributes.join('')
  const content = escaped(String(element.text)) + element.children.map(printEventXml).join('')
  return content === '' ? `<${tag}/>` : `<${tag}>${content}</${element.name}>`
}

function lowered(value: unknown): string {
  return String(value).toLowerCase()
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
