import type { LogEvent, Scalar } from '../../ir/index.ts'
import { type EventElement, toWindowsEvent } from '../windows-event.ts'
import { isJsonObject, type JsonObject, type JsonValue, toList } from './flatten.ts'

/**
 * An `Event` of Windows whose XML somebody turned into JSON, as `evtx_dump` and its like do:
 *
 *     { "Event": { "System": { "Provider": { "#attributes": { "Name": "p" } }, "EventID": 7 },
 *                  "EventData": { "Image": "a.exe", "Data": { "#text": ["x", "y"] } } } }
 *
 * Attributes are in `#attributes`, in `Name_attributes` beside `Name`, or begin with `@`. An element
 * that is null is empty, as in the XML.
 */
export function findEventShape(object: JsonObject): LogEvent | undefined {
  const root = isJsonObject(object.Event) ? object.Event : object
  const { System: system } = root
  if (!isJsonObject(system)) return undefined
  if (!('EventID' in system || 'Provider' in system || 'Provider_attributes' in system)) {
    return undefined
  }
  return toWindowsEvent(toElement('Event', root, undefined))
}

/** The element that JSON of this shape describes. */
export function toElement(
  name: string,
  value: JsonValue,
  attributesBeside: JsonValue | undefined,
): EventElement {
  const attributes: [string, Scalar][] = [...attributesIn(attributesBeside)]
  if (!isJsonObject(value)) {
    return { name, attributes, children: [], text: scalarOf(value) }
  }
  const children: EventElement[] = []
  let text: Scalar = ''
  for (const key of Object.keys(value)) {
    const member = value[key] ?? null
    if (key === '#attributes') attributes.push(...attributesIn(member))
    else if (key === '#text') text = scalarOf(toList(member)[0] ?? null)
    else if (key.startsWith('@')) attributes.push([key.slice(1), scalarOf(member)])
    else if (!isAttributesBeside(value, key)) {
      children.push(...toElements(key, member, value[`${key}${besideSuffix}`]))
    } else if (!(key.slice(0, -besideSuffix.length) in value)) {
      children.push(toElement(key.slice(0, -besideSuffix.length), null, member))
    }
  }
  return { name, attributes, children, text }
}

const besideSuffix = '_attributes'

/** `EventID_attributes` belongs to the element `EventID`, which is absent when it is empty. */
function isAttributesBeside(value: JsonObject, key: string): boolean {
  return key.endsWith(besideSuffix) && isJsonObject(value[key])
}

/** An array is an element that is repeated; so is an array under `#text`. */
function toElements(
  name: string,
  value: JsonValue,
  attributesBeside: JsonValue | undefined,
): readonly EventElement[] {
  const elements: EventElement[] = []
  for (const copy of toList(value)) {
    const texts = isJsonObject(copy) ? toList(copy['#text']) : []
    if (texts.length < 2 || !isJsonObject(copy)) {
      elements.push(toElement(name, copy, attributesBeside))
    } else {
      for (const text of texts) {
        elements.push(toElement(name, { ...copy, '#text': text }, attributesBeside))
      }
    }
  }
  return elements
}

function attributesIn(value: JsonValue | undefined): readonly [string, Scalar][] {
  if (!isJsonObject(value)) return []
  return Object.entries(value).map(([key, member]) => [key, scalarOf(member)])
}

function scalarOf(value: JsonValue): Scalar {
  if (value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : value
}
