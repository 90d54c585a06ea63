import { type Diagnostic, type DiagnosticCode, diagnostic, type Span } from '../../base/index.ts'
import {
  always,
  type Condition,
  Connectives,
  never,
  opaqueCondition,
} from '../../ir/condition/index.ts'
import {
  type Computation,
  type DeriveStage,
  type Expression,
  type Logic,
  not,
  type Stage,
  type TestFrame,
} from '../../ir/index.ts'
import { KustoColumns, type Meaning } from './columns.ts'
import { toPlainText } from './plain-text.ts'
import type { Scope } from './scope.ts'
import type { KustoExpression } from './syntax.ts'

/** The field, or the computed value, that a test is about, and where it stands. */
export interface Operand extends Meaning {
  readonly span: Span
}

/** What a table is made of: its stages, and its columns. */
export interface Table {
  readonly logic: Logic
  readonly columns: KustoColumns
}

export type LowerTable = (
  expression: KustoExpression,
  scope: Scope,
  lowering: KustoLowering,
) => Table

/** How a value is computed from an event, and the stages that its conditions need before it. */
export interface Computed {
  readonly computation: Computation
  readonly before: readonly Stage[]
}

/** What of a query stands in its conditions, and is lowered elsewhere. */
export interface LowerParts {
  /** The query that stands inside an expression. */
  readonly table: LowerTable
  /** The condition that an expression is. */
  readonly condition: (
    expression: KustoExpression,
    scope: Scope,
    lowering: KustoLowering,
  ) => Condition
  /** How an expression is computed, if the logic can say it. */
  readonly computation: (
    expression: KustoExpression,
    scope: Scope,
    lowering: KustoLowering,
  ) => Computed | undefined
  /** Puts the queries that an expression takes values from before it. */
  readonly addQueries: (expression: KustoExpression, scope: Scope, lowering: KustoLowering) => void
}

/** How many choices (`iff`, `case`, `coalesce`) are followed inside one another. */
const maxChoices = 3

/** How often names are replaced by what they stand for, in one query. */
const maxExpansions = 2_000

/** How deep what names stand for nests. */
const maxNesting = 60

/** What lowering has in hand at one place of a query. */
export class KustoLowering {
  readonly text: string
  readonly diagnostics: Diagnostic[]
  readonly parts: LowerParts
  columns: KustoColumns = new KustoColumns()
  /** What is lowered stands under an odd number of negations. */
  isDenied = false
  private readonly guards = new Set<Expression>()
  private readonly connectives = new Connectives(this.guards)
  private before = new Map<string, Stage>()
  private nextList = 0
  private choices = 0
  private expansions = 0
  private nesting = 0
  /** The start of every problem that was told, by code: one place is told once. */
  private readonly told = new Set<string>()

  constructor(text: string, diagnostics: Diagnostic[], parts: LowerParts) {
    this.text = text
    this.diagnostics = diagnostics
    this.parts = parts
  }

  /** The stages that tests since the last call need before theirs. */
  takeBefore(): readonly Stage[] {
    const stages = [...this.before.values()]
    this.before = new Map()
    return stages
  }

  /** A stage that a test needs before its own; one of a name is enough. */
  addBefore(name: string, stage: Stage): void {
    if (!this.before.has(name)) this.before.set(name, stage)
  }

