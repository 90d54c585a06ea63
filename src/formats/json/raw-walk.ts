import { invariant } from '../../base/index.ts'
import {
  type EventHeader,
  type LogEvent,
  type NameTable,
  type RawEvent,
  type Scalar,
  valueKinds,
} from '../../ir/index.ts'
import { withoutAbsent } from '../windows-event.ts'
import { quoteInexactNumbers } from './exact-numbers.ts'
import { type JsonObject, nameLimit } from './flatten.ts'
import { findIsoTime } from './iso-time.ts'
import { AddedNames, type NamedEntries } from './raw-added-names.ts'
import { KeyPaths, longestName, type node, root, unnamed } from './raw-key-paths.ts'
import { Layouts } from './raw-layouts.ts'
import { headerRoles, roleCount, roleOf, windowsRoles } from './raw-names.ts'
import { eventKey, mayOpen } from './raw-windows.ts'
import { type WindowsEntries, WindowsNames } from './raw-windows-names.ts'
import type { ObjectWalk } from './reader.ts'
import { toLogEvent } from './to-event.ts'

/** Kinds of values that only {@link JsonWalk} can read. */
const ownKinds = {
  /** A string of which `valueKinds` has no kind: with `\/`, or with a letter of ASCII in disguise. */
  other: 16,
  /** A number that is no plain integer; its text is a code. */
  number: 128,
} as const

const quote = 0x22
const backslash = 0x5c
const slash = 0x2f
const comma = 0x2c
const colon = 0x3a
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d
const newline = 0x0a

/** As `getInt32` reads them. */
const tru = 0x65757274
const fals = 0x736c6166
const nul = 0x6c6c756e

/** How deep the fast way goes; what is deeper goes the slow way. */
const deepest = 128

/** An event with more values goes the slow way, so that hostile ones leave no large arrays behind. */
const mostEntries = 65_536

/** So many keys cannot have too long names together. */
const mostKeys: number = nameLimit / longestName

/** Keys of the whole event that only the slow way understands, when they hold an object. */
const shapeKeys: ReadonlySet<string> = new Set([eventKey, 'System', '_source'])
/** Keys of envelopes, when they are the first. */
const envelopeKeys: ReadonlySet<string> = new Set(['Records', 'records'])

/** By the byte behind a backslash, but for the `u`: what they mean, or 0 if they mean nothing. */
const meanings: Uint8Array = toMeanings(['""', '\\\\', '//', 'b\b', 'f\f', 'n\n', 'r\r', 't\t'])

function toMeanings(escapes: readonly string[]): Uint8Array {
  const table = new Uint8Array(256)
  for (const pair of escapes) table[pair.charCodeAt(0)] = pair.charCodeAt(1)
  return table
}

const longS = 0x17f
const kelvin = 0x212a

/** Strings with escapes up to this length are faster read here than by `JSON.parse`. */
const longestByHand = 512
/** Texts of ASCII up to this length are faster put together than decoded. */
const shortText = 16

/**
 * Reads a JSON object in one pass over its bytes, and is the event that it found: the fields that
 * {@link toLogEvent} gives for what `JSON.parse` makes of these bytes. It only says yes when it is sure
 * of that, and leaves the rest to the slow way: what is no JSON, but also objects with a key twice, keys
 * with escapes, and shapes that are taken apart otherwise.
 */
// HOT: runs over every byte of a JSON log (raw-decoder.bench.ts). Strings are skipped eight bytes at a
// time; a key is first compared with the one that came at its place last time; no text is built.
export class JsonWalk implements RawEvent, ObjectWalk, NamedEntries, WindowsEntries {
  readonly #names: NameTable
  readonly #paths: KeyPaths
  readonly #depth: number
  readonly #text = new TextDecoder('utf-8', { ignoreBOM: true })
  readonly #plain = new Uint8Array(longestByHand)
  readonly #yes: number
  readonly #no: number
  readonly #added: AddedNames
  readonly #layouts: Layouts
  #windows: WindowsNames | undefined
  readonly first: Int32Array = new Int32Array(roleCount)
  hasMany = false
  #hasNone = false
  /** Whether the event is Windows' XML; see raw-windows.ts. */
  #isWindows = false
  /** By open bracket: the node that it is at, whether it is an array, and the number of the object. */
  readonly #stack: Int32Array
  #object = 0
  #record = 0
  /** Of the last object: how many line ends it has, and the index behind the last one. */
  lines = 0
  lineStart = 0

