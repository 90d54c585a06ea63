import { type Diagnostic, type DiagnosticCode, diagnostic, type Span } from '../../base/index.ts'
import { type Condition, Connectives, opaqueCondition } from '../../ir/condition/index.ts'
import type { DeriveStage, Expression, JoinStage, Stage, TestFrame } from '../../ir/index.ts'
import { not } from '../../ir/index.ts'
import { itemFunctions } from './functions.ts'
import { printMql } from './print.ts'
import { type FieldOperand, type MqlScope, type Operand, withItems } from './scope.ts'
import type { MqlCall, MqlExpression } from './syntax.ts'

/** What needs one another, and is therefore put together where a query is read. */
export interface MqlParts {
  readonly lowerCondition: (expression: MqlExpression, place: MqlPlace) => Condition
  /** The functions that look at items and give a value or a list. */
  readonly lowerItems: (call: MqlCall, place: MqlPlace) => Operand
}

/** What lowering a query has in hand everywhere. */
export class MqlLowering {
  readonly text: string
  readonly diagnostics: Diagnostic[]
  readonly parts: MqlParts
  readonly connectives: Connectives
  private readonly guards = new Set<Expression>()
  private readonly told = new Set<string>()
  /** How often each name of a scope was given. */
  private readonly names = new Map<string, number>()
  private nextList = 0

  constructor(text: string, diagnostics: Diagnostic[], parts: MqlParts) {
    this.text = text
    this.diagnostics = diagnostics
    this.parts = parts
    this.connectives = new Connectives(this.guards)
  }

  newList(): number {
    return this.nextList++
  }

  /** A name that no other scope has: `any of body.links`, `any of body.links (2)`. */
  newName(base: string): string {
    const count = (this.names.get(base) ?? 0) + 1
    this.names.set(base, count)
    return count === 1 ? base : `${base} (${count})`
  }

  report(code: DiagnosticCode, span: Span, message: string, help?: string): void {
    const key = `${code} ${span.start}`
    if (this.told.has(key)) return
    this.told.add(key)
    this.diagnostics.push(diagnostic(code, span, message, help))
  }

  opaque(reason: DiagnosticCode, span: Span): Condition {
    return opaqueCondition(this.text, reason, span)
  }

  slice({ start, end }: Span): string {
    return this.text.slice(start, end)
  }

  /** What must hold so that tests of a field are not null. */
  presence(operand: FieldOperand): Expression {
    const frame = this.frame(operand, operand.span, true)
    const guard = not({ kind: 'test', ...frame, operator: 'null' })
    this.guards.add(guard)
    return guard
  }

  /** Everything of a test but its operator and value. */
  frame(
    { name, isDerived, span: fieldSpan }: FieldOperand,
    span: Span,
    ignoresCase: boolean,
    list: number = this.newList(),
  ): TestFrame {
    return {
      field: name,
      cased: !ignoresCase,
      transforms: [],
      list,
      ...(isDerived ? { derived: true as const } : {}),
      span,
      fieldSpan,
    }
  }
}

/**
 * One place where conditions are lowered: the message, or an item of a list in it. What its conditions are computed
 * from is gathered here, and becomes the stages in front of the filter.
 */
export class MqlPlace {
  readonly lowering: MqlLowering
  readonly scope: MqlScope | undefined
  private readonly stages = new Map<string, DeriveStage | JoinStage>()
  private readonly kept = new Set<string>()

  constructor(lowering: MqlLowering, scope: MqlScope | undefined) {
    this.lowering = lowering
    this.scope = scope
  }

  /** The place of an item, inside this one. */
  inside(item: MqlScope['item']): MqlPlace {
    return new MqlPlace(this.lowering, { item, outer: this.scope })
  }

  add(name: string, stage: DeriveStage | JoinStage): void {
    if (!this.stages.has(name)) this.stages.set(name, stage)
  }

  /** A list that others are computed from, whether or not a test names it. */
  keep(name: string, stage: JoinStage): void {
    this.kept.add(name)
    this.add(name, stage)
  }

  /** The text of an expression, with dots as what they stand for. */
  nameOf(expression: MqlExpression): string {
    return printMql(withItems(expression, this.scope, itemFunctions))
  }

  /** A value that the logic has no test for gets the name of its text, by which it is tested. */
  compute(expression: MqlExpression): FieldOperand {
    const name = this.nameOf(expression)
    const { span } = expression
    this.add(name, { kind: 'derive', names: [name], text: name, span })
    return { kind: 'field', name, isDerived: true, span }
  }

  /** The stages of this place; scopes that no test asks for any more are left out. */
  stagesFor(isUsed: (name: string) => boolean): readonly Stage[] {
    return [...this.stages].flatMap(([name, stage]) =>
      stage.kind === 'derive' || this.kept.has(name) || isUsed(name) ? [stage] : [],
    )
  }
}
