import type { Instant } from '../correlation/instant.ts'
import type { SequenceShape } from './plan-sequence.ts'

/**
 * The machine behind sequences, as Elastic’s documentation describes it: “Each event item in the
 * sequence query is a state in the machine. Only one pending sequence can be in each state at a time.
 * If two pending sequences are in the same state at the same time, the most recent sequence overwrites
 * the older one. If the query includes by fields, the query uses a separate state machine for each
 * unique by field value.”
 *
 * What is to be missing does not stop a pending sequence, it only spoils it: a spoiled one still
 * overwrites an older one. What must not follow the last event keeps a sequence waiting until its
 * span is over.
 */
export interface SequenceMachine<Event> {
  /**
   * Takes the next event: no earlier than the one before. `hits` are the conditions that it meets,
   * each with the keys that it has there. Gives the sequences that are complete now.
   */
  advance(
    event: Event,
    time: Instant,
    hits: readonly SequenceHit[],
  ): readonly SequenceMatch<Event>[]
  /** To be called once, after the last event: the sequences that waited for what did not come. */
  finish(): readonly SequenceMatch<Event>[]
  /** Pending sequences that were given up since there were too many: matches may be missing. */
  readonly dropped: number
}

/** An event meets a condition. */
export interface SequenceHit {
  /** The index of the condition in the plan. */
  readonly condition: number
  readonly keys: readonly string[]
}

export interface SequenceMatch<Event> {
  readonly key: string
  /** In their order; those of a step that runs one after another. */
  readonly events: readonly Event[]
}

export interface SequenceOptions {
  /** How many events all pending sequences hold together, 500,000 if not said (some 150 MB). */
  readonly maxPendingEvents?: number
}

/** A sequence that has begun. */
interface Pending<Event> {
  readonly events: EventChain<Event>
  readonly start: Instant
  readonly last: Instant
  /** Something stood between two of its events that was to be missing. */
  readonly isSpoiled: boolean
  /** When the first event came that is to be missing before the next one. */
  spoiledAt: Instant | undefined
  /** When the last event came that is to be missing before the first one. */
  readonly leading: Instant | undefined
}

interface EventChain<Event> {
  readonly event: Event
  readonly before: EventChain<Event> | undefined
  readonly length: number
}

/** A sequence with all its events; it matches if nothing that is to be missing comes in time. */
interface Waiting<Event> {
  readonly events: EventChain<Event>
  /** From when the span counts. */
  readonly origin: Instant
  readonly end: Instant
}

/** The machine of one key, in a chain from the longest untouched to the last touched. */
interface KeyState<Event> {
  readonly key: string
  older: KeyState<Event> | undefined
  newer: KeyState<Event> | undefined
  /** By the number of the last event that they have. */
  readonly pending: (Pending<Event> | undefined)[]
  waiting: Waiting<Event>[]
  /** The two last times at which something came that is to be missing before the first event. */
  leading: Instant | undefined
  leadingBefore: Instant | undefined
  touched: Instant
}

export function createSequenceMachine<Event>(
  plan: SequenceShape,
  options: SequenceOptions = {},
): SequenceMachine<Event> {
  return new Machine(plan, options.maxPendingEvents ?? 500_000)
}

class Machine<Event> implements SequenceMachine<Event> {
  dropped = 0
  readonly #plan: SequenceShape
  readonly #maxPendingEvents: number
  readonly #states = new Map<string, KeyState<Event>>()
  #oldest: KeyState<Event> | undefined
  #newest: KeyState<Event> | undefined
  #pendingEvents = 0
  #found: SequenceMatch<Event>[] = []

  constructor(plan: SequenceShape, maxPendingEvents: number) {
    this.#plan = plan
    this.#maxPendingEvents = maxPendingEvents
  }

