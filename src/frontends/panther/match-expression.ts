import { type Diagnostic, diagnostic, type Span } from '../../base/index.ts'
import { findEntry, MapReader, type YamlNode, type YamlScalar } from '../../base/yaml/index.ts'
import {
  and,
  type Expression,
  isNetwork,
  not,
  or,
  type Test,
  type TestFrame,
} from '../../ir/index.ts'

/** Match expressions inside one another. */
const maxDepth = 30

/**
 * Reads the match expressions of a simple detection: “conditional logic … defined in YAML, that will return true
 * or false”. What has a form that is not known is opaque.
 */
export class MatchExpressions {
  private readonly file: string
  private readonly diagnostics: Diagnostic[]
  private lists = 0

  constructor(file: string, diagnostics: Diagnostic[]) {
    this.file = file
    this.diagnostics = diagnostics
  }

  /** All expressions of a list must hold. */
  all(node: YamlNode): Expression {
    return and(this.each(node, [], 0))
  }

  private each(node: YamlNode, prefix: readonly string[], depth: number): readonly Expression[] {
    const items = node.kind === 'list' ? node.items : [node]
    return items.map(item => this.read(item, prefix, depth))
  }

  private read(node: YamlNode, prefix: readonly string[], depth: number): Expression {
    if (node.kind !== 'map' || depth > maxDepth)
      return this.unknown(node, 'it is no match expression')
    const reader = new MapReader(node, 'panther/invalid-attribute', this.diagnostics)
    for (const [key, join] of [
      ['All', and],
      ['Any', or],
    ] as const) {
      const inner = findEntry(node, key)
      if (inner !== undefined) return join(this.each(inner, prefix, depth + 1))
    }
    const none = findEntry(node, 'None')
    if (none !== undefined) return not(or(this.each(none, prefix, depth + 1)))
    const one = findEntry(node, 'OnlyOne')
    if (one !== undefined) return onlyOne(this.each(one, prefix, depth + 1))
    const path = keyOf(reader)
    const condition = reader.text('Condition')
    if (path === undefined || condition === undefined || reader.node('Enrichment') !== undefined) {
      return this.unknown(node, 'its form is not known')
    }
    return this.condition(reader, [...prefix, ...path], condition, depth)
  }

  private condition(
    reader: MapReader,
    path: readonly string[],
    name: string,
    depth: number,
  ): Expression {
    const frame: TestFrame = {
      field: path.join('.'),
      cased: true,
      transforms: [],
      list: this.lists++,
      span: reader.spanOf('Condition'),
      fieldSpan: reader.spanOf('Key'),
    }
    const isNull: Test = { kind: 'test', ...frame, operator: 'null', cased: false }
    const exists: Test = { kind: 'test', ...frame, operator: 'exists', value: true, cased: false }
    const isEmpty = or([isNull, { kind: 'test', ...frame, operator: 'equals', value: '' }])
    switch (name) {
      case 'Exists':
        return exists
      case 'DoesNotExist':
        return not(exists)
      case 'IsNull':
        return and([exists, isNull])
      case 'IsNotNull':
        return not(and([exists, isNull]))
      case 'IsNullOrEmpty':
        return isEmpty
      case 'IsNotNullOrEmpty':
        return not(isEmpty)
      case 'AnyElement':
        return this.anyElement(reader, path, depth)
      default:
        return this.comparison(reader, frame, name)
    }
  }

  /** An expression about the elements of a list; with several of them one element has to pass all, which no test says. */
  private anyElement(reader: MapReader, path: readonly string[], depth: number): Expression {
    const inner = reader.node('Expressions')
    const items = inner?.kind === 'list' ? inner.items : inner === undefined ? [] : [inner]
    const [only] = items
    if (only === undefined || items.length !== 1) {
      return this.unknown(reader.map, 'tests several things of one element')
    }
    const expression = this.read(only, path, depth + 1)
    const isOneTest =
      expression.kind === 'test' ||
      (expression.kind === 'or' && expression.operands.every(({ kind }) => kind === 'test'))
    return isOneTest ? expression : this.unknown(only, 'tests several things of one element')
  }