  count = 0
  layout = -1
  names: Int32Array = new Int32Array(256)
  kinds: Uint8Array = new Uint8Array(256)
  starts: Int32Array = new Int32Array(256)
  ends: Int32Array = new Int32Array(256)
  spanStart = 0
  spanEnd = 0
  bytes: Uint8Array = new Uint8Array(0)
  view: DataView = new DataView(this.bytes.buffer)
  provider = -1
  channel = -1
  eventId = -1

  constructor(names: NameTable, depth: number) {
    this.#names = names
    this.#paths = new KeyPaths(names, roleOf)
    this.#added = new AddedNames(names)
    this.#layouts = new Layouts(names)
    this.#yes = names.idOf('true')
    this.#no = names.idOf('false')
    // Without numbers for all of these nothing can be said.
    const isReady = this.#added.isReady && this.#yes >= 0 && this.#no >= 0
    this.#depth = isReady ? Math.min(depth, deepest) : 0
    this.#stack = new Int32Array(deepest * 3)
  }

  /** Sets the bytes that are read from now on. Behind what is read eight zeros have to stand. */
  setBytes(bytes: Uint8Array, view: DataView): void {
    this.bytes = bytes
    this.view = view
  }

  /**
   * Reads the object that begins at `start` and becomes it. Gives the index behind it; -1 if it goes
   * on behind the zero, is no JSON, or is none for the fast way: then this is no event.
   */
  read(start: number, record: number): number {
    if (this.#depth < 1) return -1
    if (this.#object > 0x3fff_ffff) {
      this.#paths.forgetObjects()
      this.#object = 0
    }
    this.#paths.prepare()
    this.first.fill(-1)
    this.hasMany = false
    this.#hasNone = false
    this.lines = 0
    this.count = 0
    this.#isWindows = false
    const end = this.#walk(start + 1)
    if (end < 0 || !this.#settleNames()) {
      this.count = 0
      return -1
    }
    this.spanStart = start
    this.spanEnd = end
    this.#record = record
    this.layout = this.#layouts.of(this.names, this.count)
    const roles = this.#isWindows ? windowsRoles : headerRoles
    this.provider = this.#headerEntry(roles.provider)
    this.channel = this.#headerEntry(roles.channel)
    this.eventId = this.#headerEntry(roles.eventId)
    return end
  }

  #walk(from: number): number {
    // The members of `node` and the kinds once more: the compiler folds numbers that stand here, and
    // its types hold them to what they are copies of.
    const width: typeof node.width = 8
    const keyStartOf: typeof node.keyStart = 1
    const keyLengthOf: typeof node.keyLength = 2
    const nameAndRoleOf: typeof node.nameAndRole = 3
    const seenOf: typeof node.seen = 4
    const nextOf: typeof node.next = 5
    const firstOf: typeof node.first = 6
    const none: typeof valueKinds.none = 0
    const nothing: typeof valueKinds.null = 1
    const interned: typeof valueKinds.interned = 2
    const utf8: typeof valueKinds.utf8 = 4
    const escaped: typeof valueKinds.escaped = 5
    const json: typeof valueKinds.json = 6
    const other: typeof ownKinds.other = 16
    const number: typeof ownKinds.number = 128
    const { bytes, view } = this
    const paths = this.#paths
    const stack = this.#stack
    const first = this.first
    let { nodes, keysView } = paths
    let { names, kinds, starts, ends } = this
    let count = 0
    let at = from
    let keysLeft = mostKeys
    let depth = 1
    /** The object or array at hand: the node that it is at, and the number of the object. */
    let container: number = root
    let isArray = false
    let isWindows = false
    let object = ++this.#object
    /** The node of the value at hand, or of the last one. */
    let path: number = root
    let guess = nodes[root * width + firstOf]!

    let byte = bytes[at]!
    if (byte <= 0x20) {
      at = this.#skipBlanks(at)
      byte = bytes[at]!
    }
    if (byte === closeBrace) return at + 1

    members: for (;;) {
      // A key, at its quote. `path` is the key before it, or the object's own.
      const before = path
      let base = guess * width
      path = 0
      if (guess > 0) {
        // With quotes and colon four bytes or more, but for the empty key, which is not guessed.
        const last = nodes[base + keyLengthOf]! - 4
        const key = nodes[base + keyStartOf]!
        let i = 0
        while (i < last && view.getInt32(at + i, true) === keysView.getInt32(key + i, true)) {
          i += 4
        }
        if (
          i >= last &&
          last >= 0 &&
          view.getInt32(at + last, true) === keysView.getInt32(key + last, true)
        ) {
          path = guess
          at += last + 4
        }
      }
      if (path === 0) {
        if (bytes[at] !== quote) return -1
        const keyStart = ++at
        for (;;) {
          const special = findSpecial(view.getInt32(at, true))
          if (special === 0) {
            at += 4
            continue
          }
          at += placeOf(special)
          break
        }
        if (bytes[at] !== quote) return -1
        path = paths.find(container, bytes, view, keyStart, at)
        if (path < 0) return -1
        nodes = paths.nodes
        keysView = paths.keysView
        base = path * width
        if (before === container) {
          if (container === root && envelopeKeys.has(paths.textOf(path))) return -1
          nodes[container * width + firstOf] = path
        } else nodes[before * width + nextOf] = path
        byte = bytes[++at]!
        if (byte <= 0x20) {
          at = this.#skipBlanks(at)
          byte = bytes[at]!
        }
        if (byte !== colon) return -1
        at++
      }
      if (nodes[base + seenOf] === object) return -1
      nodes[base + seenOf] = object
      if (--keysLeft < 0) return -1

      values: for (;;) {
        byte = bytes[at]!
        if (byte <= 0x20) {
          at = this.#skipBlanks(at)
          byte = bytes[at]!
        }
        let kind: number
        let start = at
        let end = 0
        if (byte === quote) {
          start = ++at
          kind = utf8
          for (;;) {
            const word = view.getInt32(at, true)
            const next = view.getInt32(at + 4, true)
            const special = specialBits(word)
            const nextSpecial = specialBits(next)
            if (((special | nextSpecial) & highBits) === 0) {
              at += 8
              continue
            }
            at +=
              (special & highBits) !== 0
                ? placeOf(special & highBits)
                : placeOf(nextSpecial & highBits) + 4
            byte = bytes[at]!
            if (byte === quote) break
            if (byte === backslash) {
              if (kind === utf8) kind = escaped
              do {
                const letter = bytes[at + 1]!
                if (meanings[letter] !== 0) {
                  if (letter === slash) kind = other
                  at += 2
                } else {
                  const unit = letter === 0x75 ? findHexUnit(bytes, at + 2) : -1
                  if (unit < 0) return -1
                  if (isDisguisedUnit(unit)) kind = other
                  else if (kind !== other) kind = json
                  at += 6
                }
              } while (bytes[at] === backslash)
            } else if (byte >= 0x80) {
              if (kind !== other) kind = json
              do {
                if (isDisguised(bytes, at)) kind = other
                at++
              } while (bytes[at]! >= 0x80)
            } else return -1
          }
          end = at++
        } else if (byte === openBrace || byte === openBracket) {
          if (depth >= this.#depth) return -1
          byte = bytes[++at]!
          if (byte <= 0x20) {
            at = this.#skipBlanks(at)
            byte = bytes[at]!
          }
          const opensArray = bytes[start] === openBracket
          if (depth === 1 && shapeKeys.has(paths.textOf(path))) {
            if (paths.textOf(path) === eventKey) {
              // Of Windows' XML there is nothing else; its names are settled at the end.
              if (count > 0 || opensArray) return -1
              isWindows = true
            } else if (!opensArray) return -1
          } else if (isWindows && !mayOpen(paths.places[path]!, opensArray, isArray)) return -1
          if (byte === (opensArray ? closeBracket : closeBrace)) {
            at++
            kind = none
            this.#hasNone = true
          } else {
            const top = depth * 3
            stack[top] = container
            stack[top + 1] = isArray ? 1 : 0
            stack[top + 2] = object
            depth++
            container = path
            isArray = opensArray
            if (opensArray) continue
            object = ++this.#object
            guess = nodes[path * width + firstOf]!
            continue members
          }
        } else if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) {
          kind = utf8
          if (byte === 0x2d) byte = bytes[++at]!
          if (byte === 0x30) {
            byte = bytes[++at]!
            if (at - start === 2) kind = number
          } else {
            if (!(byte >= 0x31 && byte <= 0x39)) return -1
            do byte = bytes[++at]!
            while (byte >= 0x30 && byte <= 0x39)
          }
          if (byte === 0x2e) {
            kind = number
            byte = bytes[++at]!
            if (!(byte >= 0x30 && byte <= 0x39)) return -1
            do byte = bytes[++at]!
            while (byte >= 0x30 && byte <= 0x39)
          }
          if (byte === 0x65 || byte === 0x45) {
            kind = number
            byte = bytes[++at]!
            if (byte === 0x2b || byte === 0x2d) byte = bytes[++at]!
            if (!(byte >= 0x30 && byte <= 0x39)) return -1
            do byte = bytes[++at]!
            while (byte >= 0x30 && byte <= 0x39)
          }
          end = at
        } else {
          const word = view.getInt32(at, true)
          at += 4
          if (word === nul) kind = nothing
          else {
            kind = interned
            if (word === tru) start = this.#yes
            else if (word === fals && bytes[at] === 0x65) {
              start = this.#no
              at++
            } else return -1
          }
        }

        // The value is an entry.
        if (count === names.length) {
          if (!this.#grow()) return -1
          names = this.names
          kinds = this.kinds
          starts = this.starts
          ends = this.ends
        }
        let nameAndRole = nodes[path * width + nameAndRoleOf]!
        if (nameAndRole >> 8 === unnamed) nameAndRole = paths.nameAndRoleOf(path)
        names[count] = isWindows ? path : nameAndRole >> 8
        kinds[count] = kind
        starts[count] = start
        ends[count] = end
        const role = nameAndRole & 0xff
        if (role !== 0 && !isWindows) {
          if (kind === none) return -1
          if (first[role]! < 0) first[role] = count
          else this.hasMany = true
        }
        count++

        // What is behind it.
        for (;;) {
          byte = bytes[at]!
          if (byte <= 0x20) {
            at = this.#skipBlanks(at)
            byte = bytes[at]!
          }
          if (byte === comma) {
            byte = bytes[++at]!
            if (byte <= 0x20) at = this.#skipBlanks(at)
            if (isArray) continue values
            guess = nodes[path * width + nextOf]!
            continue members
          }
          if (byte !== (isArray ? closeBracket : closeBrace)) return -1
          at++
          depth--
          if (depth === 0) {
            this.count = count
            this.#isWindows = isWindows
            return at
          }
          path = container
          const top = depth * 3
          container = stack[top]!
          isArray = stack[top + 1] === 1
          object = stack[top + 2]!
        }
      }
    }
  }

  #settleNames(): boolean {
    if (this.#isWindows) {
      this.#windows ??= new WindowsNames(this.#paths)
      return this.#windows.settle(this)
    }
    if (this.#hasNone && !this.#added.isNoneAlone(this)) return false
    return this.#added.add(this)
  }

  /** The first entry of the names that says something, as {@link toLogEvent} looks for it. */
  #headerEntry(roles: readonly number[]): number {
    for (let i = 0; i < roles.length; i++) {
      const entry = this.first[roles[i]!]!
      if (entry < 0) continue
      const kind = this.kinds[entry]!
      if (kind === valueKinds.null) continue
      if (kind !== valueKinds.utf8 || this.starts[entry] !== this.ends[entry]) return entry
    }
    return -1
  }