  /** The same of a stage that takes work to make. */
  addStageOnce(name: string, make: () => Stage): void {
    if (!this.before.has(name)) this.addBefore(name, make())
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

  /** A piece of the query in one line. */
  textOf({ start, end }: Span): string {
    return toPlainText(this.text.slice(start, end))
  }

  /**
   * Follows what a name stands for. Names that stand for several others can grow without end, so past a
   * limit they are not followed.
   */
  expand<T>(span: Span, follow: () => T): T | undefined {
    if (this.expansions >= maxExpansions || this.nesting >= maxNesting) {
      const message = 'names stand for too much to follow all of them'
      this.report('kusto/expansion-limit', span, message)
      return undefined
    }
    this.expansions++
    this.nesting++
    const result = follow()
    this.nesting--
    return result
  }

  /** Follows a choice, whose condition then stands in the logic twice; not inside too many others. */
  choice<T>(follow: () => T | undefined): T | undefined {
    if (this.choices >= maxChoices) return undefined
    this.choices++
    const result = follow()
    this.choices--
    return result
  }

  /** A value that the logic has no test for gets the name of its text, by which it is tested. */
  compute(expression: KustoExpression, scope: Scope, computation?: Computation): Operand {
    const { span } = expression
    this.parts.addQueries(expression, scope, this)
    const field = this.textOf(span)
    const stage: DeriveStage = {
      kind: 'derive',
      names: [field],
      text: field,
      span,
      ...(computation === undefined ? {} : { computations: [computation] }),
    }
    this.addBefore(`derive ${field}`, stage)
    return {
      field,
      isDerived: true,
      fold: undefined,
      isFileName: false,
      isConverted: false,
      span,
    }
  }

  /** A condition that the logic has no test for: its value is computed, and is true or false. */
  computed(expression: KustoExpression, scope: Scope, computation?: Computation): Condition {
    return this.isBoolean(this.compute(expression, scope, computation), expression.span)
  }

  /** A value that is true, or false, or null. */
  isBoolean(operand: Operand, span: Span): Condition {
    const frame = { ...this.frame(operand, span), cased: false }
    return {
      isTrue: { kind: 'test', ...frame, operator: 'equals', value: true },
      isFalse: { kind: 'test', ...frame, operator: 'equals', value: false },
    }
  }

  /** Everything of a test but its operator and value; case counts. */
  frame(operand: Operand, span: Span, list: number = this.newList()): TestFrame {
    return {
      field: operand.field,
      cased: true,
      transforms: [],
      list,
      span,
      fieldSpan: operand.span,
      ...(operand.isDerived ? { derived: true as const } : {}),
    }
  }

  /** What must hold so that the operand is not null. */
  presence(operand: Operand): Expression {
    const frame = { ...this.frame(operand, operand.span), cased: false }
    const guard = not({ kind: 'test', ...frame, operator: 'null' })
    this.guards.add(guard)
    return guard
  }

  opaque(reason: DiagnosticCode, span: Span): Condition {
    return opaqueCondition(this.text, reason, span)
  }

  /** A condition that is never null, as those of texts are. */
  total(isTrue: Expression): Condition {
    const isConstant =
      isTrue.kind !== 'test' && 'operands' in isTrue && isTrue.operands.length === 0
    if (isConstant) return isTrue.kind === 'and' ? always : never
    return this.connectives.total(isTrue)
  }

  not(condition: Condition): Condition {
    return this.connectives.not(condition)
  }

  /** The opposite of a condition, which is lowered as one that must not hold. */
  denied(lower: () => Condition): Condition {
    this.isDenied = !this.isDenied
    const condition = this.not(lower())
    this.isDenied = !this.isDenied
    return condition
  }

  /** What never is null stays in one piece, so that its denial does. */
  all(conditions: readonly Condition[]): Condition {
    const condition = this.connectives.all(conditions)
    return conditions.every(isTotal) ? this.total(condition.isTrue) : condition
  }

  any(conditions: readonly Condition[]): Condition {
    const condition = this.connectives.any(conditions)
    return conditions.every(isTotal) ? this.total(condition.isTrue) : condition
  }

  /** One condition, or, where `isElse` holds, another. */
  choose(own: Condition, isElse: Expression, other: Condition): Condition {
    return this.connectives.either(own, {
      isTrue: this.conjunction([isElse, other.isTrue]),
      isFalse: this.conjunction([isElse, other.isFalse]),
    })
  }

  conjunction(operands: readonly Expression[]): Expression {
    return this.connectives.conjunction(operands)
  }
}

function isTotal({ guards }: Condition): boolean {
  return guards?.length === 0
}
