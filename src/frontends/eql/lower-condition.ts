import {
  assertNever,
  type Diagnostic,
  type DiagnosticCode,
  diagnostic,
  type Span,
} from '../../base/index.ts'
import {
  and,
  applyFunction,
  type Computation,
  type ComputedValue,
  compileRegex,
  computedText,
  type FunctionName,
  isNetwork,
  isNumber,
  type Expression as Logic,
  literal,
  type NumberValue,
  not,
  or,
  pattern,
  type Regex,
  type Test,
  type TestFrame,
  toTextTest,
} from '../../ir/index.ts'
import {
  argumentCountText,
  type ComputedOperand,
  checkFunction,
  computedBy,
  type FieldOperand,
  isTooFewOrMany,
  type Operand,
  toComputation,
  toOperand,
} from './operand.ts'
import { printExpression } from './print.ts'
import type { Call, Comparison, Expression, Lookup, LookupOperator } from './syntax.ts'
import { toPattern } from './wildcard.ts'

/**
 * Conditions of EQL become expressions of tests.
 *
 * Null. A comparison “returns true if the values … are equal. Otherwise returns false”, and
 * Elasticsearch answers a comparison, a lookup, a pattern, `startsWith`, `stringContains`, `wildcard` and
 * `cidrMatch` of a field with a query, which an event without the field does not match: so the
 * negation holds for it. All other functions it computes: with a null “the function returns null”,
 * and neither that nor its negation is true. There a negation gets guards:
 *
 *     not endsWith(a, "x")  →  (and (not (null a)) (not (ends_with a "x" :cased)))
 *
 * Values that have to be computed are derived fields, named by their text.
 */
export interface LoweredCondition {
  readonly expression: Logic
  /** What the tests compute from fields, in the order of the source. */
  readonly derived: readonly ComputedOperand[]
}

/** What the conditions of one query share. */
export interface LowerContext {
  /** The query. */
  readonly text: string
  report(diagnostic: Diagnostic): void
  /** The number of the next list of values. */
  nextList(): number
}

/** When a condition holds; and when it is false, where that is not the same as that it does not. */
interface Truths {
  readonly holds: Logic
  readonly fails?: Logic
}

/** What an event must have, and be, so that a condition holds. */
export function lowerCondition(condition: Expression, context: LowerContext): LoweredCondition {
  const lowering = new ConditionLowering(context)
  const expression = lowering.lower(condition).holds
  return { expression, derived: [...lowering.derived.values()] }
}

const always: Logic = and([])
const never: Logic = or([])

class ConditionLowering {
  readonly derived: Map<string, ComputedOperand> = new Map()
  readonly #context: LowerContext

  constructor(context: LowerContext) {
    this.#context = context
  }

