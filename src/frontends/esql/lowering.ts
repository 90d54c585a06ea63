import {
  type Diagnostic,
  type DiagnosticCode,
  diagnostic,
  optional,
  type Parsed,
  type Span,
} from '../../base/index.ts'
import { type Condition, Connectives, opaqueCondition } from '../../ir/condition/index.ts'
import {
  type DeriveStage,
  type Expression,
  type Logic,
  not,
  type TestFrame,
} from '../../ir/index.ts'
import { EsqlColumnTable } from './columns.ts'
import { toValue } from './lower-computation.ts'
import type { Operand } from './operand.ts'
import { printEsqlExpression } from './print-expression.ts'
import type { EsqlExpression } from './syntax.ts'

/** Front ends of the languages whose queries ES|QL holds as texts. */
export interface EsqlOptions {
  /** Reads the text of `KQL("…")`; without it, such a test is one of a computed value. */
  readonly parseKql?: (text: string) => Parsed<Logic>
  /** Reads the text of `QSTR("…")`, which is Lucene’s. */
  readonly parseLucene?: (text: string) => Parsed<Logic>
}

/** How many choices (`CASE`, or whether a condition is null) are followed inside one another. */
const maxChoices = 3

/** What lowering has in hand at one place of a pipeline. */
export class EsqlLowering {
  readonly text: string
  readonly options: EsqlOptions
  readonly diagnostics: Diagnostic[]
  columns: EsqlColumnTable = new EsqlColumnTable()
  readonly connectives: Connectives
  private readonly guards = new Set<Expression>()
  private derived = new Map<string, DeriveStage>()
  private nextList = 0
  private choices = 0
  /** The start of every problem that was told, by code: one place is told once. */
  private readonly told = new Set<string>()

  constructor(text: string, options: EsqlOptions, diagnostics: Diagnostic[]) {
    this.text = text
    this.options = options
    this.diagnostics = diagnostics
    this.connectives = new Connectives(this.guards)
  }

  /** The stages that compute what tests since the last call are about. */
  takeDerived(): readonly DeriveStage[] {
    const stages = [...this.derived.values()]
    this.derived = new Map()
    return stages
  }

  addDerived(stage: DeriveStage): void {
    for (const name of stage.names) this.derived.set(name, stage)
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

  /**
   * Follows a choice, whose condition then stands in the logic twice; not inside too many others,
   * since each doubles what is inside it.
   */
  choice(follow: () => Condition | undefined): Condition | undefined {
    if (this.choices >= maxChoices) return undefined
    this.choices++
    const condition = follow()
    this.choices--
    return condition
  }

  /** A value that the logic has no test for gets the name of its text, by which it is tested. */
  compute(expression: EsqlExpression): Operand {
    const field = printEsqlExpression(expression)
    const { span } = expression
    if (!this.derived.has(field)) {
      // What its choices derive stands before it.
      const computation = toValue(expression, this)
      this.derived.set(field, {
        kind: 'derive',
        names: [field],
        text: field,
        ...optional('computations', computation && [computation]),
        span,
      })
    }
    return { field, isDerived: true, fold: undefined, isAddress: false, isNumber: false, span }
  }

  /** A condition that the logic has no test for: its value is computed, and is true or false. */
  computed(expression: EsqlExpression): Condition {
    return this.isBoolean(this.compute(expression), expression.span)
  }

  /** A value that is true, or false, or null. */
  isBoolean(operand: Operand, span: Span): Condition {
    const frame = this.frame({ ...operand, fold: 'lower' }, span)
    return {
      isTrue: { kind: 'test', ...frame, operator: 'equals', value: true },
      isFalse: { kind: 'test', ...frame, operator: 'equals', value: false },
    }
  }

  /** Everything of a test but its operator and value; case counts unless the operand is folded. */
  frame(operand: Operand, span: Span, list: number = this.newList()): TestFrame {
    return {
      field: operand.field,
      cased: operand.fold === undefined,
      transforms: [],
      list,
      span,
      fieldSpan: operand.span,
      ...(operand.isDerived ? { derived: true as const } : {}),
    }
  }

  /** What must hold so that tests of the operand are not null. */
  presence(operand: Operand): Expression {
    const frame = { ...this.frame({ ...operand, fold: 'lower' }, operand.span) }
    const guard = not({ kind: 'test', ...frame, operator: 'null' })
    this.guards.add(guard)
    return guard
  }

  opaque(reason: DiagnosticCode, span: Span): Condition {
    return opaqueCondition(this.text, reason, span)
  }
}
