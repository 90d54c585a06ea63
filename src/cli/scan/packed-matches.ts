import type { WireEvent, WireEventMatch, WireRuleReference, WireTest } from '../../app/index.ts'

/**
 * Matches on their way from one thread to another. Every object that is sent is copied, member by member and
 * name by name, and matches are much alike: so what they share (rules, what they rest on, the computers and logs
 * of their events) is sent once and named by a number from then on, and the rest is rows of numbers.
 */
export interface PackedMatches {
  /** The tables begin anew. */
  readonly isFresh: boolean
  /** What the tables get, behind what they have. */
  readonly rules: readonly WireRuleReference[]
  readonly tests: readonly (readonly WireTest[])[]
  /** What matches rest on that is too long to be kept, and will hardly come again. */
  readonly once: readonly (readonly WireTest[])[]
  /** Events, of which record and time mean nothing where they are there. */
  readonly places: readonly WireEvent[]
  /** By event that matched: its place’s number, its record, and its time. */
  readonly eventPlaces: Int32Array
  readonly records: Float64Array
  readonly times: readonly string[]
  /**
   * Four numbers a match: its event’s among these, its rule’s, its tests’ (inverted if they are among those sent
   * once), and its branch or -1.
   */
  readonly matches: Int32Array
}

/** Packs what one thread sends to another, batch after batch. */
export interface MatchPacker {
  pack(matches: readonly WireEventMatch[]): PackedMatches
}

/** Unpacks what one thread sent, in the order of sending. What was the same object there is one here. */
export interface MatchUnpacker {
  unpack(packed: PackedMatches): readonly WireEventMatch[]
}

/** Past this much the tables begin anew, so that no log can make them grow. */
const mostEntries = 8192
const mostUnits = 1 << 20
const longestKept = 2048

// HOT: for every match that a worker finds (packed-matches.test.ts says what it is to do).
export function matchPacker(): MatchPacker {
  const rules = new NumberTable<WireRuleReference, WireRuleReference>()
  const tests = new NumberTable<readonly WireTest[], readonly WireTest[]>()
  const places = new NumberTable<string, WireEvent>()
  /** What the tables hold in texts, about, in UTF-16 units. */
  let units = 0
  return {
    pack(matches) {
      const isFresh = units > mostUnits || tests.size + places.size > mostEntries
      if (isFresh) {
        for (const table of [rules, tests, places]) table.clear()
        units = 0
      }
      const numbers = new Int32Array(matches.length * 4)
      const eventPlaces: number[] = []
      const records: number[] = []
      const times: string[] = []
      const once: (readonly WireTest[])[] = []
      let event: WireEvent | undefined
      let at = 0
      for (const match of matches) {
        if (match.event !== event) {
          event = match.event
          const key = placeOf(event)
          let place = places.find(key)
          if (place < 0) {
            place = places.add(key, event)
            units += key.length
          }
          eventPlaces.push(place)
          records.push(event.record ?? 0)
          times.push(event.time ?? '')
        }
        let rule = rules.find(match.rule)
        if (rule < 0) rule = rules.add(match.rule, match.rule)
        let list = tests.find(match.tests)
        if (list < 0) {
          const size = unitsOf(match.tests)
          if (size > longestKept) list = ~(once.push(match.tests) - 1)
          else {
            list = tests.add(match.tests, match.tests)
            units += size
          }
        }
        numbers[at] = eventPlaces.length - 1
        numbers[at + 1] = rule
        numbers[at + 2] = list
        numbers[at + 3] = match.branch ?? -1
        at += 4
      }
      return {
        isFresh,
        rules: rules.takeNew(),
        tests: tests.takeNew(),
        once,
        places: places.takeNew(),
        eventPlaces: Int32Array.from(eventPlaces),
        records: Float64Array.from(records),
        times,
        matches: numbers,
      }
    },
  }
}

export function matchUnpacker(): MatchUnpacker {
  let rules: WireRuleReference[] = []
  let tests: (readonly WireTest[])[] = []
  let places: WireEvent[] = []
  return {
    unpack(packed) {
      if (packed.isFresh) {
        rules = []
        tests = []
        places = []
      }
      rules.push(...packed.rules)
      tests.push(...packed.tests)
      places.push(...packed.places)
      const { matches, eventPlaces } = packed
      const events: WireEvent[] = []
      for (let i = 0; i < eventPlaces.length; i++) {
        events.push(
          eventAt(places[eventPlaces[i] ?? 0], packed.records[i] ?? 0, packed.times[i] ?? ''),
        )
      }
      const found: WireEventMatch[] = []
      for (let at = 0; at < matches.length; at += 4) {
        const event = events[matches[at] ?? 0]
        const rule = rules[matches[at + 1] ?? 0]
        const number = matches[at + 2] ?? 0
        const list = number < 0 ? packed.once[~number] : tests[number]
        const branch = matches[at + 3] ?? -1
        if (event === undefined || rule === undefined || list === undefined) continue
        found.push(branch < 0 ? { rule, event, tests: list } : { rule, event, branch, tests: list })
      }
      return found
    },
  }
}

/** What an event has beside its record and its time, and the order of its members. */
function placeOf(event: WireEvent): string {
  let place = ''
  let name: keyof WireEvent
  for (name in event) {
    place += name
    if (name === 'record' || name === 'time') continue
    const value = event[name] ?? ''
    place += `${value.length}:${value}`
  }
  return place
}

/** The event at a place; its members keep their order. */
function eventAt(place: WireEvent | undefined, record: number, time: string): WireEvent {
  if (place === undefined) return { file: '' }
  const { record: hasRecord, time: hasTime } = place
  if (hasRecord !== undefined && hasTime !== undefined) return { ...place, record, time }
  if (hasRecord !== undefined) return { ...place, record }
  return hasTime === undefined ? place : { ...place, time }
}

function unitsOf(tests: readonly WireTest[]): number {
  let units = 0
  for (const { value, found = '' } of tests) units += value.length + found.length
  return units
}

/** Numbers things in the order of coming, and tells which are new. */
class NumberTable<Key, Thing> {
  readonly #numbers = new Map<Key, number>()
  #new: Thing[] = []

  get size(): number {
    return this.#numbers.size
  }

  find(key: Key): number {
    return this.#numbers.get(key) ?? -1
  }

  add(key: Key, thing: Thing): number {
    const number = this.#numbers.size
    this.#numbers.set(key, number)
    this.#new.push(thing)
    return number
  }

  takeNew(): readonly Thing[] {
    const taken = this.#new
    this.#new = []
    return taken
  }

  clear(): void {
    this.#numbers.clear()
    this.#new = []
  }
}
