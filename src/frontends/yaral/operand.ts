import { exactResult, type Span } from '../../base/index.ts'
import type { TestFrame } from '../../ir/index.ts'
import { computed, type YaralScope } from './lowering.ts'
import type { YaralExpression } from './syntax.ts'

/** What can stand on a side of a comparison, as far as tests know it. */
export type Operand = ValueOperand | ConstantOperand | RegexOperand | ListOperand | ErrorOperand

/** A field, or a computed value under a name of its own. */
export interface ValueOperand {
  readonly kind: 'value'
  readonly name: string
  readonly isDerived: boolean
  /** It is compared in lower or upper case: `strings.to_lower($e.f)`. */
  readonly fold: 'lower' | 'upper' | undefined
  readonly quantifier: 'any' | 'all' | undefined
  readonly span: Span
}

export interface ConstantOperand {
  readonly kind: 'constant'
  readonly value: string | number | boolean
  readonly span: Span
}

export interface RegexOperand {
  readonly kind: 'regex'
  readonly source: string
  readonly span: Span
}

export interface ListOperand {
  readonly kind: 'list'
  readonly name: string
  readonly span: Span
}

export interface ErrorOperand {
  readonly kind: 'error'
  readonly span: Span
}

export function toOperand(expression: YaralExpression, scope: YaralScope): Operand {
  const { span } = expression
  switch (expression.kind) {
    case 'text':
      return { kind: 'constant', value: expression.value, span }
    case 'boolean':
      return { kind: 'constant', value: expression.value, span }
    case 'number':
      return { kind: 'constant', value: Number(expression.text), span }
    case 'regex':
      return { kind: 'regex', source: expression.source.replaceAll('\\/', '/'), span }
    case 'list':
      return { kind: 'list', name: expression.name, span }
    case 'error':
      return { kind: 'error', span }
    case 'field': {
      if (expression.path.length > 0) return { ...plain(scope.nameField(expression)), span }
      const meaning = scope.resolve(expression)
      if (!('kind' in meaning)) return { ...plain(meaning), span }
      return { ...toOperand(meaning, scope), span }
    }
    case 'count': {
      const meaning = scope.nameCount(expression.variable)
      return meaning === undefined ? toComputed(expression, scope) : { ...plain(meaning), span }
    }
    case 'quantified': {
      const operand = toOperand(expression.operand, scope)
      if (operand.kind !== 'value') return operand
      return { ...operand, quantifier: expression.quantifier, span }
    }
    case 'call':
      return toFolded(expression, scope) ?? toComputed(expression, scope)
    case 'sign':
    case 'arithmetic':
      return toConstant(expression) ?? toComputed(expression, scope)
    default:
      return toComputed(expression, scope)
  }
}

function plain({
  name,
  isDerived,
}: {
  readonly name: string
  readonly isDerived: boolean
}): Omit<ValueOperand, 'span'> {
  return { kind: 'value', name, isDerived, fold: undefined, quantifier: undefined }
}

function toComputed(expression: YaralExpression, scope: YaralScope): ValueOperand {
  return { ...plain({ name: computed(expression, scope), isDerived: true }), span: expression.span }
}

/** “strings.to_lower … changing all characters to lowercase”: compared without case. */
function toFolded(
  { name, arguments: list, span }: Extract<YaralExpression, { kind: 'call' }>,
  scope: YaralScope,
): Operand | undefined {
  const [argument] = list
  const fold =
    name === 'strings.to_lower' ? 'lower' : name === 'strings.to_upper' ? 'upper' : undefined
  if (fold === undefined || argument === undefined || list.length !== 1) return undefined
  const operand = toOperand(argument, scope)
  if (operand.kind === 'constant' && typeof operand.value === 'string') {
    const value = fold === 'lower' ? operand.value.toLowerCase() : operand.value.toUpperCase()
    return { ...operand, value, span }
  }
  return operand.kind === 'value' ? { ...operand, fold, span } : undefined
}

/** `500 * 1024 * 1024` */
export function toConstant(expression: YaralExpression): ConstantOperand | undefined {
  const value = numberOf(expression)
  return value === undefined || !Number.isFinite(value)
    ? undefined
    : { kind: 'constant', value, span: expression.span }
}

function numberOf(expression: YaralExpression): number | undefined {
  switch (expression.kind) {
    case 'number':
      return Number(expression.text)
    case 'sign': {
      const value = numberOf(expression.operand)
      return value === undefined ? undefined : 0 - value
    }
    case 'arithmetic': {
      const left = numberOf(expression.left)
      const right = numberOf(expression.right)
      if (left === undefined || right === undefined) return undefined
      return exactResult(expression.operator, left, right)
    }
    default:
      return undefined
  }
}

/** Everything of a test but its operator and value. */
export function frameOf(
  operand: ValueOperand,
  { span, ignoresCase }: { readonly span: Span; readonly ignoresCase: boolean },
  scope: YaralScope,
): TestFrame {
  return {
    field: operand.name,
    cased: !ignoresCase && operand.fold === undefined,
    transforms: [],
    ...(scope.part === undefined ? {} : { part: scope.part }),
    list: scope.lowering.newList(),
    ...(operand.isDerived ? { derived: true as const } : {}),
    span,
    fieldSpan: operand.span,
  }
}
