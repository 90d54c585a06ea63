import { valueKinds } from '../../ir/index.ts'
import { type KeyPaths, nameless, node, nodeLimit } from './raw-key-paths.ts'
import { places, traits } from './raw-windows.ts'

/** The entries of an event; their names are numbers of nodes first, then of names. */
export interface WindowsEntries {
  count: number
  readonly names: Int32Array
  readonly kinds: Uint8Array
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** By role (see raw-names.ts): the entry that says what the event's header has, or -1. */
  readonly first: Int32Array
}

/** The names of Windows' XML as JSON, as {@link findEventShape} finds them, given to entries. */
// HOT: asked for every event of such logs (raw-decoder.bench.ts).
export class WindowsNames {
  readonly #paths: KeyPaths
  /** By node of an element: the last event in which it had one. */
  readonly #withAttributes = new Int32Array(nodeLimit)
  readonly #withText = new Int32Array(nodeLimit)
  readonly #withElements = new Int32Array(nodeLimit)
  /** The number of the event in these. */
  #now = 0

  constructor(paths: KeyPaths) {
    this.#paths = paths
  }

  /**
   * Gives the entries of Windows' XML the names of their fields in place of their nodes, and leaves out
   * those of no field; `false` when only the slow way can.
   */
  settle(event: WindowsEntries): boolean {
    if (this.#now > 0x3fff_ffff) {
      for (const marks of [this.#withAttributes, this.#withText, this.#withElements]) marks.fill(0)
      this.#now = 0
    }
    this.#now++
    if (!this.#isPlain(event)) return false
    const { places: placeOf, traits: traitsOf, elements, nodes } = this.#paths
    const { names, kinds, starts, ends, first, count } = event
    const withText = this.#withText
    const withElements = this.#withElements
    const now = this.#now
    let kept = 0
    for (let entry = 0; entry < count; entry++) {
      const path = names[entry]!
      const place = placeOf[path]!
      const element = elements[path]!
      const hasContent =
        withText[element] === now ||
        withElements[element] === now ||
        placeOf[element] === places.section
      const isOptional = (traitsOf[element]! & traits.attributesOnly) !== 0
      // An element of attributes alone is a field all the same, and empty.
      if (place === places.attribute && !hasContent && !isOptional) return false
      const nameAndRole = nodes[path * node.width + node.nameAndRole]!
      const name = nameAndRole >> 8
      if (name === nameless) continue
      const start = starts[entry]!
      // An element that is null is empty, as in the XML.
      const isNull = kinds[entry] === valueKinds.null
      const kind = isNull ? valueKinds.utf8 : kinds[entry]!
      const end = isNull ? start : ends[entry]!
      const isEmpty = kind === valueKinds.utf8 && start === end
      if (isEmpty && isOptional && place !== places.attribute) continue
      const role = nameAndRole & 0xff
      // The event's header is what `System` says, whatever the sections have under the same names.
      if (role !== 0 && placeOf[element] === places.header && first[role]! < 0) {
        first[role] = kept
      }
      names[kept] = name
      kinds[kept] = kind
      starts[kept] = start
      ends[kept] = end
      kept++
    }
    event.count = kept
    return true
  }

  /**
   * Whether Windows' XML has its parts in the order in which the slow way takes them (`System`, then the
   * sections; of an element its attributes, then its text or its elements), and nothing out of place.
   */
  #isPlain({ names, kinds, count }: WindowsEntries): boolean {
    const { places: placeOf, traits: traitsOf, elements, nodes } = this.#paths
    const now = this.#now
    const withAttributes = this.#withAttributes
    const withText = this.#withText
    const withElements = this.#withElements
    let isProven = false
    let isInSections = false
    for (let entry = 0; entry < count; entry++) {
      const path = names[entry]!
      const place = placeOf[path]!
      if (place === places.leftOut) continue
      if (place === places.section) {
        isInSections = true
        continue
      }
      if (place < places.header || place > places.attribute || place === places.attributes) {
        return false
      }
      if (kinds[entry] === valueKinds.none) return false
      const element = elements[path]!
      if (place === places.attribute) {
        if (withText[element] === now || withElements[element] === now) return false
        withAttributes[element] = now
      } else if (place === places.text) {
        if (withElements[element] === now) return false
        // Several texts are several elements, each with the attributes.
        if (withText[element] === now && withAttributes[element] === now) return false
        withText[element] = now
      }
      if (placeOf[element] === places.header) {
        if (isInSections) return false
        isProven ||= (traitsOf[element]! & traits.proof) !== 0
        continue
      }
      isInSections = true
      for (let around = element; placeOf[around] === places.element; ) {
        around = nodes[around * node.width + node.parent]!
        if (withText[around] === now) return false
        withElements[around] = now
      }
    }
    return isProven
  }
}
