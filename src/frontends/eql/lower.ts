import {
  assertNever,
  type Diagnostic,
  diagnostic,
  findNearest,
  type Span,
} from '../../base/index.ts'
import {
  and,
  type DeriveStage,
  type FilterStage,
  type JoinStage,
  type Logic,
  type Expression as LogicExpression,
  type OpaqueStage,
  type SequenceStage,
  type SequenceStep,
  type Stage,
} from '../../ir/index.ts'
import { type LowerContext, lowerCondition } from './lower-condition.ts'
import { type ComputedOperand, type Operand, toOperand } from './operand.ts'
import type {
  EqlSyntax,
  ErrorQuery,
  EventQuery,
  Expression,
  JoinQuery,
  MaxSpan,
  Pipe,
  SampleQuery,
  SequenceQuery,
  Step,
} from './syntax.ts'

/** The field that holds an event’s category, “by default the ECS `event.category` field”. */
export const categoryField = 'event.category'

/** Turns a query into logic. `text` is what it was read from. */
export function lowerEql(
  { query, pipes }: EqlSyntax,
  text: string,
  report: (diagnostic: Diagnostic) => void,
): Logic {
  let lists = 0
  const lowering = new QueryLowering({ text, report, nextList: () => lists++ })
  switch (query.kind) {
    case 'event':
    case 'error':
      return { stages: [...lowering.lowerEvent(query), ...lowering.lowerPipes(pipes, 'event')] }
    case 'sequence':
      return { stages: [...lowering.lowerSequence(query), ...lowering.lowerPipes(pipes, 'events')] }
    case 'sample':
    case 'join':
      return { stages: [...lowering.lowerJoin(query), ...lowering.lowerPipes(pipes, 'events')] }
    default:
      return assertNever(query)
  }
}

const maxRuns = 100

class QueryLowering {
  readonly #context: LowerContext

  constructor(context: LowerContext) {
    this.#context = context
  }

