import type { NameTable } from '../../ir/index.ts'
import {
  eventKey,
  findFieldName,
  isNaming,
  type PlacedKey,
  placeBelow,
  places,
  traitsOf,
} from './raw-windows.ts'

/** Where the members of a node stand in {@link KeyPaths.nodes}, which has `width` numbers for each. */
export const node = {
  width: 8,
  parent: 0,
  /** Where its key stands in `keys`, as it is written: with its quotes and a colon behind them. */
  keyStart: 1,
  keyLength: 2,
  /**
   * The number of its name ({@link unnamed} before anybody asks, -1 past the table's limit) times 256, and
   * the role that the name has (see raw-names.ts).
   */
  nameAndRole: 3,
  /** The number of the object that had it last, so that a second one in an object is seen. */
  seen: 4,
  /** The node that came behind it last time, or 0. */
  next: 5,
  /** The node that came first in its object last time, or 0. */
  first: 6,
} as const

export const unnamed = -2
/** The name of what is no field, although it has a value. */
export const nameless = -3

export const root = 0

const plainKey: PlacedKey = { place: places.plain, key: '', above: undefined }

/**
 * Nodes past which all are forgotten before the next event. Logs have some thousand; hostile ones
 * any number.
 */
export const nodeLimit = 16_384
/** The longest name of a field, in characters; an event with a longer one is read the slow way. */
export const longestName = 1024
const tableSize = nodeLimit * 4
/** Keys that somebody made to have the same hash are read the slow way. */
const longestProbe = 32

/**
 * The keys of objects, each below the keys of the objects around it, as numbers: the way from the
 * bytes of a key to the number of a field's name without a text. Only keys of plain ASCII are here, and
 * none that JavaScript would take for the index of an array, since those change their places.
 */
// HOT: asked for every key of every event (raw-decoder.bench.ts).
export class KeyPaths {
  readonly #names: NameTable
  readonly #roleOf: (name: string) => number
  readonly #text = new TextDecoder()
  readonly #table = new Int32Array(tableSize)
  readonly #texts: string[] = ['']
  readonly #placed: PlacedKey[] = [plainKey]
  /** By node, where in an `Event` of Windows it is, and what else is known; see raw-windows.ts. */
  readonly places: Uint8Array = new Uint8Array(nodeLimit)
  readonly traits: Uint8Array = new Uint8Array(nodeLimit)
  /** By node of a text or an attribute: the node of the element; of others, the node itself. */
  readonly elements: Int32Array = new Int32Array(nodeLimit)
  #count = 1
  #keysLength = 0
  nodes: Int32Array = new Int32Array(256 * node.width)
  keys: Uint8Array = new Uint8Array(16 * 1024)
  keysView: DataView = new DataView(this.keys.buffer)

  /** `roleOf` gives names what a node says about them. */
  constructor(names: NameTable, roleOf: (name: string) => number) {
    this.#names = names
    this.#roleOf = roleOf
    this.#clear()
  }

