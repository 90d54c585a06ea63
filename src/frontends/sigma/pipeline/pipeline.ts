import type { Span } from '../../../base/index.ts'
import type { DetectionItem, RuleWork } from './rule-work.ts'

/**
 * Processing pipelines as pySigma has them: steps that change rules before they are run, such as the
 * names of fields. What a pipeline’s text says is compiled to functions when it is parsed.
 */
export interface SigmaPipeline {
  readonly name: string
  /** Pipelines run in the order of their priorities, lowest first. */
  readonly priority: number
  /** The members of lists that placeholders name. */
  readonly vars: ReadonlyMap<string, readonly string[]>
  readonly items: readonly PipelineItem[]
}

/** One step: a transformation, and the rules, detection items and field names it is for. */
export interface PipelineItem {
  readonly id: string | undefined
  readonly fitsRule: (work: RuleWork) => boolean
  readonly fitsItem: (item: DetectionItem, work: RuleWork) => boolean
  readonly fitsField: (field: string | undefined, work: RuleWork) => boolean
  readonly transform: Transformation
  readonly span: Span
}

/** Changes the rule at hand. */
export type Transformation = (work: RuleWork, item: PipelineItem) => void
