import {
  type Diagnostic,
  type DiagnosticCode,
  diagnostic,
  optional,
  type Span,
} from '../../base/index.ts'
import { type Condition, Connectives, opaqueCondition } from '../../ir/condition/index.ts'
import {
  type Computation,
  type DeriveStage,
  type Expression,
  not,
  type TestFrame,
} from '../../ir/index.ts'
import { dialects, type SqlDialect, type SqlDialectFacts } from './dialect.ts'
import type { SqlOperand } from './operand.ts'
import { printSqlExpression } from './print.ts'
import { SqlScope } from './scope.ts'
import type { SqlExpression } from './syntax.ts'

/** How often names of one query are followed to the items that they are the aliases of. */
const maxFollowed = 10_000

/** How many choices (`CASE`, `COALESCE`, whether a condition is null) are followed in one another. */
const maxChoices = 3

type ToValue = (expression: SqlExpression, lowering: SqlLowering) => Computation | undefined

/** What lowering has in hand at one place of a query. */
export class SqlLowering {
  readonly text: string
  readonly dialect: SqlDialect
  readonly facts: SqlDialectFacts
  readonly diagnostics: Diagnostic[]
  readonly connectives: Connectives
  scope: SqlScope = new SqlScope([])
  /** The names of values that have one, by their printed text: aliases of items. */
  names: ReadonlyMap<string, string> = new Map()
  /** Names that a stage has defined. */
  defined: Set<string> = new Set()
  /** How values are computed, which stands on top of this. */
  private readonly toValue: ToValue
  private readonly guards = new Set<Expression>()
  private derived = new Map<string, DeriveStage>()
  private nextList = 0
  private choices = 0
  private followed = 0
  /** The start of every problem that was told, by code: one place is told once. */
  private readonly told = new Set<string>()

  constructor(text: string, dialect: SqlDialect, diagnostics: Diagnostic[], toValue: ToValue) {
    this.text = text
    this.toValue = toValue
    this.dialect = dialect
    this.facts = dialects[dialect]
    this.diagnostics = diagnostics
    this.connectives = new Connectives(this.guards)
  }

  /** The stages that compute what tests since the last call are about. */
  takeDerived(): readonly DeriveStage[] {
    const stages = [...this.derived.values()]
    for (const name of this.derived.keys()) this.defined.add(name)
    this.derived = new Map()
    return stages
  }

  /** Lowers to find something out, and leaves nothing behind. */
  attempt<T>(scope: SqlScope, lower: () => T): T {
    const before = { derived: this.derived, scope: this.scope }
    this.derived = new Map()
    this.scope = scope
    const result = lower()
    this.derived = before.derived
    this.scope = before.scope
    return result
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

  print(expression: SqlExpression): string {
    return printSqlExpression(expression, this.dialect)
  }

  slice({ start, end }: Span): string {
    return this.text.slice(start, end)
  }

  /** Whether one more alias may be followed: aliases of aliases can grow without bound. */
  mayFollowAlias(): boolean {
    return this.followed++ < maxFollowed
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

  /** A value that the logic has no test for gets the name of its item, else of its text. */
  compute(expression: SqlExpression): SqlOperand {
    const text = this.print(expression)
    const field = this.names.get(text) ?? text
    const { span } = expression
    if (!this.derived.has(field) && !this.defined.has(field)) {
      // What its parts derive stands before it; it is there meanwhile, so that nothing goes in circles.
      this.derived.set(field, this.deriveStage(field, expression, undefined))
      const computation = this.toValue(expression, this)
      this.derived.delete(field)
      this.derived.set(field, this.deriveStage(field, expression, computation))
    }
    return { field, isDerived: true, fold: undefined, isNumber: false, isTime: false, span }
  }

  /** The stage that names a value. */
  deriveStage(
    name: string,
    expression: SqlExpression,
    computation: Computation | undefined,
  ): DeriveStage {
    const text = this.print(expression)
    return {
      kind: 'derive',
      names: [name],
      text: name === text ? text : `${text} AS ${name}`,
      ...optional('computations', computation && [computation]),
      span: expression.span,
    }
  }

  /** A condition that the logic has no test for: its value is computed, and is true or false. */
  computed(expression: SqlExpression): Condition {
    return this.isBoolean(this.compute(expression), expression.span)
  }

  /** A value that is true, or false, or null; in SQLite a number that is not 0, or 0. */
  isBoolean(operand: SqlOperand, span: Span): Condition {
    const frame = { ...this.frame(operand, span), cased: false }
    if (this.facts.quotesTexts) {
      const isZero: Expression = { kind: 'test', ...frame, operator: 'equals', value: 0 }
      return this.connectives.not(this.connectives.strict(isZero, [this.presence(operand)]))
    }
    return {
      isTrue: { kind: 'test', ...frame, operator: 'equals', value: true },
      isFalse: { kind: 'test', ...frame, operator: 'equals', value: false },
    }
  }

  /** Everything of a test but its operator and value; case counts unless the operand is folded. */
  frame(operand: SqlOperand, span: Span, list: number = this.newList()): TestFrame {
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
  presence(operand: SqlOperand): Expression {
    const frame = { ...this.frame(operand, operand.span), cased: false }
    const guard = not({ kind: 'test', ...frame, operator: 'null' })
    this.guards.add(guard)
    return guard
  }

  opaque(reason: DiagnosticCode, span: Span): Condition {
    return opaqueCondition(this.text, reason, span)
  }
}
