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

/** The header of {@link printEvtxECmdRow}. */
export const evtxECmdHeader =
  'RecordNumber,EventRecordId,TimeCreated,EventId,Level,Provider,Channel,ProcessId,ThreadId,Computer,UserId,MapDescription,UserName,Payload'

/** An event as a row of EvtxECmd’s CSV, whose payload is the JSON of all but `System`. */
export function printEvtxECmdRow(event: EventElement): string {
  const system = event.children.find(child => child.name === 'System')
  const find = (name: string): EventElement | undefined =>
    system?.children.find(child => child.name === name)
  const attribute = (element: string, name: string): string =>
    String(find(element)?.attributes.find(([key]) => key === name)?.[1] ?? '')
  const text = (element: string): string => String(find(element)?.text ?? '')
  const rest = { ...event, children: event.children.filter(child => child !== system) }
  const payload = JSON.stringify(toJson({ ...rest, attributes: [] }))
  const time = attribute('TimeCreated', 'SystemTime').replace('T', ' ').replace('Z', '')
  return [
    ...['1', text('EventRecordID'), time, text('EventID'), 'Info', attribute('Provider', 'Name')],
    ...[text('Channel'), attribute('Execution', 'ProcessID'), attribute('Execution', 'ThreadID')],
    ...[text('Computer'), attribute('Security', 'UserID'), '', 'CORP\\map'],
    rest.children.length === 0 ? '' : payload,
  ]
    .map(cell => `"${cell.replaceAll('"', '""')}"`)
    .join(',')
}

/** Attributes are members with `@`, repeated elements arrays, and text beside others is `#text`. */
function toJson({ attributes, children, text }: EventElement): unknown {
  if (attributes.length + children.length === 0) return text
  const members = new Map<string, unknown[]>(
    attributes.map(([name, value]) => [`@${name}`, [value]]),
  )
  for (const child of children) {
    const same = members.get(child.name) ?? []
    members.set(child.name, [...same, toJson(child)])
  }
  if (text !== '') members.set('#text', [text])
  return Object.fromEntries(
    [...members].map(([name, all]) => [name, all.length === 1 ? all[0] : all]),
  )
}

function lowered(value: unknown): string {
  return String(value).toLowerCase()
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
