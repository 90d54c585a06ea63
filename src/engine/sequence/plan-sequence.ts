import {
  and,
  type DeriveStage,
  type Expression,
  type Logic,
  type SequenceStage,
} from '../../ir/index.ts'
import { isComputable } from '../computed-view.ts'

/** A sequence made ready to run: its conditions, and what each of them does. */
export interface SequencePlan extends SequenceShape {
  readonly conditions: readonly SequenceCondition[]
}

/** What of a plan is left once it is known which conditions an event meets. */
export interface SequenceShape {
  readonly conditions: readonly SequencePart[]
  /** How many events a match has. */
  readonly length: number
  /** Microseconds from the first event to the last; `undefined` without a limit. */
  readonly maxSpan?: number | undefined
  /** Something must be missing before the first event, or after the last. */
  readonly hasLeading: boolean
  readonly hasTrailing: boolean
}

export interface SequenceCondition extends SequencePart {
  readonly expression: Expression
  /** What its tests compute from the event. */
  readonly derived: readonly DeriveStage[]
}

export interface SequencePart {
  /** The fields that hold the keys, in the order that all conditions share. */
  readonly keys: readonly SequenceKey[]
  readonly role: SequenceRole
}

export interface SequenceKey {
  readonly field: string
  /** An event without a value takes part, with null for a key. */
  readonly isOptional: boolean
}

/** What an event does that meets a condition. */
export type SequenceRole =
  /** It is any of these events of a match, counted from 0: one after another where it runs. */
  | { readonly kind: 'event'; readonly first: number; readonly last: number }
  /** It must not stand before this event of a match; after the last one that is their number. */
  | { readonly kind: 'missing'; readonly before: number }
  /** It ends what is not complete. */
  | { readonly kind: 'until' }

/** Why a rule’s logic cannot run as a sequence. */
export interface SequenceRefusal {
  readonly kind: 'refused'
  readonly reason: string
}

/**
 * Plans the sequence that logic consists of; `undefined` if it holds none. What only shapes the
 * result (`head`, `tail`) is left to whoever shows the matches.
 */
export function planSequence(logic: Logic): SequencePlan | SequenceRefusal | undefined {
  const stage = logic.stages.find(found => found.kind === 'sequence')
  if (stage?.kind !== 'sequence') return undefined
  for (const { kind } of logic.stages) {
    if (kind === 'opaque') return refused('a part of it could not be read')
    if (!['source', 'sequence', 'shape'].includes(kind)) {
      return refused(`its sequence goes on with a stage that is not run (${kind})`)
    }
  }
  return planStage(stage)
}

function planStage(stage: SequenceStage): SequencePlan | SequenceRefusal {
  const optional = new Set(stage.optionalBy)
  const conditions: SequenceCondition[] = []
  let length = 0
  let lastMissing = -1
  const toKeys = (own: readonly string[]): readonly SequenceKey[] =>
    [...stage.by, ...own].map(field => ({ field, isOptional: optional.has(field) }))
  const add = (
    logic: Logic,
    own: readonly string[],
    role: SequenceRole,
  ): SequenceRefusal | undefined => {
    const condition = conditionOf(logic)
    if ('reason' in condition) return condition
    conditions.push({ ...condition, keys: toKeys(own), role })
    return undefined
  }
  for (const { logic, by, isMissing, runs } of stage.steps) {
    const role: SequenceRole = isMissing
      ? { kind: 'missing', before: length }
      : { kind: 'event', first: length, last: length + runs - 1 }
    if (isMissing) lastMissing = length
    else length += runs
    const problem = add(logic, by, role)
    if (problem !== undefined) return problem
  }
  if (stage.until !== undefined) {
    const problem = add(stage.until, stage.untilBy ?? [], { kind: 'until' })
    if (problem !== undefined) return problem
  }
  if (length === 0) return refused('its sequence has no events')
  if (lastMissing >= 0 && stage.maxSpan === undefined) {
    return refused('an event is to be missing, and no span says for how long')
  }
  const count = conditions[0]?.keys.length ?? 0
  if (conditions.some(({ keys }) => keys.length !== count)) {
    return refused('the steps of its sequence have different numbers of keys')
  }
  return {
    conditions,
    length,
    maxSpan: stage.maxSpan === undefined ? undefined : Math.round(stage.maxSpan * 1e6),
    hasLeading: stage.steps[0]?.isMissing === true,
    hasTrailing: lastMissing === length,
  }
}

/** The condition of a step, which holds nothing but filters and what they compute. */
function conditionOf({
  stages,
}: Logic): Pick<SequenceCondition, 'expression' | 'derived'> | SequenceRefusal {
  const expressions: Expression[] = []
  const derived: DeriveStage[] = []
  for (const stage of stages) {
    if (stage.kind === 'opaque') return refused('a part of it could not be read')
    if (stage.kind === 'derive') {
      if (!isComputable(stage)) return refused(`“${stage.text}” cannot be computed`)
      derived.push(stage)
    } else if (stage.kind === 'filter') expressions.push(stage.expression)
    else if (stage.kind !== 'source' && stage.kind !== 'shape') {
      return refused(`a step of its sequence has a stage that is not run (${stage.kind})`)
    }
  }
  return { expression: and(expressions), derived }
}

function refused(reason: string): SequenceRefusal {
  return { kind: 'refused', reason }
}