  advance(
    event: Event,
    time: Instant,
    hits: readonly SequenceHit[],
  ): readonly SequenceMatch<Event>[] {
    this.#found = []
    this.#expire(time)
    // From the last event of a match to the first: an event does not follow itself.
    for (let place = this.#plan.length - 1; place >= 0; place--) {
      for (const { condition, keys } of hits) {
        const role = this.#plan.conditions[condition]?.role
        if (role?.kind !== 'event' || place < role.first || place > role.last) continue
        for (const key of keys) {
          this.#take(key, place, event, time)
          this.#tidy(key)
        }
      }
    }
    for (const { condition, keys } of hits) {
      const role = this.#plan.conditions[condition]?.role
      if (role?.kind === 'missing') for (const key of keys) this.#spoil(key, role.before, time)
    }
    for (const { condition, keys } of hits) {
      const role = this.#plan.conditions[condition]?.role
      if (role?.kind === 'until') for (const key of keys) this.#end(key)
    }
    this.#limit()
    return this.#found
  }

  finish(): readonly SequenceMatch<Event>[] {
    this.#found = []
    for (let state = this.#oldest; state !== undefined; state = state.newer) {
      for (const { events } of state.waiting) this.#match(state.key, events)
    }
    this.#states.clear()
    this.#oldest = undefined
    this.#newest = undefined
    this.#pendingEvents = 0
    return this.#found
  }

