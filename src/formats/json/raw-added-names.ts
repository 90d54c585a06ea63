import { type NameTable, valueKinds } from '../../ir/index.ts'
import {
  type AddedName,
  addedToCollectors,
  addedToWinlog,
  collectorMarkRole,
  nameOfRole,
  roleCount,
  roleOf,
  winlogMarkRoles,
} from './raw-names.ts'
import { findWinlogName } from './to-event.ts'

/** The entries of an event, to those who give them names. */
export interface NamedEntries {
  readonly count: number
  readonly names: Int32Array
  readonly kinds: Uint8Array
  /** By role (see raw-names.ts): the first entry whose name has it, or -1. */
  readonly first: Int32Array
  /** Whether a name that has a role may have a second value. */
  readonly hasMany: boolean
  /** Gives the value of an entry to another name too; `false` when only the slow way can. */
  copy(entry: number, name: number, role: number): boolean
}

const noName = -1
/** What Winlogbeat's rules make of a name, before it is worked out; see `#winlogNames`. */
const notAsked = 0
const isKept = 1
const isRenamed = 2

/** The names that {@link toLogEvent} adds to an event, added to entries. */
// HOT: asked for every event of a JSON log (raw-decoder.bench.ts).
export class AddedNames {
  readonly #names: NameTable
  readonly #roleNames = new Int32Array(roleCount)
  /** Whether the table of names had room for all names that have roles. */
  readonly isReady: boolean
  /**
   * By number of a name: the last event that has it, the name that it was copied from in that event, and
   * what Winlogbeat's rules make of it: the number of the name that is added, plus `isRenamed`.
   */
  #marks = new Int32Array(0)
  #givers = new Int32Array(0)
  #winlogNames = new Int32Array(0)
  #winlogRoles = new Uint8Array(0)
  /** The number of the event in `#marks`. */
  #now = 0

  constructor(names: NameTable) {
    this.#names = names
    for (let role = 1; role < roleCount; role++) {
      this.#roleNames[role] = names.idOf(nameOfRole(role))
    }
    this.isReady = this.#roleNames.every(name => name >= 0)
  }

  /** Adds the names that the event's shape has others for; `false` when only the slow way can. */
  add(event: NamedEntries): boolean {
    const { first } = event
    for (let i = 0; i < winlogMarkRoles.length; i++) {
      if (first[winlogMarkRoles[i]!]! >= 0) {
        return this.#addSpecial(event, addedToWinlog) && this.#addWinlogNames(event)
      }
    }
    return first[collectorMarkRole]! < 0 || this.#addSpecial(event, addedToCollectors)
  }

  #addSpecial(event: NamedEntries, added: readonly AddedName[]): boolean {
    const { first } = event
    for (let i = 0; i < added.length; i++) {
      const { from, to } = added[i]!
      const entry = first[from]!
      if (entry < 0 || first[to]! >= 0) continue
      if (event.hasMany && isRepeated(event, entry)) return false
      if (!event.copy(entry, this.#roleNames[to]!, to)) return false
    }
    return true
  }

  /** Winlogbeat's fields of the event's data, under the names that Windows has for them. */
  #addWinlogNames(event: NamedEntries): boolean {
    const { count } = event
    this.#markNames(event)
    for (let entry = 0; entry < count; entry++) {
      const name = event.names[entry]!
      if (name < 0) continue
      if (this.#winlogNames[name] === notAsked) this.#findWinlogName(name)
      const to = this.#winlogNames[name]! - isRenamed
      if (to < 0) continue
      if (this.#marks[to] !== this.#now) {
        this.#marks[to] = this.#now
        this.#givers[to] = name
      } else if (this.#givers[to] !== name) continue
      if (!event.copy(entry, to, this.#winlogRoles[name]!)) return false
    }
    return true
  }

  #findWinlogName(name: number): void {
    const to = findWinlogName(this.#names.textOf(name))
    const id = to === undefined ? noName : this.#names.idOf(to)
    this.#winlogNames[name] = id < 0 ? isKept : id + isRenamed
    this.#winlogRoles[name] = to === undefined ? 0 : roleOf(to)
    this.#reserveMarks()
  }

  /** Notes the names that the event has. */
  #markNames({ names, count }: NamedEntries): void {
    this.#reserveMarks()
    if (this.#now > 0x3fff_ffff) {
      this.#marks.fill(0)
      this.#now = 0
    }
    this.#now++
    const marks = this.#marks
    const givers = this.#givers
    for (let entry = 0; entry < count; entry++) {
      const name = names[entry]!
      if (name < 0) continue
      marks[name] = this.#now
      givers[name] = noName
    }
  }

  #reserveMarks(): void {
    const { size } = this.#names
    if (size <= this.#marks.length) return
    const length = size * 2
    const longer = <T extends Int32Array | Uint8Array>(array: T, copy: T): T => {
      copy.set(array)
      return copy
    }
    this.#marks = longer(this.#marks, new Int32Array(length))
    this.#givers = longer(this.#givers, new Int32Array(length))
    this.#winlogNames = longer(this.#winlogNames, new Int32Array(length))
    this.#winlogRoles = longer(this.#winlogRoles, new Uint8Array(length))
  }

  /** Whether every field that an entry calls empty has no other entry. */
  isNoneAlone(event: NamedEntries): boolean {
    this.#markNames(event)
    const { names, kinds, count } = event
    const givers = this.#givers
    const empty = 0
    const filled = 1
    for (let entry = 0; entry < count; entry++) {
      const name = names[entry]!
      if (name < 0) continue
      const isNone = kinds[entry] === valueKinds.none
      if (isNone ? givers[name] !== noName : givers[name] === empty) return false
      givers[name] = isNone ? empty : filled
    }
    return true
  }
}

function isRepeated({ names, count }: NamedEntries, entry: number): boolean {
  const name = names[entry]!
  for (let other = entry + 1; other < count; other++) if (names[other] === name) return true
  return false
}