  lower(condition: Expression): Truths {
    switch (condition.kind) {
      case 'and':
      case 'or':
        return this.#lowerLogical(
          condition.kind,
          condition.operands.map(operand => this.lower(operand)),
        )
      case 'not':
        return negated(this.lower(condition.operand))
      case 'comparison':
        return this.#lowerComparison(condition)
      case 'lookup':
        return this.#lowerLookup(condition)
      case 'call':
        return this.#lowerCall(condition)
      case 'literal':
        return this.#lowerLiteral(condition.value, condition)
      case 'field':
        // A field that holds a boolean stands for itself.
        return this.#compare('==', this.#operand(condition), true, condition.span, condition)
      case 'lineage': {
        const message = `“${condition.relation.text} of” needs a tree of processes, which nothing here keeps`
        return this.#refuse(condition, message, 'eql/lineage', condition.relation.span)
      }
      case 'sign':
      case 'arithmetic':
        return this.#refuse(condition, 'a number is no condition')
      case 'error':
        return this.#opaque(condition.span, 'eql/syntax')
      default:
        return assertNever(condition)
    }
  }

  #lowerLogical(kind: 'and' | 'or', parts: readonly Truths[]): Truths {
    const join = kind === 'and' ? and : or
    const dual = kind === 'and' ? or : and
    const holds = join(parts.map(part => part.holds))
    if (parts.every(part => part.fails === undefined)) return { holds }
    return { holds, fails: dual(parts.map(failureOf)) }
  }

  #lowerLiteral(value: ComputedValue | { readonly number: string }, condition: Expression): Truths {
    if (typeof value === 'boolean') return { holds: value ? always : never }
    if (value === null) return { holds: never, fails: never }
    return this.#refuse(condition, 'a value is no condition')
  }

  #operand(expression: Expression): Operand {
    return toOperand(expression, found => this.#context.report(found))
  }

  #lowerComparison(comparison: Comparison): Truths {
    const left = this.#operand(comparison.left)
    const right = this.#operand(comparison.right)
    for (const side of [left, right]) {
      if (side.kind === 'opaque') return this.#opaque(comparison.span, side.reason)
    }
    if (left.kind === 'constant') {
      if (right.kind !== 'constant') {
        const operator = flipped[comparison.operator]
        return this.#compare(operator, right, left.value, left.span, comparison)
      }
      return this.#compareConstants(comparison, left.value, right.value)
    }
    if (right.kind === 'constant') {
      return this.#compare(comparison.operator, left, right.value, right.span, comparison)
    }
    return this.#compareFields(comparison, left, right)
  }

  #compareConstants(comparison: Comparison, left: ComputedValue, right: ComputedValue): Truths {
    const { operator } = comparison
    const isEquality = operator === '==' || operator === '!='
    if (isEquality && (left === null || right === null)) {
      return { holds: (left === right) === (operator === '==') ? always : never }
    }
    const result = applyFunction(comparisons[operator], [left, right], false)
    if (result === undefined) return this.#refuse(comparison, 'these values do not compare')
    return result === null
      ? { holds: never, fails: never }
      : { holds: result === true ? always : never }
  }

  #compareFields(comparison: Comparison, left: Operand, right: Operand): Truths {
    const { operator, span } = comparison
    const message = 'Elasticsearch does not compare a field with a field'
    this.#context.report(diagnostic('eql/other-dialect', span, message))
    const isEquality = operator === '==' || operator === '!='
    if (isEquality && left.kind === 'field' && right.kind === 'field') {
      const test: Test = {
        kind: 'test',
        ...this.#frame(left, right.span, true),
        operator: 'field_equals',
        value: { field: right.name, comparison: 'equals' },
      }
      return operator === '==' ? { holds: test } : { holds: not(test) }
    }
    const text = `${left.text} ${operator} ${right.text}`
    return this.#derivedCondition(comparison, text, [left, right], comparisons[operator])
  }

  /** A field, or what is computed, against a constant. */
  #compare(
    operator: Comparison['operator'],
    side: Operand,
    value: ComputedValue,
    span: Span,
    whole: Expression,
  ): Truths {
    if (side.kind === 'opaque') return this.#opaque(whole.span, side.reason)
    if (side.kind === 'condition' || (side.kind === 'computed' && side.result === 'boolean')) {
      return this.#compareCondition(operator, side, value, whole)
    }
    if (side.kind === 'constant') return this.#refuse(whole, 'these values do not compare')
    const frame = this.#frame(side, span, typeof value === 'string')
    if (operator === '==' || operator === '!=') {
      const equal = this.#equal(side, value, frame)
      return operator === '==' ? equal : negated(equal)
    }
    if (typeof value === 'boolean') return this.#refuse(whole, 'truth values have no order')
    // A comparison with null is null.
    if (value === null) return { holds: never, fails: never }
    const bound = typeof value === 'string' ? value : toTestValue(value)
    return this.#nullable(side, {
      kind: 'test',
      ...frame,
      operator: orders[operator],
      value: bound,
    })
  }

  #compareCondition(
    operator: Comparison['operator'],
    side: Operand,
    value: ComputedValue,
    whole: Expression,
  ): Truths {
    const isEquality = operator === '==' || operator === '!='
    if (!isEquality || typeof value !== 'boolean') {
      if (isEquality && value === null && side.kind === 'computed') {
        const isNull = this.#isNull(side, side.span)
        return operator === '==' ? { holds: isNull } : { holds: not(isNull) }
      }
      return this.#refuse(whole, 'a condition is compared with true or false')
    }
    const condition = whole.kind === 'comparison' ? conditionOf(whole) : whole
    const truths = this.lower(condition)
    return value === (operator === '==') ? truths : negated(truths)
  }

  /** `x == null` asks for absence: “compare the field to null using the == operator”. */
  #equal(side: FieldOperand | ComputedOperand, value: ComputedValue, frame: TestFrame): Truths {
    if (value === null) return { holds: this.#isNull(side, frame.span) }
    if (side.kind === 'field' && side.as === 'number' && isNumber(value)) {
      const bound = toTestValue(value)
      const tests: readonly Test[] = [
        { kind: 'test', ...frame, operator: 'gte', value: bound },
        { kind: 'test', ...frame, operator: 'lte', value: bound },
      ]
      const holds = and(tests)
      return { holds, fails: and([not(this.#isNull(side, frame.span)), not(holds)]) }
    }
    const found = isNumber(value) ? toTestValue(value) : value
    return this.#nullable(side, { kind: 'test', ...frame, operator: 'equals', value: found })
  }

  /** What is computed is null where a field it needs is, and then neither true nor false. */
  #nullable(side: FieldOperand | ComputedOperand, test: Test): Truths {
    if (side.kind === 'field' && side.as !== 'number') return { holds: test }
    return { holds: test, fails: and([not(this.#isNull(side, test.span)), not(test)]) }
  }

  #isNull(side: FieldOperand | ComputedOperand, span: Span): Test {
    return { kind: 'test', ...this.#frame(side, span, false), operator: 'null' }
  }

  #lowerLookup(lookup: Lookup): Truths {
    const { operator, isNegated, values } = lookup
    const side = this.#operand(lookup.operand)
    if (side.kind === 'opaque') return this.#opaque(lookup.span, side.reason)
    if (side.kind === 'constant' || side.kind === 'condition') {
      return this.#refuse(
        lookup,
        `“${operator}” needs a field before it`,
        'eql/invalid-argument',
        side.span,
      )
    }
    const list = this.#context.nextList()
    const parts = values.map(value => this.#lowerMember(lookup, side, value, list))
    const any = this.#lowerLogical('or', parts)
    return isNegated ? negated(any) : any
  }

  /** One value of a list, as `or` joins them. */
  #lowerMember(
    lookup: Lookup,
    side: FieldOperand | ComputedOperand,
    value: Expression,
    list: number,
  ): Truths {
    const { operator } = lookup
    const member = this.#operand(value)
    if (member.kind === 'opaque') return this.#opaque(value.span, member.reason)
    if (member.kind !== 'constant') {
      if (operator !== 'in' || member.kind === 'condition') {
        return this.#refuse(value, `“${operator}” compares with fixed values only`)
      }
      return this.#compareFields(
        {
          kind: 'comparison',
          operator: '==',
          left: lookup.operand,
          right: value,
          span: value.span,
        },
        side,
        member,
      )
    }
    const isCased = operator === 'in' || operator === 'like' || operator === 'regex'
    const frame: TestFrame = { ...this.#frame(side, value.span, isCased), list }
    return this.#lowerValue(operator, side, member.value, frame, value)
  }

  #lowerValue(
    operator: LookupOperator,
    side: FieldOperand | ComputedOperand,
    value: ComputedValue,
    frame: TestFrame,
    place: Expression,
  ): Truths {
    if (value === null) {
      // Nothing equals null in a list; alone behind a colon it asks for absence.
      return { holds: operator === ':' ? this.#isNull(side, place.span) : never }
    }
    if (typeof value !== 'string') {
      if (operator === ':' || operator === 'in' || operator === 'in~') {
        return this.#equal(side, value, { ...frame, cased: false })
      }
      return this.#refuse(place, `“${operator}” compares with texts only`)
    }
    switch (operator) {
      case ':':
      case 'like':
      case 'like~':
        return this.#lowerPattern(side, value, frame)
      case 'regex':
      case 'regex~':
        return this.#lowerRegex(side, value, frame, place)
      case 'in':
      case 'in~':
        return this.#nullable(side, toTextTest(pattern([literal(value)]), frame))
      default:
        return assertNever(operator)
    }
  }

  #lowerPattern(side: FieldOperand | ComputedOperand, value: string, frame: TestFrame): Truths {
    const test = toTextTest(toPattern(value), frame)
    if (test.operator !== 'exists') return this.#nullable(side, test)
    // Null is not any text.
    return { holds: not(this.#isNull(side, frame.span)) }
  }

  /** “For supported regular expression syntax, see Regular expression syntax”: Lucene’s, which matches the whole. */
  #lowerRegex(
    side: FieldOperand | ComputedOperand,
    source: string,
    frame: TestFrame,
    place: Expression,
  ): Truths {
    const regex: Regex = {
      source,
      dialect: 'lucene',
      ignoreCase: !frame.cased,
      multiline: false,
      dotAll: true,
      anchored: true,
    }
    const compiled = compileRegex(regex)
    if (compiled.kind !== 'compiled') {
      const code = compiled.kind === 'invalid' ? 'eql/invalid-regex' : 'eql/unsupported-regex'
      return this.#refuse(place, compiled.message, code)
    }
    return this.#nullable(side, { kind: 'test', ...frame, operator: 'regex', value: regex })
  }

  #lowerCall(call: Call): Truths {
    const report = (found: Diagnostic): void => this.#context.report(found)
    const definition = checkFunction(call, report)
    if (definition === undefined) return this.#opaque(call.span, 'eql/unknown-function')
    const list = call.arguments
    if (isTooFewOrMany(definition, list.length)) {
      return this.#refuse(
        call,
        argumentCountText(definition),
        'eql/invalid-argument',
        call.nameSpan,
      )
    }
    const isCased = !(call.ignoresCase && definition.hasCaseForm)
    switch (definition.name) {
      case 'startsWith':
        return this.#lowerTextCall(call, 'starts_with', isCased)
      case 'endsWith':
        return this.#lowerTextCall(call, 'ends_with', isCased)
      case 'stringContains':
        return this.#lowerTextCall(call, 'contains', isCased)
      case 'wildcard':
        return this.#lowerPatternCall(call, isCased ? 'like' : 'like~')
      case 'match':
        return this.#lowerPatternCall(call, isCased ? 'regex' : 'regex~')
      case 'cidrMatch':
        return this.#lowerNetworks(call)
      case 'arrayContains':
        return this.#lowerPatternCall(call, 'in~')
      case 'arraySearch':
        return this.#lowerArraySearch(call)
      default:
        return this.#refuse(call, `what “${definition.name}” gives is no condition`)
    }
  }

  /** `startsWith(field, "text")`; some tools take several texts, any of which is enough. */
  #lowerTextCall(
    call: Call,
    operator: 'starts_with' | 'ends_with' | 'contains',
    isCased: boolean,
  ): Truths {
    const [source, ...parts] = call.arguments.map(argument => this.#operand(argument))
    if (source === undefined) return this.#opaque(call.span, 'eql/invalid-argument')
    if (parts.length > 1) {
      const message = `Elasticsearch takes one text in “${call.name}”`
      this.#context.report(diagnostic('eql/other-dialect', call.nameSpan, message))
    }
    const list = this.#context.nextList()
    return this.#lowerLogical(
      'or',
      parts.map(part => this.#lowerTextPart(call, operator, isCased, list, source, part)),
    )
  }

  #lowerTextPart(
    call: Call,
    operator: 'starts_with' | 'ends_with' | 'contains',
    isCased: boolean,
    list: number,
    source: Operand,
    part: Operand,
  ): Truths {
    for (const side of [source, part]) {
      if (side.kind === 'opaque') return this.#opaque(call.span, side.reason)
      if (side.kind === 'condition') return this.#refuse(call, `“${call.name}” needs texts`)
    }
    if (source.kind === 'field' && part.kind === 'constant' && part.value !== null) {
      const value = computedText(part.value)
      // “stringContains(process.command_line, "") returns false”
      if (value === '' && operator === 'contains') return { holds: never }
      const test: Test = {
        kind: 'test',
        ...this.#frame(source, part.span, isCased),
        list,
        operator,
        value,
      }
      if (operator !== 'ends_with') return { holds: test }
      return { holds: test, fails: and([not(this.#isNull(source, part.span)), not(test)]) }
    }
    if (source.kind === 'field' && part.kind === 'field') {
      const test: Test = {
        kind: 'test',
        ...this.#frame(source, part.span, isCased),
        list,
        operator: 'field_equals',
        value: { field: part.name, comparison: operator },
      }
      const nulls = [source, part].map(side => not(this.#isNull(side, side.span)))
      return { holds: test, fails: and([...nulls, not(test)]) }
    }
    const [first, second] = [source, part].map(side =>
      side.kind === 'constant' ? side : undefined,
    )
    if (first?.value === null || second?.value === null) return { holds: never, fails: never }
    const form = isCased ? '' : '~'
    const text = `${spelled[operator]}${form}(${source.text}, ${part.text})`
    if (first !== undefined && second !== undefined) {
      const value = applyFunction(operator, [first.value, second.value], !isCased)
      if (value !== undefined) return this.#lowerLiteral(value, call)
    }
    return this.#derivedCondition(call, text, [source, part], operator, !isCased)
  }

  /** `wildcard(field, "a*", "b")` is `field like ("a*", "b")`, as Elasticsearch has it. */
  #lowerPatternCall(call: Call, operator: LookupOperator): Truths {
    const [operand, ...values] = call.arguments
    if (operand === undefined) return this.#opaque(call.span, 'eql/invalid-argument')
    const { span } = call
    const lookup = {
      kind: 'lookup',
      operator,
      isNegated: false,
      operand,
      values,
      isList: true,
      span,
    } as const
    return this.#lowerLookup(lookup)
  }

  #lowerNetworks(call: Call): Truths {
    const [address, ...networks] = call.arguments
    const side = address === undefined ? undefined : this.#operand(address)
    if (side === undefined) return this.#opaque(call.span, 'eql/invalid-argument')
    if (side.kind === 'opaque') return this.#opaque(call.span, side.reason)
    if (side.kind === 'condition' || (side.kind === 'constant' && side.value !== null)) {
      return this.#refuse(
        call,
        '“cidrMatch” needs a field with an address',
        'eql/invalid-argument',
        side.span,
      )
    }
    if (side.kind === 'constant') return { holds: never, fails: never }
    const list = this.#context.nextList()
    const parts = networks.map((network): Truths => {
      const found = this.#operand(network)
      if (found.kind === 'opaque') return this.#opaque(network.span, found.reason)
      if (found.kind === 'constant' && found.value === null) return { holds: never, fails: never }
      const text = found.kind === 'constant' && typeof found.value === 'string' ? found.value : ''
      if (!isNetwork(text.trim())) {
        const message = `${found.text} is no network in CIDR notation`
        return this.#refuse(network, message)
      }
      const frame = { ...this.#frame(side, network.span, false), list }
      return this.#nullable(side, { kind: 'test', ...frame, operator: 'cidr', value: text.trim() })
    })
    return this.#lowerLogical('or', parts)
  }

  /**
   * `arraySearch(field, x, x == "a" or x == "b")`: a test of a field of many values holds if any
   * element satisfies it, and so does a disjunction of such tests. Anything else is computed.
   */
  #lowerArraySearch(call: Call): Truths {
    const [array, variable, condition] = call.arguments
    if (array?.kind === 'field' && variable?.kind === 'field' && condition !== undefined) {
      const replaced = findReplaced(condition, variable.name, array)
      if (replaced !== undefined) return this.lower(replaced)
    }
    return this.#derivedCondition(call, printExpression(call))
  }

  /** A condition that has to be computed, by a function of operands: a derived field that is true. */
  #derivedCondition(
    condition: Expression,
    text: string,
    operands: readonly Operand[] = [],
    operation?: FunctionName,
    ignoresCase = false,
  ): Truths {
    const { span } = condition
    const inner = operands.flatMap(operand => toComputation(operand) ?? [])
    const computation: Computation | undefined =
      operation === undefined || inner.length < operands.length
        ? undefined
        : computedBy(operation, inner, ignoresCase)
    const side: ComputedOperand = { kind: 'computed', result: 'boolean', text, computation, span }
    const frame = this.#frame(side, span, false)
    return {
      holds: { kind: 'test', ...frame, operator: 'equals', value: true },
      fails: { kind: 'test', ...frame, operator: 'equals', value: false },
    }
  }

  #frame(side: FieldOperand | ComputedOperand, span: Span, cased: boolean): TestFrame {
    const list = this.#context.nextList()
    const base = { kind: 'test', cased, transforms: [], list, span, fieldSpan: side.span } as const
    if (side.kind === 'field') return { ...base, field: side.name }
    if (!this.derived.has(side.text)) this.derived.set(side.text, side)
    return { ...base, field: side.text, derived: true }
  }

  #refuse(
    place: Expression,
    message: string,
    code: DiagnosticCode = 'eql/invalid-argument',
    span: Span = place.span,
  ): Truths {
    this.#context.report(diagnostic(code, span, message))
    return this.#opaque(place.span, code)
  }

  #opaque(span: Span, reason: DiagnosticCode): Truths {
    const text = this.#context.text.slice(span.start, span.end)
    return { holds: { kind: 'opaque', text, reason, span } }
  }
}

