import { type Diagnostic, type DiagnosticCode, diagnostic, type Span } from '../../base/index.ts'
import type { DeriveStage, Expression } from '../../ir/index.ts'
import { printPath, printYaralExpression } from './print.ts'
import type { YaralExpression, YaralField } from './syntax.ts'

/** What lowering a rule has in hand everywhere. */
export class YaralLowering {
  readonly text: string
  readonly diagnostics: Diagnostic[]
  private nextList = 0
  /** One place is told once. */
  private readonly told = new Set<string>()

  constructor(text: string, diagnostics: Diagnostic[]) {
    this.text = text
    this.diagnostics = diagnostics
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

  opaque(reason: DiagnosticCode, span: Span): Expression {
    return { kind: 'opaque', text: this.slice(span), reason, span }
  }

  slice({ start, end }: Span): string {
    return this.text.slice(start, end)
  }
}

/** What a name means at one place of a rule. */
export interface YaralName {
  readonly name: string
  readonly isDerived: boolean
}

/**
 * One place of a rule where conditions are lowered: the conditions on one event, those on several events
 * together, or those on the group.
 */
export interface YaralScope {
  readonly lowering: YaralLowering
  /** The named part of the stage that its tests stand in. */
  readonly part: string | undefined
  /** The stages that compute what its tests are about, by the names that they give. */
  readonly derived: Map<string, DeriveStage>
  /** A field of an event, by its variable and path. */
  nameField(field: YaralField): YaralName
  /** What a variable without a path stands for: another expression, or itself. */
  resolve(field: YaralField): YaralExpression | YaralName
  /** Whether a comparison gives a placeholder its value, and so is no condition. */
  isBinding(expression: YaralExpression): boolean
  /** What `#name` is called, where counts mean something. */
  nameCount(variable: string): YaralName | undefined
}

/** A value that the logic has no test for gets the name of its text, by which it is tested. */
export function computed(expression: YaralExpression, { derived }: YaralScope): string {
  const name = printYaralExpression(expression)
  if (!derived.has(name)) {
    derived.set(name, { kind: 'derive', names: [name], text: name, span: expression.span })
  }
  return name
}

/** The name of an event’s field, without its variable; `udm.` before it changes nothing. */
export function fieldName({ path }: YaralField): string {
  return printPath(path).replace(/^udm\./, '')
}