  private comparison(reader: MapReader, frame: TestFrame, name: string): Expression {
    const isNegated = /^(?:I?DoesNot|IsNot)/.test(name) || /NotIn/.test(name)
    const values =
      reader.node('Values') === undefined ? one(reader.scalar('Value')) : reader.scalars('Values')
    const tests = values.map(value => toTest(positive(name), frame, value))
    const known = tests.filter(test => test !== undefined)
    if (known.length === 0 || known.length < tests.length) {
      return this.unknown(reader.map, `the condition “${name}” is not known`)
    }
    const any = or(known)
    return isNegated ? not(any) : any
  }

  private unknown(node: YamlNode, why: string): Expression {
    const span: Span = node.span
    const reason = 'panther/unknown-condition'
    this.diagnostics.push(diagnostic(reason, span, `a match expression is not read: ${why}`))
    return { kind: 'opaque', text: this.file.slice(span.start, span.end), reason, span }
  }
}

function one(scalar: YamlScalar | undefined): readonly YamlScalar[] {
  return scalar === undefined ? [] : [scalar]
}

/** `Key: a`, `DeepKey: [a, b]` or `KeyPath: a.b`. */
function keyOf(reader: MapReader): readonly string[] | undefined {
  const key = reader.text('Key')
  if (key !== undefined) return [key]
  const deep = reader.texts('DeepKey')
  if (deep.length > 0) return deep
  const path = reader.text('KeyPath')
  // An expression of JMESPath that is more than a path of names has no name as a field.
  return path !== undefined && /^[\w-]+(?:\.[\w-]+)*$/.test(path) ? path.split('.') : undefined
}

/** Exactly one of some expressions holds. */
function onlyOne(expressions: readonly Expression[]): Expression {
  return or(
    expressions.map((expression, i) =>
      and([expression, ...expressions.filter((_, j) => j !== i).map(not)]),
    ),
  )
}

/** The condition that a negated one negates. */
function positive(name: string): string {
  const names: Readonly<Record<string, string>> = {
    DoesNotContain: 'Contains',
    DoesNotEndWith: 'EndsWith',
    DoesNotEqual: 'Equals',
    DoesNotStartWith: 'StartsWith',
    IsIPAddressNotInCIDR: 'IsIPAddressInCIDR',
    IsNotIn: 'IsIn',
  }
  return Object.hasOwn(names, name) ? (names[name] ?? name) : name
}

function toTest(name: string, base: TestFrame, scalar: YamlScalar): Test | undefined {
  const frame = { ...base, span: scalar.span }
  const { value } = scalar
  if (value === null) return undefined
  const text = String(value)
  switch (name) {
    case 'Equals':
    case 'IsIn':
      return { kind: 'test', ...frame, operator: 'equals', value }
    case 'IEquals':
      return { kind: 'test', ...frame, operator: 'equals', value, cased: false }
    case 'Contains':
      return { kind: 'test', ...frame, operator: 'contains', value: text }
    case 'IContains':
      return { kind: 'test', ...frame, operator: 'contains', value: text, cased: false }
    case 'StartsWith':
      return { kind: 'test', ...frame, operator: 'starts_with', value: text }
    case 'IStartsWith':
      return { kind: 'test', ...frame, operator: 'starts_with', value: text, cased: false }
    case 'EndsWith':
      return { kind: 'test', ...frame, operator: 'ends_with', value: text }
    case 'IEndsWith':
      return { kind: 'test', ...frame, operator: 'ends_with', value: text, cased: false }
    case 'IsGreaterThan':
      return orderTest(frame, 'gt', value)
    case 'IsGreaterThanOrEquals':
      return orderTest(frame, 'gte', value)
    case 'IsLessThan':
      return orderTest(frame, 'lt', value)
    case 'IsLessThanOrEquals':
      return orderTest(frame, 'lte', value)
    case 'IsIPAddressInCIDR':
    case 'CIDRContainsIPAddresses':
      return isNetwork(text)
        ? { kind: 'test', ...frame, operator: 'cidr', value: text, cased: false }
        : undefined
    default:
      return undefined
  }
}

function orderTest(
  frame: TestFrame,
  operator: 'gt' | 'gte' | 'lt' | 'lte',
  value: string | number | boolean,
): Test | undefined {
  return typeof value === 'boolean' ? undefined : { kind: 'test', ...frame, operator, value }
}
