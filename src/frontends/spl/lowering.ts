import {
  type Diagnostic,
  type DiagnosticCode,
  diagnostic,
  optional,
  type Span,
} from '../../base/index.ts'
import { type Condition, Connectives } from '../../ir/condition/index.ts'
import {
  type Computation,
  type DeriveStage,
  type Expression,
  type Logic,
  not,
  type Stage,
  type TestFrame,
} from '../../ir/index.ts'
import type { ExpandedText } from './expand-macros.ts'
import { type FieldBudget, SplFieldTable } from './fields.ts'
import { parseMacroCall, type SplOptions } from './macro.ts'
import type { Operand } from './operand.ts'
import { printSplExpression } from './print.ts'
import type { SplCommand, SplExpression } from './syntax.ts'

/** How many choices (`case`, `if`) are followed inside one another. */
const maxChoices = 3

/** A pipeline that was lowered, and the fields that are left at its end. */
export interface LoweredPipeline {
  readonly logic: Logic
  readonly fields: SplFieldTable
}

/** What lowering needs of the parts that need lowering: subsearches, and searches in texts. */
export interface SplPipelines {
  lower(
    commands: readonly SplCommand[],
    lowering: SplLowering,
    from?: SplFieldTable,
  ): LoweredPipeline
  lowerText(raw: string, span: Span, lowering: SplLowering): LoweredPipeline
  lowerCondition(raw: string, span: Span, lowering: SplLowering): Expression
  lowerWhere(expression: SplExpression, lowering: SplLowering): Condition
}

/** How deep texts with searches may stand in one another. */
const maxTextDepth = 5

/** What lowering has in hand at one place of a search. */
export class SplLowering {
  readonly text: string
  readonly source: ExpandedText
  readonly options: SplOptions
  readonly diagnostics: Diagnostic[]
  readonly pipelines: SplPipelines
  fields: SplFieldTable
  private readonly budget: FieldBudget = { steps: 20_000_000 }
  /** Whether a condition has asked for a value that is computed of groups. */
  usesAggregate = false
  /** Nothing stands before the command that is lowered. */
  isFirst = true
  /** Searches in texts around this one. */
  readonly depth: number
  readonly connectives: Connectives
  private readonly guards = new Set<Expression>()
  private derived = new Map<string, DeriveStage>()
  private before: Stage[] = []
  private nextList = 0
  private choices = 0
  private readonly told = new Set<string>()

  constructor(
    source: ExpandedText,
    options: SplOptions,
    pipelines: SplPipelines,
    diagnostics: Diagnostic[],
    depth = 0,
  ) {
    this.text = source.text
    this.source = source
    this.fields = this.newFields()
    this.options = options
    this.pipelines = pipelines
    this.diagnostics = diagnostics
    this.depth = depth
    this.connectives = new Connectives(this.guards)
  }

  textOf({ start, end }: Span): string {
    return this.text.slice(start, end)
  }

  /** The stages that tests since the last call need before them: subsearches, computed values. */
  takeBefore(): readonly Stage[] {
    const stages = [...this.before, ...this.derived.values()]
    this.derived = new Map()
    this.before = []
    return stages
  }

  addBefore(stage: Stage): void {
    this.before.push(stage)
  }

  newList(): number {
    return this.nextList++
  }

  report(code: DiagnosticCode, span: Span, message: string, help?: string): void {
    const key = `${code} ${span.start}`
    if (this.told.has(key)) return
    this.told.add(key)
    this.diagnostics.push(diagnostic(code, span, message, help))
  }

  /** A pipeline inside this one, with fields of its own. */
  lowerInner(commands: readonly SplCommand[], from?: SplFieldTable): LoweredPipeline {
    const { fields, isFirst, before, derived } = this
    this.before = []
    this.derived = new Map()
    const lowered = this.pipelines.lower(commands, this, from)
    this.fields = fields
    this.isFirst = isFirst
    this.before = before
    this.derived = derived
    return lowered
  }