  /** An event that may be the one at a place of a sequence. */
  #take(key: string, place: number, event: Event, time: Instant): void {
    if (place === 0) {
      const state = this.#state(key, time)
      const { leading, leadingBefore } = state
      this.#put(key, state, place, {
        events: { event, before: undefined, length: 1 },
        start: time,
        last: time,
        isSpoiled: false,
        spoiledAt: undefined,
        // What comes at the same time does not come before.
        leading: leading !== undefined && compare(leading, time) < 0 ? leading : leadingBefore,
      })
      return
    }
    const state = this.#states.get(key)
    const pending = state?.pending[place - 1]
    if (state === undefined || pending === undefined) return
    this.#remove(state, place - 1)
    if (this.#exceeds(pending.start, time)) return
    const { spoiledAt, events } = pending
    this.#touch(state, time)
    this.#put(key, state, place, {
      ...pending,
      events: { event, before: events, length: events.length + 1 },
      last: time,
      isSpoiled: pending.isSpoiled || (spoiledAt !== undefined && compare(spoiledAt, time) < 0),
      spoiledAt: undefined,
    })
  }

  #put(key: string, state: KeyState<Event>, place: number, pending: Pending<Event>): void {
    if (place === this.#plan.length - 1) {
      this.#complete(key, state, pending)
      return
    }
    this.#remove(state, place)
    state.pending[place] = pending
    this.#pendingEvents += pending.events.length
  }

  #remove(state: KeyState<Event>, place: number): void {
    this.#pendingEvents -= state.pending[place]?.events.length ?? 0
    state.pending[place] = undefined
  }

  /** All events are there; is anything that is to be missing before the first, or after the last? */
  #complete(key: string, state: KeyState<Event>, pending: Pending<Event>): void {
    const { events, start, last, leading, isSpoiled } = pending
    if (isSpoiled) return
    const { hasLeading, hasTrailing } = this.#plan
    if (hasLeading && leading !== undefined) {
      // There must be room for the span between what is missing and the end.
      if (hasTrailing) this.#wait(state, { events, origin: leading, end: last })
      else if (this.#exceeds(leading, last)) this.#match(key, events)
    } else if (hasTrailing && !hasLeading) this.#wait(state, { events, origin: start, end: last })
    else this.#match(key, events)
  }

  #wait(state: KeyState<Event>, waiting: Waiting<Event>): void {
    state.waiting.push(waiting)
    this.#pendingEvents += waiting.events.length
  }

  /** An event that is to be missing before the event at a place. */
  #spoil(key: string, before: number, time: Instant): void {
    if (before === 0) {
      const state = this.#state(key, time)
      if (state.leading === undefined || compare(state.leading, time) < 0) {
        state.leadingBefore = state.leading
        state.leading = time
      }
      return
    }
    const state = this.#states.get(key)
    if (state === undefined) return
    if (before === this.#plan.length) {
      const [over, open] = divide(state.waiting, ({ end }) => compare(end, time) < 0)
      for (const { events, origin } of over) {
        this.#pendingEvents -= events.length
        if (this.#exceeds(origin, time)) this.#match(key, events)
      }
      state.waiting = open
      return
    }
    const pending = state.pending[before - 1]
    if (pending !== undefined && compare(pending.last, time) < 0) pending.spoiledAt ??= time
  }

  #end(key: string): void {
    const state = this.#states.get(key)
    if (state === undefined) return
    for (let place = 0; place < state.pending.length; place++) this.#remove(state, place)
    this.#tidy(key)
  }

  #match(key: string, chain: EventChain<Event>): void {
    const events: Event[] = []
    for (let at: EventChain<Event> | undefined = chain; at !== undefined; at = at.before) {
      events.push(at.event)
    }
    this.#found.push({ key, events: events.reverse() })
  }

  #state(key: string, time: Instant): KeyState<Event> {
    const known = this.#states.get(key)
    if (known !== undefined) {
      this.#touch(known, time)
      return known
    }
    const state: KeyState<Event> = {
      key,
      older: undefined,
      newer: undefined,
      pending: [],
      waiting: [],
      leading: undefined,
      leadingBefore: undefined,
      touched: time,
    }
    this.#states.set(key, state)
    this.#append(state)
    return state
  }

  #touch(state: KeyState<Event>, time: Instant): void {
    state.touched = time
    if (state === this.#newest) return
    this.#unlink(state)
    this.#append(state)
  }

  #append(state: KeyState<Event>): void {
    state.older = this.#newest
    state.newer = undefined
    if (this.#newest === undefined) this.#oldest = state
    else this.#newest.newer = state
    this.#newest = state
  }

  #unlink({ older, newer }: KeyState<Event>): void {
    if (older === undefined) this.#oldest = newer
    else older.newer = newer
    if (newer === undefined) this.#newest = older
    else newer.older = older
  }

  /** Keys that nothing touched for longer than the span have nothing left that could go on. */
  #expire(time: Instant): void {
    for (;;) {
      const state = this.#oldest
      if (state === undefined || !this.#exceeds(state.touched, time)) return
      for (const { events } of state.waiting) this.#match(state.key, events)
      this.#forget(state)
    }
  }

  #limit(): void {
    for (;;) {
      const state = this.#oldest
      // A key costs something even when nothing of it is pending.
      const weight = this.#pendingEvents + this.#states.size
      if (state === undefined || state === this.#newest || weight <= this.#maxPendingEvents) return
      this.dropped += state.pending.filter(one => one !== undefined).length + state.waiting.length
      this.#forget(state)
    }
  }

  /** Nothing is kept of a key that nothing is pending for. */
  #tidy(key: string): void {
    const state = this.#states.get(key)
    if (state === undefined || state.leading !== undefined || state.waiting.length > 0) return
    if (state.pending.every(one => one === undefined)) this.#forget(state)
  }

  #forget(state: KeyState<Event>): void {
    for (let place = 0; place < state.pending.length; place++) this.#remove(state, place)
    for (const { events } of state.waiting) this.#pendingEvents -= events.length
    this.#states.delete(state.key)
    this.#unlink(state)
  }

  #exceeds(from: Instant, to: Instant): boolean {
    const { maxSpan } = this.#plan
    if (maxSpan === undefined) return false
    const micros = to.micros - from.micros
    return micros > maxSpan || (micros === maxSpan && to.nanos > from.nanos)
  }
}

function compare(a: Instant, b: Instant): number {
  return a.micros - b.micros || a.nanos - b.nanos
}

function divide<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  const first: T[] = []
  const second: T[] = []
  for (const item of items) (isFirst(item) ? first : second).push(item)
  return [first, second]
}
