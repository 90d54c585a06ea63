import type { Span } from '../../../base/index.ts'
import {
  type Expression,
  not,
  type Pattern,
  type Regex,
  type Test,
  type TextOperator,
  toTextTest,
} from '../../../ir/index.ts'
import { conjunction, disjunction, guarded, never, type Truth, total } from './truth.ts'
import {
  type Constant,
  type ConstantValue,
  type FieldValue,
  findConstantTruth,
  findEquality,
} from './value.ts'

/** What the events of a rule’s own tests have in a field. */
export type ValueType = 'text' | 'number' | 'boolean' | 'null' | 'list' | 'map'

/** Makes the tests of one rule. Members of one list have one number. */
export class FieldTests {
  private lists = 0
  private readonly elements = new Map<Test, readonly string[]>()

  newList(): number {
    return this.lists++
  }

  /** The loop over a list of the event whose element a test looks at. */
  elementOf(test: Test): readonly string[] | undefined {
    return this.elements.get(test)
  }

  /** `field == constant`; an absent field is what asking for it gives. */
  equals(field: FieldValue, constant: ConstantValue, list: number): Truth {
    const { value } = constant
    if (value === null) return this.isNone(field, constant.span)
    const test = this.equalTest(field, value, constant.span, list)
    return this.withAbsence(
      field,
      test,
      absent => findEquality(absent, constant) ?? false,
      constant.span,
    )
  }

  /** `field is None`. */
  isNone(field: FieldValue, span: Span): Truth {
    const { absent } = field
    const isNull = this.isNull(field, span)
    const exists = this.exists(field, span)
    if (absent === 'raises') {
      return guarded(conjunction([exists, isNull]), {
        expression: exists,
        field: nameOf(field.path),
      })
    }
    if (absent.kind === 'constant' && absent.value === null) return total(isNull)
    return field.nullIsAbsent ? never : total(conjunction([exists, isNull]))
  }

  /** `"key" in map`: a null counts. */
  hasKey(field: FieldValue, span: Span): Truth {
    return total(this.exists(field, span))
  }

  /** A test of text, as methods of texts make it: they raise where there is no text. */
  text(
    field: FieldValue,
    operator: TextOperator,
    constant: ConstantValue & { readonly value: string },
    list: number,
  ): Truth {
    const test = this.textTest(field, operator, constant.value, constant.span, list)
    const onAbsent = (value: Constant): boolean | undefined =>
      typeof value === 'string'
        ? textHolds(operator, fold(value, field), constant.value)
        : undefined
    return this.strict(field, test, onAbsent, constant.span)
  }

  /** `"text" in field` of a field that holds a list. */
  hasElement(field: FieldValue, constant: ConstantValue, list: number): Truth {
    if (constant.value === null) return never
    const test = this.equalTest(field, constant.value, constant.span, list)
    const { absent } = field
    if (absent !== 'raises' && absent.kind === 'list') {
      const holds = absent.items.some(item => findEquality(item, constant) === true)
      return this.withAbsence(field, test, () => holds, constant.span)
    }
    return this.strict(field, test, () => undefined, constant.span)
  }

  /** A wildcard pattern over the whole text. */
  pattern(field: FieldValue, tokens: Pattern, span: Span, list: number): Truth {
    const test = this.keep(field, toTextTest(tokens, { ...this.frame(field, span), list }))
    const absentIsText = (value: Constant): boolean | undefined =>
      value === '' ? tokens.every(({ kind }) => kind === 'any_run') : undefined
    return this.strict(field, test, absentIsText, span)
  }

  regex(field: FieldValue, value: Regex, span: Span): Truth {
    const test = this.keep(field, { ...this.frame(field, span), operator: 'regex', value })
    return this.strict(field, test, text => (text === '' ? matchesNothing(value) : undefined), span)
  }

