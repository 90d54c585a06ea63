import { columnsOf, findPart, itemsOf, nameOf } from './node-parts.ts'
import { readLets } from './read-lets.ts'
import { findLiteral } from './read-literal.ts'
import { readOperator } from './read-operator.ts'
import type { KustoComparisonOperator, KustoExpression, KustoIn, KustoOperator } from './syntax.ts'
import type { KustoNode } from './tree.ts'

/** Reads the expression that a node is. */
export type ReadExpression = (node: KustoNode | undefined) => KustoExpression

/** How deep expressions nest; what lies deeper is not read. Chains of `and`, `or` and `|` are flat. */
const maxDepth = 200

/** A reader of expressions that calls `onDeep` where they nest too deep. */
export function expressionReader(onDeep: (node: KustoNode) => void): ReadExpression {
  let depth = 0
  const read: ReadExpression = node => {
    if (node === undefined) {
      return { kind: 'other', reason: 'missing', span: { start: 0, end: 0 } }
    }
    if (depth >= maxDepth) {
      onDeep(node)
      return { kind: 'other', reason: 'too_deep', span: node.span }
    }
    depth++
    const expression = readNode(node, read)
    depth--
    return expression
  }
  return read
}

const comparisonOperators: ReadonlySet<string> = new Set<KustoComparisonOperator>([
  '==',
  '=~',
  '<',
  '<=',
  '>',
  '>=',
  ':',
  'contains',
  'contains_cs',
  'has',
  'has_cs',
  'hasprefix',
  'hasprefix_cs',
  'hassuffix',
  'hassuffix_cs',
  'startswith',
  'startswith_cs',
  'endswith',
  'endswith_cs',
  'like',
  'like_cs',
  'matches regex',
])

/** Spellings of old. */
const otherSpellings: Readonly<Record<string, string>> = {
  '<>': '!=',
  '!~': '!=~',
  containscs: 'contains_cs',
  notcontains: '!contains',
  notcontainscs: '!contains_cs',
  likecs: 'like_cs',
  notlike: '!like',
  notlikecs: '!like_cs',
}

function isComparison(operator: string): operator is KustoComparisonOperator {
  return comparisonOperators.has(operator)
}

