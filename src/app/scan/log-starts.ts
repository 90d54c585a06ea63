import type { RawEvent } from '../../ir/index.ts'
import type { CorrelationFeed } from '../rule-selection.ts'
import type { BuiltEvent } from './built-event.ts'
import type { RuleGroup } from './rule-groups.ts'
import type { LogStart } from './scanner.ts'

/** Notes since when logs tell of events, for rules that ask what is new in them. */
export interface LogStarts {
  note(group: number, event: RawEvent, built: BuiltEvent): void
}

/** `undefined` if no rule asks. */
export function logStarts(
  groups: readonly RuleGroup[],
  feeds: ReadonlyMap<number, CorrelationFeed>,
  onStart: ((start: LogStart) => void) | undefined,
): LogStarts | undefined {
  const logs = groups.map(({ rules }) => {
    for (const order of rules) {
      const log = feeds.get(order)?.log
      if (log !== undefined) return { log, first: new Map<string, number>() }
    }
    return undefined
  })
  if (onStart === undefined || logs.every(log => log === undefined)) return undefined
  return {
    note(group, event, built) {
      const known = logs[group]
      if (known === undefined) return
      const time = event.time()
      if (Number.isNaN(time)) return
      const computer = built.header().computer ?? ''
      if (time >= (known.first.get(computer) ?? Number.POSITIVE_INFINITY)) return
      if (known.first.size >= mostComputers) known.first.clear()
      known.first.set(computer, time)
      onStart({ log: known.log, computer, time })
    },
  }
}

/** Past this many computers all are forgotten, and told again. */
const mostComputers = 10_000