  /** `process where …`: the category is a test like any other, and what is computed comes first. */
  lowerEvent(event: EventQuery | ErrorQuery): readonly Stage[] {
    if (event.kind === 'error') return [this.#opaque(event.span, 'eql/syntax')]
    const { category, condition, span } = event
    const lowered = lowerCondition(condition, this.#context)
    const test: readonly LogicExpression[] =
      category === undefined
        ? []
        : [
            {
              kind: 'test',
              operator: 'equals',
              field: categoryField,
              value: category.text,
              cased: true,
              transforms: [],
              list: this.#context.nextList(),
              span: category.span,
            },
          ]
    const expression = and([...test, lowered.expression])
    return [...lowered.derived.map(toDeriveStage), this.#filter(expression, span)]
  }

  #filter(expression: LogicExpression, span: Span): FilterStage {
    const condition = this.#slice(span)
    return { kind: 'filter', condition, parts: [], expression, span }
  }

  lowerSequence(query: SequenceQuery): readonly Stage[] {
    const problems: OpaqueStage[] = []
    const refuse = (span: Span, message: string, help?: string): void => {
      problems.push(this.#refuse(span, message, help))
    }
    const optional = new Set<string>()
    const by = this.#lowerKeys(query.by, optional, refuse)
    const maxSpan = query.maxSpan === undefined ? undefined : findSeconds(query.maxSpan)
    if (typeof maxSpan === 'string') refuse(query.maxSpan?.span ?? query.span, maxSpan)
    const steps = query.steps.map(step => this.#lowerStep(step, optional, refuse))
    problems.push(...this.#unreadSettings(query))
    checkSteps(query, refuse)
    const { until } = query
    const untilBy = until === undefined ? [] : this.#lowerKeys(until.by, optional, refuse)
    const stage: SequenceStage = {
      kind: 'sequence',
      steps,
      by,
      ...(optional.size === 0 ? {} : { optionalBy: [...optional] }),
      ...(typeof maxSpan === 'number' ? { maxSpan } : {}),
      ...(until === undefined ? {} : { until: { stages: this.lowerEvent(until.event) } }),
      ...(untilBy.length === 0 ? {} : { untilBy }),
      span: query.span,
    }
    return [stage, ...problems]
  }

  /** What the parser has reported and no step shows: without it the sequence is another one. */
  #unreadSettings({ maxSpan, steps, span }: SequenceQuery): readonly OpaqueStage[] {
    const settings = [maxSpan, ...steps.map(step => step.runs)]
    const spans = settings.flatMap(setting => (setting?.number === '' ? [setting.span] : []))
    return (steps.length === 0 ? [span] : spans).map(place => this.#opaque(place, 'eql/syntax'))
  }

  #lowerStep(
    step: Step,
    optional: Set<string>,
    refuse: (span: Span, message: string) => void,
  ): SequenceStep {
    const { isMissing, event, runs } = step
    const count = runs === undefined ? 1 : Number(runs.number)
    const isInRange = Number.isInteger(count) && count >= 1 && count <= maxRuns
    // “The runs value must be between 1 and 100 (inclusive).”
    if (runs !== undefined && !isInRange && runs.number !== '') {
      refuse(runs.span, `“runs” is a whole number from 1 to ${maxRuns}`)
    }
    return {
      logic: { stages: this.lowerEvent(event) },
      by: this.#lowerKeys(step.by, optional, refuse),
      isMissing,
      runs: isInRange ? count : 1,
    }
  }

  /** The names of keys. `?name` may be null: it is put among the optional ones. */
  #lowerKeys(
    keys: readonly Expression[],
    optional: Set<string>,
    refuse: (span: Span, message: string) => void,
  ): readonly string[] {
    return keys.flatMap(key => {
      const operand = this.#operand(key)
      if (operand.kind !== 'field') {
        if (operand.kind !== 'opaque') refuse(key.span, 'a key is a field’s name')
        return [this.#slice(key.span)]
      }
      if (key.kind === 'field' && key.isOptional) optional.add(operand.name)
      return [operand.name]
    })
  }

  #operand(expression: Expression): Operand {
    return toOperand(expression, found => this.#context.report(found))
  }

  /** A sample, or a join of the older language: the events in any order, the keys side by side. */
  lowerJoin(query: SampleQuery | JoinQuery): readonly Stage[] {
    const problems: OpaqueStage[] = []
    const refuse = (span: Span, message: string, help?: string): void => {
      problems.push(this.#refuse(span, message, help))
    }
    const { kind, span } = query
    const start = { start: span.start, end: span.start + kind.length }
    if (kind === 'join') {
      const message = 'Elasticsearch does not have “join”'
      this.#context.report(diagnostic('eql/other-dialect', start, message))
      if (query.until !== undefined) refuse(query.until.span, 'a join that expires is not read')
    }
    const optional = new Set<string>()
    const shared = this.#lowerKeys(query.by, optional, refuse)
    const own = query.steps.map(step => this.#lowerKeys(step.by, optional, refuse))
    const count = own[0]?.length ?? 0
    if (own.some(keys => keys.length !== count)) refuse(start, 'each event needs as many keys')
    for (const { isMissing, runs, span: place } of query.steps) {
      if (isMissing) refuse(place, `a ${kind} has no missing events`)
      if (runs !== undefined) refuse(runs.span, `a ${kind} has no “runs”`)
    }
    if (kind === 'sample' && shared.length + count === 0) {
      refuse(start, 'a sample needs keys', 'write “sample by” and a field')
    }
    // The parser has reported it.
    if (query.steps.length === 0) problems.push(this.#opaque(span, 'eql/syntax'))
    const ownKeys = Array.from({ length: count }, (_, i) =>
      [...new Set(own.flatMap(keys => keys[i] ?? []))].join(' == '),
    )
    const stage: JoinStage = {
      kind: 'join',
      how: kind,
      sides: query.steps.map(step => ({ stages: this.lowerEvent(step.event) })),
      keys: [...shared, ...ownKeys],
      span,
    }
    return [stage, ...problems]
  }

  lowerPipes(pipes: readonly Pipe[], input: 'event' | 'events'): readonly Stage[] {
    return pipes.flatMap(pipe => this.#lowerPipe(pipe, input))
  }

  #lowerPipe(pipe: Pipe, input: 'event' | 'events'): readonly Stage[] {
    const { name, span, arguments: list } = pipe
    if (name.text === '') return [this.#opaque(span, 'eql/syntax')]
    if (!pipeNames.includes(name.text)) {
      const nearest = findNearest(name.text, pipeNames)
      const help = nearest === undefined ? undefined : `did you mean “${nearest}”?`
      const message = `there is no pipe “${name.text}”`
      this.#context.report(diagnostic('eql/unknown-pipe', name.span, message, help))
      return [this.#opaque(span, 'eql/unknown-pipe')]
    }
    if (name.text === 'head' || name.text === 'tail') return [this.#lowerLimit(pipe)]
    const message = `Elasticsearch does not have the pipe “${name.text}”`
    this.#context.report(diagnostic('eql/other-dialect', name.span, message))
    if (name.text === 'filter') {
      const [condition] = list
      // Behind a sequence a condition is about one of its events, by its number.
      if (condition === undefined || list.length > 1 || input === 'events') {
        return [this.#refusePipe(pipe, '“filter” is read behind single events only')]
      }
      const lowered = lowerCondition(condition, this.#context)
      return [
        ...lowered.derived.map(toDeriveStage),
        this.#filter(lowered.expression, condition.span),
      ]
    }
    const operands = list.map(key => this.#operand(key))
    const keys = operands.map(operand => (operand.kind === 'field' ? operand.name : operand.text))
    if (operands.some(operand => operand.kind === 'opaque')) {
      return [this.#opaque(span, 'eql/syntax')]
    }
    if (name.text === 'count' || name.text === 'unique_count') {
      const functions = [{ name: 'count', as: 'count' }]
      return [{ kind: 'aggregate', functions, groupBy: keys, span }]
    }
    return [{ kind: 'shape', text: this.#slice(span), span }]
  }

  /** “`<max>` (Required, integer) Maximum number of matching events or sequences to return.” */
  #lowerLimit(pipe: Pipe): Stage {
    const [max] = pipe.arguments
    const operand = max === undefined ? undefined : this.#operand(max)
    const value = operand?.kind === 'constant' ? operand.value : undefined
    const isCount =
      typeof value === 'object' && value !== null && !value.isFloat && value.number >= 0
    if (!isCount || pipe.arguments.length > 1) {
      return this.#refusePipe(pipe, `“${pipe.name.text}” needs a number of events`)
    }
    return { kind: 'shape', text: this.#slice(pipe.span), span: pipe.span }
  }

  #refusePipe({ span }: Pipe, message: string): OpaqueStage {
    this.#context.report(diagnostic('eql/invalid-argument', span, message))
    return this.#opaque(span, 'eql/invalid-argument')
  }

  #refuse(span: Span, message: string, help?: string): OpaqueStage {
    this.#context.report(diagnostic('eql/invalid-sequence', span, message, help))
    return this.#opaque(span, 'eql/invalid-sequence')
  }

  #opaque(span: Span, reason: Diagnostic['code']): OpaqueStage {
    return { kind: 'opaque', text: this.#slice(span), reason, span }
  }

  #slice({ start, end }: Span): string {
    return this.#context.text.slice(start, end)
  }
}

const pipeNames: readonly string[] = [
  'head',
  'tail',
  'filter',
  'sort',
  'unique',
  'count',
  'unique_count',
]

function toDeriveStage({ text, computation, span }: ComputedOperand): DeriveStage {
  const known = computation === undefined ? {} : { computations: [computation] }
  return { kind: 'derive', names: [text], text, ...known, span }
}

const unitSeconds: ReadonlyMap<string, number> = new Map([
  ['ms', 0.001],
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
])

/** The span in seconds, or what is wrong with it; `undefined` if that has been said. */
function findSeconds({ number, unit }: MaxSpan): number | string | undefined {
  if (number === '') return undefined
  const size = unitSeconds.get(unit)
  if (unit === '') return `“${number}” needs a unit: ms, s, m, h or d`
  if (size === undefined) return `“${unit}” is no unit; there are ms, s, m, h and d`
  const seconds = unit === 'ms' ? Number(number) / 1000 : Number(number) * size
  return seconds > 0 && Number.isFinite(seconds) ? seconds : 'the span is longer than nothing'
}

/** What the documentation asks of the steps of a sequence, taken together. */
function checkSteps(
  { steps, until, maxSpan, span }: SequenceQuery,
  refuse: (span: Span, message: string, help?: string) => void,
): void {
  const start = { start: span.start, end: span.start + 'sequence'.length }
  const count = steps.reduce(
    (sum, { runs }) => sum + Math.max(1, Number(runs?.number ?? 1) || 1),
    0,
  )
  if (steps.length > 0 && count < 2) refuse(start, 'a sequence needs two events at least')
  const [missing] = steps.filter(step => step.isMissing)
  // “with maxspan is mandatory when missing event clauses are present.”
  if (missing !== undefined && maxSpan === undefined) {
    refuse(missing.span, 'a missing event needs “with maxspan”')
  }
  // “A sequence … needs to have at least one positive clause.”
  if (steps.length > 0 && steps.every(step => step.isMissing)) {
    refuse(start, 'a sequence needs an event that is not missing')
  }
  const keys = steps[0]?.by.length ?? 0
  const all = until === undefined ? steps : [...steps, until]
  const other = all.find(step => step.by.length !== keys)
  if (other !== undefined) refuse(other.span, `each event needs as many keys: here ${keys}`)
}
