import {
  createQueryChecker,
  type EventCheck,
  type EventView,
  type Explanation,
  type QueryChecker,
} from '../../engine/scan/index.ts'
import type { Scalar } from '../../ir/index.ts'
import type { EventType } from '../../knowledge/scan/index.ts'
import type { BuiltEvent } from './built-event.ts'
import type { Lists } from './compiled-rules.ts'
import { eventView } from './event-view.ts'
import type { RuleGroup } from './rule-groups.ts'
import type { ScanRule } from './scan-rule.ts'
import { timedView } from './timed-view.ts'

/**
 * Rules whose tables say only that an event may match: they test derived values, which are computed of
 * the few events that are left.
 */
export interface CheckedRules {
  /** Whether a group has such rules. */
  hasSome(group: number): boolean
  /** Of the rules of a group, by their places in it, those that an event matches after all. */
  filter(
    group: number,
    matching: Int32Array,
    event: BuiltEvent,
    type: EventType | undefined,
  ): Int32Array
  /** Why a rule matches the event that was last asked about; `undefined` of a rule without a check. */
  explain(group: number, local: number): Explanation | undefined
  /** Reads fields of an event, and what a rule derives of them. */
  read(
    check: EventCheck,
    readField: (field: string) => readonly Scalar[] | undefined,
  ): (field: string) => readonly Scalar[] | undefined
}

export function checkedRules(
  rules: readonly ScanRule[],
  groups: readonly RuleGroup[],
  checked: ReadonlySet<number>,
  lists: Lists,
): CheckedRules {
  const hasSome = groups.map(group => group.rules.some(order => checked.has(order)))
  let made: QueryChecker | undefined
  const checker = (): QueryChecker => {
    made ??= createQueryChecker({ lists })
    return made
  }
  let view: EventView | undefined
  const checkOf = (group: number, local: number): EventCheck | undefined => {
    const order = groups[group]?.rules[local] ?? -1
    return checked.has(order) ? rules[order]?.check : undefined
  }
  return {
    hasSome: group => hasSome[group] === true,
    filter(group, matching, event, type) {
      view = undefined
      return matching.filter(local => {
        const check = checkOf(group, local)
        if (check === undefined) return true
        view ??= timedView(
          eventView(event.event(), type, groups[group]?.logSource ?? {}),
          event.header(),
        )
        return checker().holds(check, view)
      })
    },
    explain(group, local) {
      const check = checkOf(group, local)
      return check && view && checker().explain(check, view)
    },
    read(check, readField) {
      const plain: EventView = { values: readField, allValues: () => [] }
      const derived = checker().view(check, plain)
      return field => derived.values(field)
    },
  }
}
