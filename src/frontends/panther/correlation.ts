import type { MapReader } from '../../base/yaml/index.ts'
import type { Logic, SequenceStep, Stage, Test } from '../../ir/index.ts'

/**
 * The stages of a correlation rule: signals of other rules, in an order (`Sequence`) or in any (`Group`),
 * that share the value of a field. The rules are the sources of its steps.
 */
export function correlationStages(rule: MapReader): readonly Stage[] {
  return rule.maps('Detection').flatMap(detection => {
    const lookBack = minutes(detection.number('LookbackWindowMinutes'))
    if (detection.node('Sequence') !== undefined) return [sequenceStage(detection, lookBack)]
    return detection.node('Group') === undefined ? [] : [groupStage(detection, lookBack)]
  })
}

/** The ids of the rules whose signals are correlated. */
export function correlatedRules(rule: MapReader): readonly string[] {
  return rule
    .maps('Detection')
    .flatMap(detection => [...detection.maps('Sequence'), ...detection.maps('Group')])
    .flatMap(member => member.text('RuleID') ?? [])
}

/**
 *     Sequence:
 *       - { ID: Created, RuleID: A, MinMatchCount: 2 }
 *       - { ID: Deleted, RuleID: B, Absence: true }
 *     Transitions:
 *       - { From: Created, To: Deleted, WithinTimeFrameMinutes: 60, Match: [{ On: user }] }
 */
function sequenceStage(detection: MapReader, lookBack: number | undefined): Stage {
  const transitions = detection.maps('Transitions')
  const spans = transitions.flatMap(each => minutes(each.number('WithinTimeFrameMinutes')) ?? [])
  const isWhole = spans.length > 0 && spans.length === transitions.length
  const maxSpan = isWhole ? spans.reduce((sum, span) => sum + span, 0) : lookBack
  const steps = detection.maps('Sequence').map((member): SequenceStep => {
    const id = member.text('ID')
    return {
      logic: signalsOf(member),
      by: keysOf(transitions, id),
      isMissing: member.flag('Absence') ?? false,
      runs: Math.max(1, member.number('MinMatchCount') ?? 1),
    }
  })
  return {
    kind: 'sequence',
    steps,
    by: [],
    ...(maxSpan === undefined ? {} : { maxSpan }),
    span: detection.spanOf('Sequence'),
  }
}

/** The fields by which a step is matched with its neighbours: one `On`, or a `From` and a `To`. */
function keysOf(transitions: readonly MapReader[], id: string | undefined): readonly string[] {
  const keys = transitions.flatMap(transition => {
    const isFrom = transition.text('From') === id
    if (!isFrom && transition.text('To') !== id) return []
    return transition
      .maps('Match')
      .flatMap(match => match.text('On') ?? match.text(isFrom ? 'From' : 'To') ?? [])
  })
  return [...new Set(keys)]
}

/**
 *     Group:
 *       - { ID: Created, RuleID: A }
 *       - { ID: Used, RuleID: B, MinMatchCount: 10 }
 *     MatchCriteria:
 *       user:
 *         - { GroupID: Created, Match: p_alert_context.user }
 */
function groupStage(detection: MapReader, lookBack: number | undefined): Stage {
  const criteria = detection.inner('MatchCriteria')
  const names = criteria?.map.entries.map(({ key }) => key) ?? []
  const matches = names.flatMap(name => criteria?.maps(name) ?? [])
  const sides = detection.maps('Group').map((member): Logic => {
    const id = member.text('ID')
    const groupBy = matches
      .filter(match => match.text('GroupID') === id)
      .flatMap(match => match.text('Match') ?? [])
    const least = Math.max(1, member.number('MinMatchCount') ?? 1)
    const isAbsent = member.flag('Absence') ?? false
    return {
      stages: [
        ...signalsOf(member).stages,
        ...(least > 1 || isAbsent
          ? countStages(member, groupBy, lookBack, isAbsent ? 0 : least)
          : []),
      ],
    }
  })
  return { kind: 'join', how: 'all', sides, keys: names, span: detection.spanOf('Group') }
}

/** A member counts when it has so many signals, or none where it must be absent. */
function countStages(
  member: MapReader,
  groupBy: readonly string[],
  window: number | undefined,
  least: number,
): readonly Stage[] {
  const span = member.headSpan()
  const test: Test = {
    kind: 'test',
    field: 'count',
    operator: least === 0 ? 'equals' : 'gte',
    value: least,
    cased: false,
    transforms: [],
    list: 0,
    derived: true,
    span,
  }
  const aggregate: Stage = {
    kind: 'aggregate',
    functions: [{ name: 'count', as: 'count' }],
    groupBy,
    ...(window === undefined ? {} : { window }),
    span,
  }
  return [aggregate, { kind: 'threshold', expression: test, span }]
}

/** The signals of one rule. */
function signalsOf(member: MapReader): Logic {
  const span = member.spanOf('RuleID')
  const names = member.texts('RuleID')
  return { stages: [{ kind: 'source', logSource: {}, names, span }] }
}

function minutes(count: number | undefined): number | undefined {
  return count === undefined ? undefined : count * 60
}