  /** Gives the value of an entry to another name too; `false` when there is no room. */
  copy(entry: number, name: number, role: number): boolean {
    const index = this.count
    if (index === this.names.length && !this.#grow()) return false
    const kind = this.kinds[entry]!
    this.names[index] = name
    this.kinds[index] = kind
    this.starts[index] = this.starts[entry]!
    this.ends[index] = this.ends[entry]!
    this.count++
    if (role !== 0) {
      if (kind === valueKinds.none) return false
      if (this.first[role]! < 0) this.first[role] = index
    }
    return true
  }

  #grow(): boolean {
    const length = this.names.length * 2
    if (length > mostEntries) return false
    const longer = <T extends Int32Array | Uint8Array>(array: T, copy: T): T => {
      copy.set(array)
      return copy
    }
    this.names = longer(this.names, new Int32Array(length))
    this.kinds = longer(this.kinds, new Uint8Array(length))
    this.starts = longer(this.starts, new Int32Array(length))
    this.ends = longer(this.ends, new Int32Array(length))
    return true
  }

  /** The index of the next byte that is no blank. */
  #skipBlanks(from: number): number {
    const { bytes } = this
    for (let at = from; ; at++) {
      const byte = bytes[at]!
      if (byte === newline) {
        this.lines++
        this.lineStart = at + 1
      } else if (byte !== 0x20 && byte !== 0x0d && byte !== 0x09) return at
    }
  }

  textOf(entry: number): string {
    const start = this.starts[entry]!
    const end = this.ends[entry]!
    switch (this.kinds[entry]) {
      case valueKinds.interned:
        return this.#names.textOf(start)
      case valueKinds.escaped:
        return end - start <= longestByHand
          ? this.#unescape(start, end)
          : (JSON.parse(this.#decode(start - 1, end + 1)) as string)
      case valueKinds.json:
      case ownKinds.other:
        return JSON.parse(this.#text.decode(this.bytes.subarray(start - 1, end + 1))) as string
      case ownKinds.number: {
        const digits = this.#decode(start, end)
        const value = Number(digits)
        return Number.isFinite(value) ? String(value) : digits
      }
      default:
        return this.#decode(start, end)
    }
  }

  /** A string of ASCII without its escapes. */
  #unescape(start: number, end: number): string {
    const { bytes } = this
    const plain = this.#plain
    let length = 0
    for (let at = start; at < end; at++) {
      let byte = bytes[at]!
      if (byte === backslash) {
        byte = meanings[bytes[++at]!]!
        if (byte === 0) return JSON.parse(this.#decode(start - 1, end + 1)) as string
      }
      plain[length++] = byte
    }
    return this.#toText(plain, 0, length)
  }

  #decode(start: number, end: number): string {
    return this.#toText(this.bytes, start, end)
  }

  #toText(bytes: Uint8Array, start: number, end: number): string {
    if (end - start > shortText) return this.#text.decode(bytes.subarray(start, end))
    let text = ''
    let at = start
    for (; at + 4 <= end; at += 4) {
      text += String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!)
    }
    for (; at < end; at++) text += String.fromCharCode(bytes[at]!)
    return text
  }

  time(): number {
    return Date.parse(this.#findTime() ?? '')
  }

  #findTime(): string | undefined {
    for (const role of (this.#isWindows ? windowsRoles : headerRoles).time) {
      const entry = this.first[role]!
      if (entry < 0) continue
      const time = findIsoTime(this.#scalarOf(entry))
      if (time !== undefined) return time
    }
    return undefined
  }

  header(): EventHeader {
    const roles = this.#isWindows ? windowsRoles : headerRoles
    return withoutAbsent({
      record: this.#record,
      time: this.#findTime(),
      provider: this.#headerText(roles.provider),
      channel: this.#headerText(roles.channel),
      eventId: this.#headerText(roles.eventId),
      computer: this.#headerText(roles.computer),
    })
  }

  #headerText(roles: readonly number[]): string | undefined {
    const entry = this.#headerEntry(roles)
    return entry < 0 ? undefined : this.textOf(entry)
  }

  #scalarOf(entry: number): Scalar {
    const start = this.starts[entry]!
    switch (this.kinds[entry]) {
      case valueKinds.null:
        return null
      case valueKinds.interned:
        return start === this.#yes
      default:
        // Of Windows' XML an element that is null is empty.
        if (start === this.ends[entry]) return ''
        return this.bytes[start - 1] === quote
          ? this.textOf(entry)
          : (JSON.parse(quoteInexactNumbers(this.#decode(start, this.ends[entry]!))) as Scalar)
    }
  }

  toEvent(): LogEvent {
    const json = this.#text.decode(this.bytes.subarray(this.spanStart, this.spanEnd))
    const event = toLogEvent(JSON.parse(quoteInexactNumbers(json)) as JsonObject, this.#record)
    invariant(event !== undefined, 'the names of an event that was walked are within their limit')
    return event
  }
}

/**
 * The high bits of the bytes in a word of four at which a string has to be looked at: its end, a
 * backslash, a control character or a byte that is not ASCII. The lowest bit is right; those above it may
 * not be.
 */
function findSpecial(word: number): number {
  return specialBits(word) & highBits
}

/** The same, with other bits that mean nothing. */
function specialBits(word: number): number {
  // With bit 1 turned over, the quote and the control characters are the bytes up to 0x20.
  return ((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101) | word
}

const highBits = 0x80808080 | 0

/** The place, from 0, of the lowest byte of a word from {@link findSpecial} that is not zero. */
function placeOf(special: number): number {
  // Negative numbers would have no place among the small ones that the compiler counts on.
  const low = special >>> 7
  return (31 - Math.clz32(low & -low)) >> 3
}

/** Whether a character that is written by its number needs no escape, or is a letter of ASCII in disguise. */
function isDisguisedUnit(unit: number): boolean {
  return (unit >= 0x20 && unit < 0x80) || unit === longS || unit === kelvin
}

/** Whether the bytes of a character that is a letter of ASCII in another case begin here. */
function isDisguised(bytes: Uint8Array, at: number): boolean {
  const second = bytes[at + 1]!
  if (bytes[at] === 0xc5) return second === 0xbf
  return bytes[at] === 0xe2 && second === 0x84 && bytes[at + 2] === 0xaa
}

/** The number that four hexadecimal digits write, or -1 if they are none. */
function findHexUnit(bytes: Uint8Array, at: number): number {
  let unit = 0
  for (let i = at; i < at + 4; i++) {
    const byte = bytes[i]!
    const letter = byte | 0x20
    if (byte >= 0x30 && byte <= 0x39) unit = (unit << 4) | (byte - 0x30)
    else if (letter >= 0x61 && letter <= 0x66) unit = (unit << 4) | (letter - 0x57)
    else return -1
  }
  return unit
}
