import type { Span } from '../../../base/index.ts'
import type { Expression, Opaque } from '../../../ir/index.ts'
import { bind, elementOf, fieldInside, findInside } from './bindings.ts'
import { callFunction, callMethod } from './calls.ts'
import { compare } from './comparisons.ts'
import { anyElement } from './elements.ts'
import { FieldTests, type ValueType } from './field-tests.ts'
import { Runner } from './runner.ts'
import type { PyCall, PyComprehension, PyExpression, PyFunction } from './syntax.ts'
import {
  allOf,
  anyOf,
  both,
  choose,
  constantTruth,
  either,
  isAlways,
  isNever,
  negated,
  type Truth,
  total,
} from './truth.ts'
import { findConstantTruth, type ListValue, none, type Scope, type Value } from './value.ts'

/** Pieces of a rule that are looked at; a rule that needs more is said to be imperative. */
const maxSteps = 20_000

export interface ReadingOptions {
  /** What the events of the rule’s tests have in a field. */
  typeOf(path: readonly string[]): ValueType | undefined
  /** The scope of another file, by the name that it is imported under. */
  findModule(name: string): Scope | undefined
  /** Something was read in a way that the text alone does not say. */
  note(message: string, span: Span): void
}

/** Works out what expressions of a rule stand for, without running anything. */
export class Evaluator {
  readonly tests: FieldTests = new FieldTests()
  readonly options: ReadingOptions
  readonly code: string
  /** Names of values that are computed from the event, in the order in which tests need them. */
  readonly computed: Set<string> = new Set()
  private readonly runner: Runner
  private steps = 0

  constructor(code: string, options: ReadingOptions) {
    this.code = code
    this.options = options
    this.runner = new Runner(this)
  }

  /** False when the rule is too large to be read to its end; nothing of it is known then. */
  step(): boolean {
    return ++this.steps <= maxSteps
  }

  private get isExhausted(): boolean {
    return this.steps > maxSteps
  }

  text(span: Span): string {
    return this.code.slice(span.start, span.end)
  }

  unknown(span: Span): Value {
    return { kind: 'unknown', span }
  }

  /** Something that was not read: it is never known to hold. */
  opaque(span: Span): Truth {
    const opaque: Opaque = {
      kind: 'opaque',
      text: this.text(span),
      reason: 'panther/imperative',
      span,
    }
    return total(opaque)
  }

  /** What a function gives for arguments. */
  call(callee: PyFunction, args: Scope, scope: Scope, span: Span): Value {
    return this.runner.call(callee, args, scope, span)
  }

  value(expression: PyExpression, scope: Scope): Value {
    const { span } = expression
    if (!this.step()) return this.unknown(span)
    switch (expression.kind) {
      case 'constant':
        return { kind: 'constant', value: expression.value, span }
      case 'name':
        return scope.get(expression.name) ?? this.unknown(span)
      case 'sequence':
        return { kind: 'list', items: expression.items.map(item => this.value(item, scope)) }
      case 'dictionary':
        return {
          kind: 'dictionary',
          entries: expression.entries.map(({ key, value }) => ({
            key: this.value(key, scope),
            value: this.value(value, scope),
          })),
        }
      case 'attribute': {
        const object = this.value(expression.object, scope)
        if (object.kind === 'library') {
          return { kind: 'library', name: `${object.name}.${expression.name}` }
        }
        return this.computedFrom([object], span)
      }
      case 'subscript':
        return this.subscript(this.value(expression.object, scope), expression.index, scope, span)
      case 'call':
        return this.callValue(expression, scope)
      case 'comparison':
        return { kind: 'truth', truth: this.comparison(expression, scope), isMatch: false }
      case 'not': {
        const truth = negated(this.truth(expression.operand, scope))
        return { kind: 'truth', truth, isMatch: false }
      }
      case 'and':
      case 'or':
        return this.boolean(expression.kind, expression.operands, scope, span)
      case 'conditional': {
        const condition = this.truth(expression.condition, scope)
        return this.choice(
          condition,
          () => this.value(expression.whenTrue, scope),
          () => this.value(expression.whenFalse, scope),
        )
      }
      case 'comprehension':
        return this.comprehension(expression, scope)
      case 'operation':
        return this.operation(expression.operator, expression.operands, scope, span)
      case 'other':
        return this.unknown(span)
    }
  }

  /** Whether an expression counts as true. */
  truth(expression: PyExpression, scope: Scope): Truth {
    return this.truthOf(this.value(expression, scope))
  }

