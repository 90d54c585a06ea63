import type { Span } from '../../base/index.ts'
import type { MqlExpression } from './syntax.ts'

/** A field of the message, or a computed value under a name of its own. */
export interface FieldOperand {
  readonly kind: 'field'
  readonly name: string
  readonly isDerived: boolean
  /** What its items are called, where that is not its own name: those of a filtered list. */
  readonly items?: { readonly name: string; readonly isDerived: boolean }
  readonly span: Span
}

export interface ConstantOperand {
  readonly kind: 'constant'
  readonly value: string | number | boolean | null
  readonly span: Span
}

/** `$org_domains` */
export interface ListOperand {
  readonly kind: 'list'
  readonly name: string
  readonly span: Span
}

/** What can stand on a side of a comparison, as far as tests know it. */
export type Operand =
  | FieldOperand
  | ConstantOperand
  | ListOperand
  | { readonly kind: 'error'; readonly span: Span }

/** The item that `.` stands for, and the scope around. */
export interface MqlScope {
  readonly item: FieldOperand | ConstantOperand
  readonly outer: MqlScope | undefined
}

/** What the items of a list are called. */
export function itemsOf({ name, isDerived, items }: FieldOperand): {
  readonly name: string
  readonly isDerived: boolean
} {
  return items ?? { name, isDerived }
}

/** The scope that so many dots stand for. */
export function findScope(scope: MqlScope | undefined, depth: number): MqlScope | undefined {
  let found = scope
  for (let i = 1; i < depth; i++) found = found?.outer
  return found
}

/** An expression in which dots are what they stand for; inside a scope of its own they count from there. */
export function withItems(
  expression: MqlExpression,
  scope: MqlScope | undefined,
  lambda: ReadonlySet<string>,
  inner: number = 0,
): MqlExpression {
  const visit = (part: MqlExpression): MqlExpression => withItems(part, scope, lambda, inner)
  switch (expression.kind) {
    case 'item': {
      if (expression.depth <= inner) return expression
      const found = findScope(scope, expression.depth - inner)
      if (found === undefined) return expression
      const { item } = found
      const { span } = expression
      if (item.kind === 'field') return { kind: 'name', name: item.name, span }
      return constantNode(item)
    }
    case 'member':
      return { ...expression, object: visit(expression.object) }
    case 'index':
      return { ...expression, object: visit(expression.object), index: visit(expression.index) }
    case 'call':
      return {
        ...expression,
        arguments: expression.arguments.map((argument, i) => {
          const depth = i > 0 && lambda.has(expression.name) ? inner + 1 : inner
          return { ...argument, value: withItems(argument.value, scope, lambda, depth) }
        }),
      }
    case 'array':
    case 'number_of':
      return { ...expression, items: expression.items.map(visit) }
    case 'sign':
    case 'not':
    case 'presence':
      return { ...expression, operand: visit(expression.operand) }
    case 'arithmetic':
      return { ...expression, left: visit(expression.left), right: visit(expression.right) }
    case 'comparison':
    case 'and':
    case 'or':
      return { ...expression, operands: expression.operands.map(visit) }
    case 'membership':
      return {
        ...expression,
        operand: visit(expression.operand),
        values: expression.values.map(visit),
      }
    default:
      return expression
  }
}

function constantNode({ value, span }: ConstantOperand): MqlExpression {
  if (value === null) return { kind: 'null', span }
  if (typeof value === 'string') return { kind: 'text', value, isRaw: false, span }
  if (typeof value === 'boolean') return { kind: 'boolean', value, span }
  return { kind: 'number', text: String(value), span }
}
