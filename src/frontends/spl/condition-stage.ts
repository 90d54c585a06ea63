import type { Span } from '../../base/index.ts'
import type { Expression, FilterStage, Stage, ThresholdStage } from '../../ir/index.ts'
import type { SplLowering } from './lowering.ts'
import { partMacros } from './macro-parts.ts'

/**
 * The stage that a condition is, which is written at `written`, behind what it needs: one on groups if it asks for anything that is computed of
 * them, else one on events. A key of `stats` is the field that it was, so a condition on keys
 * alone stays one on events: it lets the same groups through before `stats` as behind it.
 */
export function conditionStages(
  lower: () => Expression,
  { span, written = span }: { readonly span: Span; readonly written?: Span },
  lowering: SplLowering,
): readonly Stage[] {
  lowering.usesAggregate = false
  const { expression, parts } = partMacros(lower(), lowering.source.expansions)
  const before = lowering.takeBefore()
  const threshold: ThresholdStage = { kind: 'threshold', expression, span }
  const condition = lowering.source.written(written).trim()
  const filter: FilterStage = { kind: 'filter', condition, parts, expression, span }
  return [...before, lowering.usesAggregate ? threshold : filter]
}
