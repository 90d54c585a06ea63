import { optional } from '../../base/index.ts'
import type { EventCheck, EventQuery } from '../../engine/index.ts'
import type { LogSource } from '../../ir/index.ts'
import type { RunnableRule } from '../rule-selection.ts'
import type { WireRuleReference } from '../wire.ts'
import { toWireReference } from './match.ts'

/** What a scan needs of a rule beside the tables that it is compiled into: how a match names it. */
export interface ScanRule {
  readonly reference: WireRuleReference
  readonly logSource: LogSource
  /** What its tables do not ask: conditions on derived values. */
  readonly check?: EventCheck | undefined
}

/** A rule with what it asks of an event. */
export interface UncompiledRule extends ScanRule, EventQuery {
  readonly check?: EventCheck
}

export function toScanRule({
  entry,
  expression,
  check,
  filterAlone,
}: RunnableRule): UncompiledRule {
  const { logSource } = entry.rule
  const reference = { ...toWireReference(entry), ...optional('filterAlone', filterAlone) }
  return { reference, logSource, expression, ...optional('check', check) }
}