  /** Makes room; to be called between events, since nodes change their meaning. */
  prepare(): void {
    if (this.#count > nodeLimit / 2) this.#clear()
  }

  /** Forgets in which object a key was seen last. */
  forgetObjects(): void {
    for (let at = 0; at < this.#count; at++) this.nodes[at * node.width + node.seen] = 0
  }

  #clear(): void {
    this.#table.fill(0)
    this.#count = 1
    this.#texts.length = 1
    this.#placed.length = 1
    this.#keysLength = 0
    this.nodes.fill(0, 0, node.width)
    this.nodes[node.nameAndRole] = unnamed << 8
  }

  /**
   * The node of the key from `from` to `to`, without its quotes, in an object that is at `parent`;
   * -1 if it has none.
   */
  find(parent: number, bytes: Uint8Array, view: DataView, from: number, to: number): number {
    let hash = Math.imul(parent ^ 0x5bd1e995, 0x9e3779b1)
    let at = from
    for (; at + 4 <= to; at += 4) hash = mix(hash ^ view.getInt32(at, true))
    for (; at < to; at++) hash = mix(hash ^ bytes[at]!)
    const { nodes } = this
    const table = this.#table
    const length = to - from + 3
    let slot = hash & (tableSize - 1)
    for (let tries = 0; tries < longestProbe; slot = (slot + 1) & (tableSize - 1), tries++) {
      const found = table[slot]!
      if (found === 0) return this.#add(slot, parent, bytes, from, to)
      const base = found * node.width
      if (nodes[base + node.parent] !== parent || nodes[base + node.keyLength] !== length) continue
      if (this.#isKey(nodes[base + node.keyStart]! + 1, bytes, from, to)) return found
    }
    return -1
  }

  #isKey(start: number, bytes: Uint8Array, from: number, to: number): boolean {
    const { keys } = this
    for (let at = from, i = start; at < to; at++, i++) if (bytes[at] !== keys[i]) return false
    return true
  }

  #add(slot: number, parent: number, bytes: Uint8Array, from: number, to: number): number {
    if (this.#count === nodeLimit || to - from > longestName) return -1
    const key = this.#text.decode(bytes.subarray(from, to))
    if (/^\d+$/.test(key)) return -1
    const prefix = this.#texts[parent]
    const text = parent === root ? key : `${prefix}.${key}`
    if (text.length > longestName) return -1
    const index = this.#count++
    const base = index * node.width
    this.#table[slot] = index
    this.#texts.push(text)
    this.#place(index, parent, key)
    this.#reserve(base + node.width, this.#keysLength + key.length + 3)
    this.nodes.fill(0, base, base + node.width)
    this.nodes[base + node.parent] = parent
    this.nodes[base + node.keyStart] = this.#keysLength
    this.nodes[base + node.keyLength] = key.length + 3
    this.nodes[base + node.nameAndRole] = unnamed << 8
    this.keys[this.#keysLength++] = 0x22
    this.keys.set(bytes.subarray(from, to), this.#keysLength)
    this.#keysLength += key.length
    this.keys[this.#keysLength++] = 0x22
    this.keys[this.#keysLength++] = 0x3a
    return index
  }

  #place(index: number, parent: number, key: string): void {
    const above = this.#placed[parent]!
    const isEvent = parent === root && key === eventKey
    const place = isEvent ? places.event : placeBelow(above.place, key)
    const placed = place === places.plain ? plainKey : { place, key, above }
    const isRefused = place === places.attribute && isNaming(placed)
    this.#placed.push(placed)
    this.places[index] = isRefused ? places.refused : place
    this.traits[index] = traitsOf(placed)
    let element = index
    if (place === places.text) element = parent
    if (place === places.attribute) element = this.nodes[parent * node.width + node.parent]!
    this.elements[index] = element
  }

  #reserve(nodeNumbers: number, keyBytes: number): void {
    if (nodeNumbers > this.nodes.length) {
      const nodes = new Int32Array(this.nodes.length * 2)
      nodes.set(this.nodes)
      this.nodes = nodes
    }
    if (keyBytes + 4 > this.keys.length) {
      const keys = new Uint8Array(Math.max(keyBytes + 4, this.keys.length * 2))
      keys.set(this.keys)
      this.keys = keys
      this.keysView = new DataView(keys.buffer)
    }
  }

  /** The name of a node. */
  textOf(index: number): string {
    return this.#texts[index]!
  }

  /** The number of a node's name times 256, and its role; it is given a number if it has none yet. */
  nameAndRoleOf(index: number): number {
    const base = index * node.width
    const known = this.nodes[base + node.nameAndRole]!
    if (known >> 8 !== unnamed) return known
    const path = this.#texts[index]!
    const text = this.places[index]! <= places.event ? path : findFieldName(this.#placed[index]!)
    const name = text === undefined ? nameless : this.#names.idOf(text)
    const found = (name << 8) | (text === undefined ? 0 : this.#roleOf(text))
    this.nodes[base + node.nameAndRole] = found
    return found
  }
}

function mix(hash: number): number {
  const product = Math.imul(hash, 0x85ebca6b)
  return product ^ (product >>> 15)
}