  cidr(field: FieldValue, network: string, span: Span, list: number): Truth {
    const test = this.keep(field, {
      ...this.frame(field, span),
      operator: 'cidr',
      value: network,
      list,
    })
    return this.strict(field, test, () => undefined, span)
  }

  /** `field > 5`. */
  compare(
    field: FieldValue,
    operator: 'lt' | 'lte' | 'gt' | 'gte',
    constant: ConstantValue & { readonly value: number | string },
  ): Truth {
    const { value, span } = constant
    const test = this.keep(field, {
      ...this.frame(field, span),
      operator,
      value,
      list: this.newList(),
    })
    const onAbsent = (absent: Constant): boolean | undefined =>
      typeof absent === typeof value && absent !== null
        ? compareConstants(operator, absent, value)
        : undefined
    return this.strict(field, test, onAbsent, span)
  }

  /** `a == b` of two fields. */
  sameAs(a: FieldValue, b: FieldValue): Truth | undefined {
    if (a.folding !== b.folding || a.absent === 'raises' || b.absent === 'raises') return undefined
    const value = { field: nameOf(b.path), comparison: 'equals' } as const
    const test = this.keep(a, { ...this.frame(a, b.span), operator: 'field_equals', value })
    const bothAbsent = findEquality(a.absent, b.absent)
    if (bothAbsent === undefined || a.absent.kind !== 'constant' || b.absent.kind !== 'constant') {
      return undefined
    }
    const ways: Expression[] = [test, this.areNone(a, b)]
    if (bothAbsent) ways.push(conjunction([this.isAbsent(a, a.span), this.isAbsent(b, b.span)]))
    // One is absent, and the other has what is taken in its place.
    const list = this.newList()
    for (const [one, other, byDefault] of [[a, b, a.absent] as const, [b, a, b.absent] as const]) {
      if (byDefault.value === null) continue
      const same = this.equalTest(other, byDefault.value, other.span, list)
      ways.push(conjunction([this.isAbsent(one, one.span), same]))
    }
    return total(disjunction(ways))
  }

  private areNone(a: FieldValue, b: FieldValue): Expression {
    return conjunction([this.isNone(a, a.span).isTrue, this.isNone(b, b.span).isTrue])
  }

  /**
   * Whether Python takes the field for true: “None, False, zero of any numeric type, empty sequences and
   * collections” are false. `type` says which of those it can be.
   */
  truthy(field: FieldValue, type: ValueType | undefined): Truth {
    const { span } = field
    const list = this.newList()
    const isNull = this.isNull(field, span)
    const falsy: Expression[] = [isNull]
    if (type === undefined || type === 'text' || type === 'null') {
      falsy.push(this.equalTest(field, '', span, list))
    }
    if (type === undefined || type === 'number' || type === 'null') {
      falsy.push(this.equalTest(field, 0, span, list))
    }
    if (type === undefined || type === 'null') falsy.push(this.equalTest(field, false, span, list))
    const holds =
      type === 'boolean' ? this.equalTest(field, true, span, list) : conjunction(falsy.map(not))
    return this.withAbsence(field, holds, absent => findConstantTruth(absent) ?? false, span)
  }

  /** A test that is never wrong about an absent field: that counts as `onAbsent` says. */
  private withAbsence(
    field: FieldValue,
    holds: Expression,
    onAbsent: (absent: Exclude<FieldValue['absent'], 'raises'>) => boolean,
    span: Span,
  ): Truth {
    const { absent } = field
    if (absent === 'raises') {
      const exists = this.exists(field, span)
      return guarded(holds, { expression: exists, field: nameOf(field.path) })
    }
    return total(onAbsent(absent) ? disjunction([holds, this.isAbsent(field, span)]) : holds)
  }

