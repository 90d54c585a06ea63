import type { EventHeader, LogEvent, Scalar } from '../ir/index.ts'
import { findIsoTime } from './json/iso-time.ts'

/**
 * An event of Windows as its XML has it, whoever wrote it down: EVTX and the JSON that tools make of
 * EVTX become this tree first, so that their fields have the same names.
 */
export interface EventElement {
  readonly name: string
  readonly attributes: readonly (readonly [name: string, value: Scalar])[]
  readonly children: readonly EventElement[]
  /** The text between the tags; empty when there is none. */
  readonly text: Scalar
}

/** The elements of `System` that carry their values in attributes only. */
export const attributesOnly: ReadonlySet<string> = new Set([
  'Provider',
  'TimeCreated',
  'Correlation',
  'Execution',
  'Security',
])

/**
 * The event of an `Event` element.
 *
 *     <System><EventID Qualifiers="0">7</EventID>      EventID, EventID_Qualifiers
 *     <System><Provider Name="p"/>                     Provider_Name
 *     <EventData><Data Name="Category Name">v</Data>   CategoryName
 *     <EventData><Data>a</Data><Data>b</Data>          Data, with two values
 *     <UserData><X xmlns="…"><Y Z="1">v</Y></X>        Y, Y_Z
 *     <RenderingInfo><Message>m</Message>              RenderingInfo_Message, and Message
 *
 * A name that both the header and the data have (`Channel` of “log cleared”) holds the values of both,
 * the header's first. Attributes that are namespaces are left out. `fallback` gives the header what the event lacks.
 */
export function toWindowsEvent(root: EventElement, fallback: EventHeader = {}): LogEvent {
  const fields = new Map<string, Scalar[]>()
  const system = root.children.find(child => child.name === 'System')
  for (const element of system?.children ?? []) {
    addAttributes(fields, element)
    if (element.children.length > 0) flatten(fields, element.children, '')
    else if (!attributesOnly.has(element.name) || element.text !== '') {
      add(fields, element.name, element.text)
    }
  }
  const header = headerOf(fields, fallback)
  for (const section of root.children) {
    if (section === system) continue
    switch (section.name) {
      case 'EventData':
      case 'UserData':
        addAttributes(fields, section)
        flatten(fields, section.children, '')
        break
      default:
        addAttributes(fields, section)
        if (section.children.length === 0) add(fields, section.name, section.text)
        flatten(fields, section.children, `${shortened(section.name)}_`)
    }
  }
  const message = fields.get('RenderingInfo_Message')
  if (message !== undefined && !fields.has('Message')) fields.set('Message', message)
  return { header, fields }
}

function flatten(
  fields: Map<string, Scalar[]>,
  elements: readonly EventElement[],
  prefix: string,
): void {
  for (const element of elements) {
    const given = element.name === 'Data' ? nameOf(element) : undefined
    const name = prefix + withoutBlanks(given ?? element.name)
    for (const [key, value] of element.attributes) {
      if (isNamespace(key) || (given !== undefined && key === 'Name')) continue
      add(fields, `${shortened(name)}_${key}`, value)
    }
    if (element.children.length === 0 || element.text !== '') add(fields, name, element.text)
    flatten(fields, element.children, prefix)
  }
}

/** Sigma's names have no blanks, even where those of Windows (or the keys of JSON) have them. */
export function withoutBlanks(name: string): string {
  return name.replaceAll(/\s/g, '')
}

/** The name that a `Data` element gives itself; `undefined` when it has none. */
function nameOf(element: EventElement): string | undefined {
  const name = element.attributes.find(([key]) => key === 'Name')?.[1]
  const text = String(name ?? '')
  return text.trim() === '' ? undefined : text
}

function addAttributes(fields: Map<string, Scalar[]>, element: EventElement): void {
  for (const [key, value] of element.attributes) {
    if (!isNamespace(key)) add(fields, `${shortened(element.name)}_${key}`, value)
  }
}

/**
 * A name that goes before many others, at a length that no real one has: joined with each of them,
 * a longer one could fill the memory.
 */
export function shortened(name: string): string {
  return name.slice(0, 256)
}

export function isNamespace(attribute: string): boolean {
  return attribute === 'xmlns' || attribute.startsWith('xmlns:')
}

function add(fields: Map<string, Scalar[]>, name: string, value: Scalar): void {
  const values = fields.get(name)
  if (values === undefined) fields.set(name, [value])
  else values.push(value)
}

function headerOf(
  fields: ReadonlyMap<string, readonly Scalar[]>,
  fallback: EventHeader,
): EventHeader {
  const text = (name: string): string | undefined => {
    const value = fields.get(name)?.[0]
    return value === undefined || value === null || value === '' ? undefined : String(value)
  }
  const number = text('EventRecordID')
  const record = number !== undefined && /^\d+$/.test(number) ? Number(number) : undefined
  return withoutAbsent({
    record: record ?? fallback.record,
    time: findIsoTime(fields.get('TimeCreated_SystemTime')?.[0]) ?? fallback.time,
    provider: text('Provider_Name'),
    channel: text('Channel'),
    eventId: text('EventID'),
    computer: text('Computer'),
  })
}

/** The header with the members that are not `undefined`. */
export function withoutAbsent(
  header: {
    readonly [Key in keyof EventHeader]: EventHeader[Key] | undefined
  },
): EventHeader {
  if (isWhole(header)) return header
  const present: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(header)) {
    if (value !== undefined) present[name] = value
  }
  return present
}

function isWhole(
  header: {
    readonly [Key in keyof EventHeader]: EventHeader[Key] | undefined
  },
): header is Required<EventHeader> {
  return (
    header.record !== undefined &&
    header.time !== undefined &&
    header.provider !== undefined &&
    header.channel !== undefined &&
    header.eventId !== undefined &&
    header.computer !== undefined
  )
}
