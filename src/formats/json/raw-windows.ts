import { attributesOnly, isNamespace, shortened, withoutBlanks } from '../windows-event.ts'

/**
 * Where in the `Event` of Windows' XML as JSON (see event-shape.ts) a key stands. Only the plain writing
 * has a fast way: what is `refused` here, or stands in no order, is left to the slow one.
 */
export const places = {
  /** In any other object. */
  plain: 0,
  event: 1,
  system: 2,
  /** An element in `System`. */
  header: 3,
  /** `EventData` or `UserData`. */
  section: 4,
  /** An element in a section, or in another. */
  element: 5,
  /** The `#text` of an element. */
  text: 6,
  /** The `#attributes` of an element or section. */
  attributes: 7,
  attribute: 8,
  /** What no field comes of. */
  leftOut: 9,
  refused: 10,
} as const

/** The key of the whole event under which the element is. */
export const eventKey = 'Event'

/** The place of a key in an object that is at the place `above`. */
export function placeBelow(above: number, key: string): number {
  const isSpecial = /^[#@]|_attributes$/.test(key)
  switch (above) {
    case places.plain:
      return places.plain
    case places.event:
      if (key === 'System') return places.system
      if (key === 'EventData' || key === 'UserData') return places.section
      return key === '#attributes' ? places.leftOut : places.refused
    case places.system:
      return isSpecial ? places.refused : places.header
    case places.header:
      return findPlaceInElement(key) ?? places.refused
    case places.section:
      if (key === '#attributes') return places.attributes
      return isSpecial ? places.refused : places.element
    case places.element:
      return findPlaceInElement(key) ?? (isSpecial ? places.refused : places.element)
    case places.attributes:
      return places.attribute
    case places.leftOut:
      return places.leftOut
    default:
      return places.refused
  }
}

function findPlaceInElement(key: string): number | undefined {
  if (key === '#attributes') return places.attributes
  return key === '#text' ? places.text : undefined
}

/** Whether an object, or an array, may stand at a place without being taken for a text. */
export function mayOpen(place: number, isArray: boolean, isInArray: boolean): boolean {
  if (place === places.leftOut) return true
  if (isInArray) return false
  switch (place) {
    case places.header:
    case places.element:
      return true
    case places.text:
      return isArray
    case places.system:
    case places.section:
    case places.attributes:
      return !isArray
    default:
      return false
  }
}

/** A key at its place, with the keys around it. */
export interface PlacedKey {
  readonly place: number
  readonly key: string
  readonly above: PlacedKey | undefined
}

/**
 * The name of the field that a value at a key has, as {@link toWindowsEvent} gives it; `undefined` when
 * it has none.
 */
export function findFieldName({ place, key, above }: PlacedKey): string | undefined {
  switch (place) {
    case places.header:
      return key
    case places.element:
      return withoutBlanks(key)
    case places.text:
      return above === undefined ? undefined : findFieldName(above)
    case places.attribute: {
      const element = above?.above
      if (element === undefined || isNamespace(key)) return undefined
      const name = element.place === places.element ? withoutBlanks(element.key) : element.key
      return `${shortened(name)}_${key}`
    }
    default:
      return undefined
  }
}

/** Whether an attribute says how its element is called, which only the slow way heeds. */
export function isNaming({ key, above }: PlacedKey): boolean {
  const element = above?.above
  return key === 'Name' && element?.key === 'Data' && element.place === places.element
}

/** Bits of what is known of an element of `System`. */
export const traits = {
  /** It is a field only when it has a text. */
  attributesOnly: 1,
  /** It shows that this is an event; see event-shape.ts. */
  proof: 2,
} as const

export function traitsOf({ place, key }: PlacedKey): number {
  if (place !== places.header) return 0
  const isProof = key === 'EventID' || key === 'Provider'
  return (attributesOnly.has(key) ? traits.attributesOnly : 0) | (isProof ? traits.proof : 0)
}
