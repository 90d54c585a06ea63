import type { SequenceHit, SequencePlan } from '../../src/engine/sequence/index.ts'

/** An event as the reference sees it: its time in microseconds, and the conditions that it meets. */
export interface ReferenceEvent {
  readonly time: number
  readonly hits: readonly SequenceHit[]
}

/**
 * The sequences of a plan, each as the numbers of its events: the slow and obvious way, step by step
 * over all events as Elasticsearch does it, with what is missing looked up at the end. `events` are in
 * their order.
 */
export function referenceSequences(
  plan: SequencePlan,
  events: readonly ReferenceEvent[],
): readonly (readonly number[])[] {
  const keys = new Set(events.flatMap(({ hits }) => hits.flatMap(hit => hit.keys)))
  return [...keys].flatMap(key => sequencesOfKey(plan, events, key))
}

function sequencesOfKey(
  plan: SequencePlan,
  events: readonly ReferenceEvent[],
  key: string,
): readonly (readonly number[])[] {
  const meets = (
    number: number,
    isMet: (role: SequencePlan['conditions'][number]['role']) => boolean,
  ): boolean =>
    events[number]?.hits.some(({ condition, keys }) => {
      const role = plan.conditions[condition]?.role
      return role !== undefined && keys.includes(key) && isMet(role)
    }) ?? false
  const numbers = events.map((_, number) => number)
  const timeOf = (number: number | undefined): number => events[number ?? -1]?.time ?? Number.NaN
  const exceeds = (from: number, to: number): boolean =>
    plan.maxSpan !== undefined && to - from > plan.maxSpan

  const eventsAt = (place: number): readonly number[] =>
    numbers.filter(n =>
      meets(n, role => role.kind === 'event' && role.first <= place && place <= role.last),
    )
  const untils = numbers.filter(n => meets(n, role => role.kind === 'until'))

  let open: readonly (readonly number[])[] = eventsAt(0).map(number => [number])
  for (let place = 1; place < plan.length; place++) {
    let candidates = open
    const next: (readonly number[])[] = []
    for (const number of eventsAt(place)) {
      const earlier = candidates.filter(sequence => (sequence.at(-1) ?? 0) < number)
      const latest = earlier.at(-1)
      if (latest === undefined) continue
      candidates = candidates.slice(earlier.length)
      if (exceeds(timeOf(latest[0]), timeOf(number))) continue
      if (untils.some(until => until >= (latest.at(-1) ?? 0) && until < number)) continue
      next.push([...latest, number])
    }
    open = next
  }

  const missingBefore = (place: number): readonly number[] =>
    numbers
      .filter(n => meets(n, role => role.kind === 'missing' && role.before === place))
      .map(timeOf)
  return open.filter(sequence => {
    for (let place = 1; place < plan.length; place++) {
      const [from, to] = [timeOf(sequence[place - 1]), timeOf(sequence[place])]
      if (missingBefore(place).some(time => from < time && time < to)) return false
    }
    const start = timeOf(sequence[0])
    const end = timeOf(sequence.at(-1))
    const before = missingBefore(0).filter(time => time < start)
    const after = missingBefore(plan.length).filter(time => time > end)
    const from = plan.hasLeading ? Math.max(...before) : start
    const to = plan.hasTrailing ? Math.min(...after) : end
    const isBounded = (plan.hasLeading || plan.hasTrailing) && Number.isFinite(to - from)
    return !isBounded || exceeds(from, to)
  })
}
