import type { Expression, LogSource } from '../../ir/index.ts'
import type { RunnableRule } from '../rule-selection.ts'
import type { WireRuleReference } from '../wire.ts'
import { toWireReference } from './match.ts'

/** What a scan needs of a rule: what it asks of an event, and how a match names it. */
export interface ScanRule {
  readonly reference: WireRuleReference
  readonly logSource: LogSource
  readonly expression: Expression
}

export function toScanRule({ entry, expression }: RunnableRule): ScanRule {
  return { reference: toWireReference(entry), logSource: entry.rule.logSource, expression }
}