  truthOf(value: Value): Truth {
    switch (value.kind) {
      case 'truth':
        return value.truth
      case 'choice':
        return choose(value.condition, this.truthOf(value.whenTrue), this.truthOf(value.whenFalse))
      case 'field': {
        const type = this.options.typeOf(value.path)
        return type === 'map' || value.path.length === 0
          ? this.opaque(value.span)
          : this.tests.truthy(value, type)
      }
      case 'computed':
        return this.derived(value.text, value.span, { operator: 'equals', value: true })
      case 'unknown':
        return this.opaque(value.span)
      default:
        return constantTruth(findConstantTruth(value) ?? false)
    }
  }

  /** A test of a value that is computed, under the text that computes it. */
  derived(
    text: string,
    span: Span,
    test:
      | { readonly operator: 'equals'; readonly value: string | number | boolean }
      | { readonly operator: 'lt' | 'lte' | 'gt' | 'gte'; readonly value: string | number }
      | { readonly operator: 'contains' | 'starts_with' | 'ends_with'; readonly value: string },
  ): Truth {
    const name = text.replace(/\s+/g, ' ')
    this.computed.add(name)
    const expression: Expression = {
      kind: 'test',
      field: name,
      ...test,
      cased: true,
      transforms: [],
      list: this.tests.newList(),
      derived: true,
      span,
    }
    return total(expression)
  }

  /** One of two values; what cannot be is not looked at. */
  choice(condition: Truth, whenTrue: () => Value, whenFalse: () => Value): Value {
    if (isAlways(condition.isTrue)) return whenTrue()
    if (isNever(condition.isTrue) && condition.guards.length === 0) return whenFalse()
    return { kind: 'choice', condition, whenTrue: whenTrue(), whenFalse: whenFalse() }
  }

  /** What is computed from these values by means that the logic has not. */
  computedFrom(values: readonly Value[], span: Span): Value {
    const isKnown = values.every(isComputable)
    return isKnown ? { kind: 'computed', text: this.text(span), span } : this.unknown(span)
  }

  private comparison(
    { first, rest }: Extract<PyExpression, { kind: 'comparison' }>,
    scope: Scope,
  ): Truth {
    let left = first
    let result = constantTruth(true)
    for (const { comparator, operand } of rest) {
      const a = this.value(left, scope)
      const b = this.value(operand, scope)
      const span = { start: left.span.start, end: operand.span.end }
      result = both(result, compare(this, comparator, a, b, span))
      left = operand
    }
    return result
  }

  /** “The expression x and y first evaluates x; if x is false, its value is returned; otherwise … y”. */
  private boolean(
    kind: 'and' | 'or',
    operands: readonly PyExpression[],
    scope: Scope,
    span: Span,
  ): Value {
    const values = operands.map(operand => this.value(operand, scope))
    if (this.isExhausted) return this.unknown(span)
    // Conditions beside one another are one condition.
    const start = values.findIndex(value => value.kind !== 'truth')
    const truths = values
      .slice(0, start < 0 ? values.length : start)
      .flatMap(value => (value.kind === 'truth' ? [value.truth] : []))
    if (truths.length > 1) {
      const truth = kind === 'and' ? allOf(truths) : anyOf(truths)
      values.splice(0, truths.length, { kind: 'truth', truth, isMatch: false })
    }
    const [first, ...others] = values
    if (first === undefined) return none
    return others.reduce((a, b): Value => {
      const truth = this.truthOf(a)
      if (a.kind === 'truth' && b.kind === 'truth') {
        const joined = kind === 'and' ? both(truth, b.truth) : either(truth, b.truth)
        return { kind: 'truth', truth: joined, isMatch: false }
      }
      return kind === 'and'
        ? this.choice(
            truth,
            () => b,
            () => falseOf(a),
          )
        : this.choice(
            truth,
            () => a,
            () => b,
          )
    }, first)
  }

  private subscript(object: Value, index: PyExpression, scope: Scope, span: Span): Value {
    const key = this.value(index, scope)
    if (object.kind === 'field' && key.kind === 'constant' && typeof key.value === 'string') {
      return fieldInside(object, key.value, 'raises', span)
    }
    if (object.kind === 'list' && key.kind === 'constant' && typeof key.value === 'number') {
      return object.items.at(key.value) ?? this.unknown(span)
    }
    if (object.kind === 'dictionary') return findInside(object, key) ?? this.unknown(span)
    return this.computedFrom([object, key], span)
  }

  private callValue(call: PyCall, scope: Scope): Value {
    const { callee } = call
    if (callee.kind === 'attribute') {
      const object = this.value(callee.object, scope)
      if (object.kind !== 'library') return callMethod(this, object, callee.name, call, scope)
    }
    const target = this.value(callee, scope)
    if (target.kind === 'function') {
      const args = this.argumentsOf(target.function, call, scope)
      if (args === undefined) return this.unknown(call.span)
      return this.call(target.function, args, target.scope, call.span)
    }
    const name = callee.kind === 'name' && target.kind === 'unknown' ? callee.name : undefined
    if (target.kind === 'library') return callFunction(this, target.name, call, scope)
    return name === undefined ? this.unknown(call.span) : callFunction(this, name, call, scope)
  }