  /** Follows a choice, whose condition then stands in the logic twice; not inside too many others. */
  choice(follow: () => Condition | undefined): Condition | undefined {
    if (this.choices >= maxChoices) return undefined
    this.choices++
    const condition = follow()
    this.choices--
    return condition
  }

  /** A value that the logic has no test for gets the name of its text, by which it is tested. */
  compute(
    expression: SplExpression,
    isAggregate: boolean,
    computation: Computation | undefined,
  ): Operand {
    const field = printSplExpression(expression)
    const { span } = expression
    if (!this.derived.has(field)) {
      const computations = optional('computations', computation && [computation])
      const stage = { kind: 'derive', names: [field], text: field, ...computations, span } as const
      this.derived.set(field, stage)
    }
    return { field, isDerived: true, isAggregate, fold: undefined, isNumber: false, span }
  }

  /** The field or the value that a name stands for here, in a condition. */
  operand(name: string, span: Span): Operand {
    const { field, isDerived, isAggregate, isDropped, lookup } = this.fields.find(name)
    if (isDropped) {
      const message = `“${name}” has no value any more: an earlier command has left it out`
      this.report('spl/dropped-field', span, message)
    }
    if (isAggregate) this.usesAggregate = true
    const operand = { field, isDerived, isAggregate, fold: undefined, isNumber: false, span }
    return lookup === undefined ? operand : { ...operand, lookup }
  }

  /** The same outside of conditions, where a field that was left out is no reason to speak. */
  quietOperand(name: string, span: Span): Operand {
    const { field, isDerived, isAggregate } = this.fields.find(name)
    return { field, isDerived, isAggregate, fold: undefined, isNumber: false, span }
  }

  /** A test that the operand has a value. One that a lookup gives has one if the lookup knows the key. */
  isPresent(operand: Operand, span: Span, list: number = this.newList()): Expression {
    const { lookup } = operand
    if (lookup === undefined) {
      return not({ kind: 'test', ...this.frame(operand, span, false, list), operator: 'null' })
    }
    const frame = this.frame({ ...lookup, span: operand.span }, span, false, list)
    return {
      kind: 'test',
      ...frame,
      operator: 'in_list',
      value: [{ kind: 'list', name: lookup.table }],
    }
  }

  /** A table of fields like another, or one in which every name is a field of the event. */
  newFields(from?: SplFieldTable): SplFieldTable {
    return new SplFieldTable(this.budget, from)
  }

  /** A search that stands in a text; everything in it has the place of the text. */
  lowerText(raw: string, span: Span): LoweredPipeline | undefined {
    return this.depth >= maxTextDepth ? undefined : this.pipelines.lowerText(raw, span, this)
  }

  /** The condition that an expression of `where` is. */
  where(expression: SplExpression): Condition {
    return this.pipelines.lowerWhere(expression, this)
  }

  /** The condition that stands in a text. */
  searchText(raw: string, span: Span): Expression {
    return this.pipelines.lowerCondition(raw, span, this)
  }

  reportMacro(call: string, span: Span): void {
    const name = parseMacroCall(call)?.name ?? call
    this.report('spl/unknown-macro', span, `the macro “${name}” has no definition here`)
  }

  /** Everything of a test but its operator and value. */
  frame(
    operand: Pick<Operand, 'field' | 'isDerived' | 'span'>,
    span: Span,
    cased: boolean,
    list: number = this.newList(),
  ): TestFrame {
    return {
      field: operand.field,
      cased,
      transforms: [],
      list,
      span,
      fieldSpan: operand.span,
      ...(operand.isDerived ? { derived: true as const } : {}),
    }
  }

  /** What must hold so that tests of the operand are not null. */
  presence(operand: Pick<Operand, 'field' | 'isDerived' | 'span'>): Expression {
    const guard = not({
      kind: 'test',
      ...this.frame(operand, operand.span, false),
      operator: 'null',
    })
    this.guards.add(guard)
    return guard
  }

  opaque(reason: DiagnosticCode, span: Span): Expression {
    return { kind: 'opaque', text: this.textOf(span), reason, span }
  }
}