function negated({ holds, fails }: Truths): Truths {
  return fails === undefined ? { holds: not(holds) } : { holds: fails, fails: holds }
}

function failureOf({ holds, fails }: Truths): Logic {
  return fails ?? not(holds)
}

const flipped = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const

const comparisons = {
  '==': 'eq',
  '!=': 'neq',
  '<': 'lt',
  '<=': 'lte',
  '>': 'gt',
  '>=': 'gte',
} as const

const orders = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const

const spelled = {
  starts_with: 'startsWith',
  ends_with: 'endsWith',
  contains: 'stringContains',
} as const

/** The side of a comparison that is no constant. */
function conditionOf({ left, right }: Comparison): Expression {
  return left.kind === 'literal' ? right : left
}

/** A number as tests have it: in digits where no double holds it. */
function toTestValue({ number, digits }: NumberValue): number | string {
  return digits ?? number
}

/** The condition with the array in place of the variable, if it says the same of the array. */
function findReplaced(
  condition: Expression,
  variable: string,
  array: Expression,
): Expression | undefined {
  const isVariable = (e: Expression): boolean => e.kind === 'field' && e.name === variable
  switch (condition.kind) {
    case 'or': {
      const operands = condition.operands.map(operand => findReplaced(operand, variable, array))
      const found = operands.filter(operand => operand !== undefined)
      return found.length === operands.length ? { ...condition, operands: found } : undefined
    }
    case 'comparison': {
      const { operator, left, right } = condition
      const isPlain = isVariable(left) && right.kind === 'literal' && right.value !== null
      return isPlain && operator !== '!=' ? { ...condition, left: array } : undefined
    }
    case 'lookup': {
      const { isNegated, operand, values } = condition
      const isPlain = isVariable(operand) && values.every(value => value.kind === 'literal')
      return isPlain && !isNegated ? { ...condition, operand: array } : undefined
    }
    case 'call': {
      const [first, ...others] = condition.arguments
      const isTest = /^(?:startsWith|stringContains|wildcard|match|cidrMatch)$/i.test(
        condition.name,
      )
      if (first === undefined || !isTest || !isVariable(first)) return undefined
      if (!others.every(argument => argument.kind === 'literal')) return undefined
      return { ...condition, arguments: [array, ...others] }
    }
    default:
      return undefined
  }
}