function readNode(node: KustoNode, read: ReadExpression): KustoExpression {
  const { kind, span } = node
  const literal = findLiteral(node)
  if (literal !== undefined) return literal
  switch (kind) {
    case 'NameReference':
    case 'NameDeclaration':
    case 'BracketedName':
      return { kind: 'name', name: nameOf(node), span }
    case 'ParenthesizedExpression':
    case 'DataScopeExpression':
    case 'OrderedExpression':
    case 'SimpleNamedExpression':
    case 'CompoundNamedExpression':
    case 'DynamicExpression':
    case 'MvApplySubqueryExpression':
    case 'PartitionSubquery':
      return read(node.parts.get('Expression') ?? node.parts.get('Subquery'))
    case 'PathExpression': {
      const selector = node.parts.get('Selector')
      // `database("x").T` is the table of that name.
      if (selector?.kind === 'FunctionCallExpression') return read(selector)
      const operand = read(node.parts.get('Expression'))
      const name = nameOf(selector)
      if (
        operand.kind === 'call' &&
        /^(?:cluster|database|workspace|app|resource)$/.test(operand.name)
      ) {
        return { kind: 'name', name, span }
      }
      if (selector?.kind === 'BracketedExpression') {
        return { kind: 'element', operand, index: read(selector.parts.get('Expression')), span }
      }
      return { kind: 'path', operand, name, span }
    }
    case 'ElementExpression': {
      const index = read(findPart(node, 'Selector', 'Expression'))
      return { kind: 'element', operand: read(node.parts.get('Expression')), index, span }
    }
    case 'JsonArrayExpression':
      return { kind: 'list', values: itemsOf(node, 'Values').map(read), span }
    case 'JsonObjectExpression': {
      const entries = itemsOf(node, 'Pairs').map(pair => ({
        name: nameOf(pair.parts.get('Name')).replace(/^(["'])(.*)\1$/s, '$2'),
        value: read(pair.parts.get('Value')),
      }))
      return { kind: 'bag', entries, span }
    }
    case 'FunctionCallExpression': {
      const name = node.parts.get('Name')
      const given = itemsOf(node, 'ArgumentList', 'Expressions')
      return {
        kind: 'call',
        name: nameOf(name),
        nameSpan: name?.span ?? span,
        arguments: given.map(read),
        names: given.map(argumentName),
        span,
      }
    }
    case 'ToScalarExpression':
    case 'ToTableExpression':
    case 'MaterializeExpression':
      return {
        kind: 'call',
        name: kind === 'MaterializeExpression' ? 'materialize' : kind.slice(0, -10).toLowerCase(),
        nameSpan: span,
        arguments: [read(node.parts.get('Expression'))],
        names: [''],
        span,
      }
    case 'AndExpression':
    case 'OrExpression':
      return {
        kind: kind === 'AndExpression' ? 'and' : 'or',
        operands: chainOf(node, 'Left', 'Right').map(read),
        span,
      }
    case 'UnaryMinusExpression':
    case 'UnaryPlusExpression': {
      const operator = kind === 'UnaryMinusExpression' ? '-' : '+'
      return { kind: 'sign', operator, operand: read(node.parts.get('Expression')), span }
    }
    case 'AddExpression':
      return readArithmetic('+', node, read)
    case 'SubtractExpression':
      return readArithmetic('-', node, read)
    case 'MultiplyExpression':
      return readArithmetic('*', node, read)
    case 'DivideExpression':
      return readArithmetic('/', node, read)
    case 'ModuloExpression':
      return readArithmetic('%', node, read)
    case 'BetweenExpression':
    case 'NotBetweenExpression':
      return {
        kind: 'between',
        isNegated: kind === 'NotBetweenExpression',
        operand: read(node.parts.get('Left')),
        low: read(findPart(node, 'Right', 'First')),
        high: read(findPart(node, 'Right', 'Second')),
        span,
      }
    case 'StarExpression':
      return { kind: 'star', span }
    case 'DataTableExpression':
      return {
        kind: 'datatable',
        columns: columnsOf(node.parts.get('Schema')),
        values: itemsOf(node, 'Values').map(read),
        span,
      }
    case 'ExternalDataExpression':
      return {
        kind: 'externaldata',
        columns: columnsOf(node.parts.get('Schema')),
        addresses: itemsOf(node, 'URIs').map(item => item.literal ?? ''),
        span,
      }
    case 'FunctionDeclaration': {
      const parameters = itemsOf(node, 'Parameters', 'Parameters').map(parameter => {
        const fallback = findPart(parameter, 'DefaultValue', 'Value')
        return { name: nameOf(parameter), fallback: fallback && read(fallback) }
      })
      const body = node.parts.get('Body')
      const lets = readLets(itemsOf(body, 'Statements'), read)
      const result = body?.parts.get('Expression')
      return { kind: 'function', parameters, lets, body: result && read(result), span }
    }
    case 'PipeExpression':
      return readPipeline(node, read)
    default:
      if (node.parts.has('Operator') && node.parts.has('Left')) return readBinary(node, read)
      if (kind.endsWith('Operator')) return readPipeline(node, read)
      return { kind: 'other', reason: 'unread', span }
  }
}

/** `name = value` among arguments. */
function argumentName(node: KustoNode): string {
  return node.kind === 'SimpleNamedExpression' ? nameOf(node.parts.get('Name')) : ''
}

/** What a chain that leans to the left holds, in its order. */
function chainOf({ kind, ...node }: KustoNode, left: string, right: string): readonly KustoNode[] {
  const chain: KustoNode[] = []
  let at: KustoNode | undefined = { kind, ...node }
  for (; at?.kind === kind; at = at.parts.get(left)) {
    const last = at.parts.get(right)
    if (last !== undefined) chain.push(last)
  }
  if (at !== undefined) chain.push(at)
  return chain.reverse()
}

function readPipeline(node: KustoNode, read: ReadExpression): KustoExpression {
  const [first, ...rest] = chainOf(node, 'Expression', 'Operator')
  const operators: KustoOperator[] = rest.map(operator => readOperator(operator, read))
  if (node.kind !== 'PipeExpression') {
    return {
      kind: 'pipeline',
      source: undefined,
      operators: [readOperator(node, read)],
      span: node.span,
    }
  }
  if (first?.kind.endsWith('Operator')) {
    operators.unshift(readOperator(first, read))
    return { kind: 'pipeline', source: undefined, operators, span: node.span }
  }
  return { kind: 'pipeline', source: read(first), operators, span: node.span }
}

function readArithmetic(
  operator: '+' | '-' | '*' | '/' | '%',
  node: KustoNode,
  read: ReadExpression,
): KustoExpression {
  const left = read(node.parts.get('Left'))
  return {
    kind: 'arithmetic',
    operator,
    left,
    right: read(node.parts.get('Right')),
    span: node.span,
  }
}

/** `left operator right`, of which the right side may be a list in brackets. */
function readBinary(node: KustoNode, read: ReadExpression): KustoExpression {
  const { span } = node
  const written = (node.parts.get('Operator')?.text ?? '').replace(/\s+/g, ' ')
  const spelling = Object.hasOwn(otherSpellings, written) ? otherSpellings[written] : undefined
  const text = spelling ?? written
  const isNegated = text.startsWith('!')
  const positive = isNegated ? text.slice(1) : text
  const operator = positive === '=' ? '==' : positive
  const left = read(node.parts.get('Left'))
  if (isComparison(operator)) {
    return {
      kind: 'comparison',
      operator,
      isNegated,
      left,
      right: read(node.parts.get('Right')),
      span,
    }
  }
  if (isListOperator(operator)) {
    const list = node.parts.get('Right')
    const values = list?.parts.has('Expressions')
      ? itemsOf(list, 'Expressions').map(read)
      : [read(list)]
    return { kind: 'in', operator, isNegated, operand: left, values, span }
  }
  return { kind: 'other', reason: 'unread', span }
}

function isListOperator(operator: string): operator is KustoIn['operator'] {
  return ['in', 'in~', 'has_any', 'has_all'].includes(operator)
}