  /** What a call gives to each parameter; `undefined` if they do not go together. */
  private argumentsOf(
    { parameters }: PyFunction,
    { positional, named }: PyCall,
    scope: Scope,
  ): Scope | undefined {
    if (parameters === undefined || positional.length > parameters.length) return undefined
    const args = new Map<string, Value>()
    for (const [i, { name, byDefault }] of parameters.entries()) {
      const given = positional[i] ?? named.find(argument => argument.name === name)?.value
      const value = given ?? byDefault
      if (value === undefined) return undefined
      args.set(name, this.value(value, given === undefined ? new Map() : scope))
    }
    return named.every(({ name }) => args.has(name)) ? args : undefined
  }

  /** The elements of a list that the rule writes out, one by one; of others nothing is known by itself. */
  private comprehension(expression: PyComprehension, scope: Scope): Value {
    const iterable = this.value(expression.iterable, scope)
    if (iterable.kind !== 'list' || expression.conditions.length > 0)
      return this.unknown(expression.span)
    const items: Value[] = []
    for (const item of iterable.items) {
      const inner = bind(expression.target, item, scope)
      if (inner === undefined) return this.unknown(expression.span)
      items.push(this.value(expression.element, inner))
    }
    return { kind: 'list', items }
  }

  /** `any(…)` and `all(…)` over a comprehension or a list. */
  quantified(kind: 'any' | 'all', argument: PyExpression, scope: Scope): Truth | undefined {
    if (argument.kind !== 'comprehension') {
      const value = this.value(argument, scope)
      if (value.kind !== 'list') return undefined
      return join(
        kind,
        value.items.map(item => this.truthOf(item)),
      )
    }
    const iterable = this.value(argument.iterable, scope)
    const truthFor = (item: Value): Truth | undefined => {
      const inner = bind(argument.target, item, scope)
      if (inner === undefined) return undefined
      const conditions = argument.conditions.map(condition => this.truth(condition, inner))
      const element = this.truth(argument.element, inner)
      const filter = allOf(conditions)
      return kind === 'any' ? both(filter, element) : either(negated(filter), element)
    }
    if (iterable.kind === 'list') {
      const truths = iterable.items.map(truthFor)
      return truths.includes(undefined)
        ? undefined
        : join(
            kind,
            truths.filter(truth => truth !== undefined),
          )
    }
    if (iterable.kind !== 'field' || kind !== 'any') return undefined
    const truth = truthFor(elementOf(iterable))
    return truth && anyElement(this.tests, truth, iterable.path)
  }

  private operation(
    operator: string,
    operands: readonly PyExpression[],
    scope: Scope,
    span: Span,
  ): Value {
    const values = operands.map(operand => this.value(operand, scope))
    if (operator === '+') {
      if (values.every(value => value.kind === 'list')) {
        return { kind: 'list', items: values.flatMap(value => (value as ListValue).items) }
      }
      const texts = values.flatMap(value =>
        value.kind === 'constant' && typeof value.value === 'string' ? [value.value] : [],
      )
      if (texts.length === values.length) return { kind: 'constant', value: texts.join(''), span }
    }
    const numbers = values.flatMap(value =>
      value.kind === 'constant' && typeof value.value === 'number' ? [value.value] : [],
    )
    const [a, b] = numbers
    if (numbers.length === 2 && values.length === 2 && a !== undefined && b !== undefined) {
      const result = { '+': a + b, '-': a - b, '*': a * b, '/': a / b }[operator]
      if (result !== undefined && Number.isFinite(result))
        return { kind: 'constant', value: result, span }
    }
    // Of a set of tests that or-ed or and-ed by bits, nothing is known.
    return this.computedFrom(values, span)
  }
}

function join(kind: 'any' | 'all', truths: readonly Truth[]): Truth {
  return kind === 'any' ? anyOf(truths) : allOf(truths)
}

/** `a and b` where a is false: a itself, of which nothing but that is asked. */
function falseOf(value: Value): Value {
  return value.kind === 'truth' || value.kind === 'field' || value.kind === 'choice'
    ? { kind: 'truth', truth: constantTruth(false), isMatch: false }
    : value
}

function isComputable(value: Value): boolean {
  switch (value.kind) {
    case 'constant':
    case 'computed':
      return true
    case 'field':
      return value.element === undefined
    case 'list':
      return value.items.every(isComputable)
    default:
      return false
  }
}