  /** A test that raises for what is no text or number; `onAbsent` says what it is of a default. */
  private strict(
    field: FieldValue,
    test: Test,
    onAbsent: (absent: Constant) => boolean | undefined,
    span: Span,
  ): Truth {
    const { absent } = field
    const isNull = this.isNull(field, span)
    const result =
      absent !== 'raises' && absent.kind === 'constant' ? onAbsent(absent.value) : undefined
    if (field.element !== undefined) return total(test)
    const name = nameOf(field.path)
    const isPresent = not(isNull)
    if (result === undefined) return guarded(test, { expression: isPresent, field: name })
    if (result) {
      // It holds of the default; a null still raises.
      const isTrue = disjunction([test, this.isAbsent(field, span)])
      if (field.nullIsAbsent) return total(isTrue)
      return guarded(isTrue, { expression: disjunction([this.isAbsent(field, span), isPresent]) })
    }
    if (field.nullIsAbsent) return total(test)
    const notNull = disjunction([this.isAbsent(field, span), isPresent])
    return guarded(test, { expression: notNull, field: name })
  }

  private isNull(field: FieldValue, span: Span): Test {
    return this.keep(field, { ...this.frame(field, span), operator: 'null', cased: false })
  }

  private isAbsent(field: FieldValue, span: Span): Expression {
    return field.nullIsAbsent
      ? this.isNull(field, span)
      : this.keep(field, {
          ...this.frame(field, span),
          operator: 'exists',
          value: false,
          cased: false,
        })
  }

  private exists(field: FieldValue, span: Span): Test {
    return this.keep(field, {
      ...this.frame(field, span),
      operator: 'exists',
      value: true,
      cased: false,
    })
  }

  private equalTest(
    field: FieldValue,
    value: Exclude<Constant, null>,
    span: Span,
    list: number,
  ): Test {
    if (typeof value === 'string') return this.textTest(field, 'equals', value, span, list)
    return this.keep(field, {
      ...this.frame(field, span),
      operator: 'equals',
      value,
      list,
      cased: false,
    })
  }

  private textTest(
    field: FieldValue,
    operator: TextOperator,
    value: string,
    span: Span,
    list: number,
  ): Test {
    return this.keep(field, { ...this.frame(field, span), operator, value, list })
  }

  private frame(
    field: FieldValue,
    span: Span,
  ): Pick<Test, 'kind' | 'field' | 'cased' | 'transforms' | 'list' | 'span' | 'fieldSpan'> {
    return {
      kind: 'test',
      field: nameOf(field.path),
      cased: field.folding === undefined,
      transforms: [],
      list: this.lists,
      span,
      fieldSpan: field.span,
    }
  }

  private keep<T extends Test>(field: FieldValue, test: T): T {
    if (field.element !== undefined) this.elements.set(test, field.element.path)
    return test
  }
}

/** `userIdentity.type`. */
export function nameOf(path: readonly string[]): string {
  return path.join('.')
}

/** Whether folded text can have this constant in it: `x.lower() == "A"` is never true. */
export function canHoldFolded(field: FieldValue, text: string): boolean {
  return fold(text, field) === text
}

function fold(text: string, { folding }: FieldValue): string {
  if (folding === undefined) return text
  return folding === 'lower' ? text.toLowerCase() : text.toUpperCase()
}

export function textHolds(operator: TextOperator, text: string, part: string): boolean | undefined {
  switch (operator) {
    case 'equals':
      return text === part
    case 'contains':
      return text.includes(part)
    case 'starts_with':
      return text.startsWith(part)
    case 'ends_with':
      return text.endsWith(part)
    default:
      return undefined
  }
}

export function compareConstants(
  operator: 'lt' | 'lte' | 'gt' | 'gte',
  a: Exclude<Constant, null>,
  b: Exclude<Constant, null>,
): boolean {
  switch (operator) {
    case 'lt':
      return a < b
    case 'lte':
      return a <= b
    case 'gt':
      return a > b
    case 'gte':
      return a >= b
  }
}

/** Whether an expression is found in an empty text, where that is plain to see. */
function matchesNothing({ source }: Regex): boolean | undefined {
  return /^[\w\s.\\/-]+$/.test(source) && !/[.]$/.test(source) ? false : undefined
}
