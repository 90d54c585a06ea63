import type { Expression, LogSource } from '../../ir/index.ts'
import type { RunnableRule } from '../rule-selection.ts'
import type { WireRuleReference } from '../wire.ts'
import { toWireReference } from './match.ts'

/** What a scan needs of a rule beside the tables that it is compiled into: how a match names it. */
export interface ScanRule {
  readonly reference: WireRuleReference
  readonly logSource: LogSource
}

/** A rule with what it asks of an event. */
export interface UncompiledRule extends ScanRule {
  readonly expression: Expression
}

export function toScanRule({ entry, expression }: RunnableRule): UncompiledRule {
  return { reference: toWireReference(entry), logSource: entry.rule.logSource, expression }
}
