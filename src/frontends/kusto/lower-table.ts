import { assertNever, type Span } from '../../base/index.ts'
import type { Stage } from '../../ir/index.ts'
import { KustoColumns } from './columns.ts'
import { findBody, findConstant } from './constant.ts'
import { lowerColumns } from './lower-columns.ts'
import { lowerFind } from './lower-find.ts'
import { lowerJoin } from './lower-join.ts'
import { lowerSummarize } from './lower-summarize.ts'
import { findError, lowerWhere } from './lower-where.ts'
import type { KustoLowering, Table } from './lowering.ts'
import { type Bound, findBound, type Scope, withName } from './scope.ts'
import type {
  KustoBranches,
  KustoCall,
  KustoExpand,
  KustoExpression,
  KustoOperator,
  KustoPipeline,
  KustoUnion,
} from './syntax.ts'

/** A table while operators are applied to it, one after another. */
interface Pipe {
  stages: Stage[]
  /** Rows are groups, so that a condition is one on groups. */
  isGrouped: boolean
  scope: Scope
}

/**
 * The stages of a tabular expression, and its columns. Names of `let` and functions of the query’s own are put in
 * place; a name that means nothing else is one of a table.
 */
export function lowerTable(
  expression: KustoExpression,
  scope: Scope,
  lowering: KustoLowering,
): Table {
  const outer = lowering.columns
  const kept = lowering.takeBefore()
  const { isDenied } = lowering
  lowering.columns = new KustoColumns()
  lowering.isDenied = false
  const pipe: Pipe = { stages: [], isGrouped: false, scope }
  lowerSource(expression, pipe, lowering)
  const { columns } = lowering
  lowering.columns = outer
  lowering.isDenied = isDenied
  for (const [i, stage] of kept.entries())
    lowering.addBefore(`kept ${i} ${stage.span.start}`, stage)
  return { logic: { stages: pipe.stages }, columns }
}

/** Where rows come from: a table, a name of one, a function, another pipeline. */
function lowerSource(expression: KustoExpression, pipe: Pipe, lowering: KustoLowering): void {
  const { span } = expression
  switch (expression.kind) {
    case 'pipeline':
      lowerPipeline(expression, pipe, lowering)
      return
    case 'name': {
      const bound = findBound(expression.name, pipe.scope)
      if (bound === undefined || bound.value.kind === 'function')
        pipe.stages.push(source([expression.name], span))
      else inPlace(bound, span, pipe, lowering)
      return
    }
    case 'call':
      lowerSourceCall(expression, pipe, lowering)
      return
    case 'datatable':
    case 'externaldata': {
      const names = expression.kind === 'datatable' ? [] : expression.addresses
      pipe.stages.push(source(names, span), {
        kind: 'derive',
        names: expression.columns,
        text: lowering.textOf(span),
        span,
      })
      for (const name of expression.columns) lowering.columns.define(name)
      return
    }
    case 'other':
      pipe.stages.push(broken(span, lowering))
      return
    default:
      pipe.stages.push(source([lowering.textOf(span)], span))
  }
}

/** What a name stands for, in its place. */
function inPlace(bound: Bound, span: Span, pipe: Pipe, lowering: KustoLowering): void {
  const outer = pipe.scope
  const isDone = lowering.expand(span, () => {
    pipe.scope = bound.scope
    lowerSource(bound.value, pipe, lowering)
    return true
  })
  pipe.scope = outer
  if (isDone === undefined) {
    pipe.stages.push({
      kind: 'opaque',
      text: lowering.textOf(span),
      reason: 'kusto/expansion-limit',
      span,
    })
  }
}

function lowerSourceCall(call: KustoCall, pipe: Pipe, lowering: KustoLowering): void {
  const { name, span } = call
  const [first] = call.arguments
  if (first !== undefined && /^(?:materialize|toscalar|totable|view)$/.test(name)) {
    lowerSource(first, pipe, lowering)
    return
  }
  if (first !== undefined && name === 'table') {
    const table = findConstant(first, pipe.scope, lowering)
    const [names, at] = [[typeof table === 'string' ? table : lowering.textOf(span)], span]
    pipe.stages.push(source(names, at))
    return
  }
  const body = findBody(call, pipe.scope)
  if (body === undefined) lowerStoredFunction(call, pipe, lowering)
  else inPlace(body, span, pipe, lowering)
}

/** Parameters of Microsoft’s parsers of events that say nothing about events but when they were. */
const timeParameters: ReadonlySet<string> = new Set(['starttime', 'endtime', 'disabled', 'pack'])

/**
 * A function that is stored elsewhere, such as `_GetWatchlist('x')` or `_Im_Dns(responsecodename='NXDOMAIN')`: it is a
 * source by its name. What a parser of events is told to look for is a condition.
 */
function lowerStoredFunction(call: KustoCall, pipe: Pipe, lowering: KustoLowering): void {
  const { name, names, span } = call
  pipe.stages.push(source([name], span))
  if (names.length === 0) return
  const isParser = /^(?:_[AI]m_|_?vim|im[A-Z]|ASim)/.test(name)
  if (!isParser || names.every(one => timeParameters.has(one.toLowerCase()))) {
    pipe.stages.push({ kind: 'shape', text: lowering.textOf(span), span })
    return
  }
  const { isTrue } = lowering.computed(call, pipe.scope)
  const condition = lowering.textOf(span)
  const filter: Stage = { kind: 'filter', condition, parts: [], expression: isTrue, span }
  pipe.stages.push(...lowering.takeBefore(), filter)
}

function source(names: readonly string[], span: Span): Stage {
  return { kind: 'source', logSource: {}, names, span }
}

/** What could not be read; the query cannot run without it. */
function broken(span: Span, lowering: KustoLowering): Stage {
  const reason = findError(span, lowering) ?? 'kusto/syntax'
  return { kind: 'opaque', text: lowering.textOf(span), reason, span }
}

function lowerPipeline(pipeline: KustoPipeline, pipe: Pipe, lowering: KustoLowering): void {
  if (pipeline.source !== undefined) lowerSource(pipeline.source, pipe, lowering)
  for (const [i, operator] of pipeline.operators.entries()) {
    if (operator.kind === 'as') {
      // Later sub-queries may name what has come about so far.
      const value: KustoPipeline = { ...pipeline, operators: pipeline.operators.slice(0, i) }
      pipe.scope = withName(pipe.scope, operator.name, { value, scope: pipe.scope })
    }
    lowerOperator(operator, pipe, lowering)
  }
}

function lowerOperator(operator: KustoOperator, pipe: Pipe, lowering: KustoLowering): void {
  const { span } = operator
  const { stages } = pipe
  const shape = (): Stage => ({ kind: 'shape', text: lowering.textOf(span), span })
  const error = operator.kind === 'where' ? undefined : findError(span, lowering)
  if (error !== undefined && !holdsQueries(operator)) {
    applyColumns(operator, pipe, lowering)
    stages.push(broken(span, lowering))
    return
  }
  switch (operator.kind) {
    case 'where':
      stages.push(...lowerWhere(operator.condition, span, pipe.isGrouped, pipe.scope, lowering))
      return
    case 'extend':
    case 'project':
    case 'keep':
    case 'away':
    case 'rename':
    case 'distinct':
    case 'print':
      stages.push(...lowerColumns(operator, pipe.scope, lowering))
      return
    case 'summarize':
      stages.push(...lowerSummarize(operator, pipe.scope, lowering))
      pipe.isGrouped = true
      return
    case 'count':
      stages.push({
        kind: 'aggregate',
        functions: [{ name: 'count', as: 'Count' }],
        groupBy: [],
        cased: true,
        keepsNull: true,
        span,
      })
      lowering.columns.close(new Map())
      lowering.columns.define('Count')
      pipe.isGrouped = true
      return
    case 'join':
    case 'lookup':
      pipe.stages = lowerJoin(operator, stages, pipe.scope, lowering)
      return
    case 'union':
      lowerUnion(operator, pipe, lowering)
      return
    case 'parse':
      lowerParse(operator, pipe, lowering)
      return
    case 'expand':
      lowerExpand(operator, pipe, lowering)
      return
    case 'shape':
    case 'as':
      stages.push(shape())
      return
    case 'derive':
      derive(operator.names, span, pipe, lowering)
      if (operator.isOpen) lowering.columns.widen()
      return
    case 'evaluate':
      derive(operator.names, span, pipe, lowering)
      if (operator.names.length === 0) lowering.columns.widen()
      return
    case 'invoke':
      lowerInvoke(operator.call, span, pipe, lowering)
      return
    case 'find':
    case 'search':
      stages.push(...lowerFind(operator, stages.length > 0, pipe.isGrouped, pipe.scope, lowering))
      return
    case 'branches':
      lowerBranches(operator, pipe, lowering)
      return
    case 'unknown': {
      lowering.report(
        'kusto/unsupported-operator',
        span,
        `“${operator.command}” is not taken apart`,
      )
      const text = lowering.textOf(span)
      stages.push({ kind: 'opaque', text, reason: 'kusto/unsupported-operator', span })
      lowering.columns.widen()
      return
    }
    default:
      assertNever(operator)
  }
}

/** Operators whose parts say for themselves what of them could not be read. */
function holdsQueries({ kind }: KustoOperator): boolean {
  return ['join', 'lookup', 'union', 'expand', 'branches', 'find', 'search'].includes(kind)
}

/** The columns of an operator that was not read whole. */
function applyColumns(operator: KustoOperator, pipe: Pipe, lowering: KustoLowering): void {
  if (operator.kind === 'summarize') {
    lowerSummarize(operator, pipe.scope, lowering)
    pipe.isGrouped = true
  } else if (operator.kind === 'extend' || operator.kind === 'project') {
    lowerColumns(operator, pipe.scope, lowering)
  }
  lowering.takeBefore()
}

function derive(names: readonly string[], span: Span, pipe: Pipe, lowering: KustoLowering): void {
  pipe.stages.push({ kind: 'derive', names, text: lowering.textOf(span), span })
  for (const name of names) lowering.columns.define(name)
}

/** `union T, (U | where …)`: the rows of all tables. */
function lowerUnion(
  { tables, withSource, span }: KustoUnion,
  pipe: Pipe,
  lowering: KustoLowering,
): void {
  const isPlain = ({ kind, ...table }: KustoExpression): boolean =>
    kind === 'name' && 'name' in table && findBound(table.name, pipe.scope) === undefined
  if (pipe.stages.length === 0 && tables.every(isPlain)) {
    const names = tables.flatMap(table => (table.kind === 'name' ? [table.name] : []))
    pipe.stages.push(source(names, span))
  } else {
    const own: Table = { logic: { stages: pipe.stages }, columns: lowering.columns }
    const others = tables.map(table => lowerTable(table, pipe.scope, lowering))
    const sides = pipe.stages.length === 0 ? others : [own, ...others]
    pipe.stages = [
      { kind: 'join', how: 'union', sides: sides.map(({ logic }) => logic), keys: [], span },
    ]
    lowering.columns = KustoColumns.union(sides.map(({ columns }) => columns))
  }
  if (withSource !== undefined) lowering.columns.define(withSource)
}

/** `parse message with * "user=" user " " *`; `parse-where` drops what does not follow the pattern. */
function lowerParse(
  operator: KustoOperator & { readonly kind: 'parse' },
  pipe: Pipe,
  lowering: KustoLowering,
): void {
  const { names, isFilter, span } = operator
  derive(names, span, pipe, lowering)
  const [name] = names
  if (!isFilter || name === undefined) return
  const operand = { ...lowering.columns.find(name), span }
  const frame = { ...lowering.frame(operand, span), cased: false }
  const expression = { kind: 'test', ...frame, operator: 'exists', value: true } as const
  const condition = lowering.textOf(span)
  pipe.stages.push({ kind: 'filter', condition, parts: [], expression, span })
}

/** `mv-expand` gives every element of a list a row of its own; what is tested then is an element. */
function lowerExpand(operator: KustoExpand, pipe: Pipe, lowering: KustoLowering): void {
  const { columns, indexName, body, span } = operator
  const names = columns.flatMap(({ names: given, value }) =>
    given.length > 0 ? given : value?.kind === 'name' ? [value.name] : [],
  )
  const all = indexName === undefined ? names : [...names, indexName]
  const start = body === undefined ? span.end : body.span.start
  const text = lowering.textOf({ start: span.start, end: start }).replace(/\s*(?:on\s*)?\(?$/, '')
  if (body === undefined || body.operators.every(staysInRow)) {
    pipe.stages.push({ kind: 'derive', names: all, text, span })
    for (const name of all) lowering.columns.define(name)
    if (body !== undefined) lowerPipeline(body, pipe, lowering)
    return
  }
  const inner: Pipe = { stages: [], isGrouped: false, scope: pipe.scope }
  const outer = lowering.columns
  lowering.columns = new KustoColumns(outer)
  inner.stages.push({ kind: 'derive', names: all, text, span })
  for (const name of all) lowering.columns.define(name)
  lowerPipeline(body, inner, lowering)
  outer.adopt(lowering.columns)
  lowering.columns = outer
  pipe.stages.push({
    kind: 'join',
    how: 'mv-apply',
    sides: [{ stages: inner.stages }],
    keys: [],
    span,
  })
}

/** Whether an operator in `mv-apply` looks at one element at a time, and drops no columns. */
function staysInRow(operator: KustoOperator): boolean {
  if (operator.kind === 'expand') return operator.body?.operators.every(staysInRow) !== false
  return operator.kind === 'where' || operator.kind === 'extend'
}

/** `invoke f(x)` calls a function with the table before it. */
function lowerInvoke(call: KustoExpression, span: Span, pipe: Pipe, lowering: KustoLowering): void {
  // The table itself stands before: its operators go on from there.
  const table: Bound = { value: { kind: 'other', reason: 'unread', span }, scope: pipe.scope }
  const body = call.kind === 'call' ? findBody(call, pipe.scope, table) : undefined
  if (body?.value.kind === 'pipeline' && startsWithParameter(call, body.value, pipe.scope)) {
    const outer = pipe.scope
    const { operators } = body.value
    const pipeline: KustoPipeline = { ...body.value, source: undefined, operators }
    lowering.expand(span, () => {
      pipe.scope = body.scope
      lowerPipeline(pipeline, pipe, lowering)
    })
    pipe.scope = outer
    return
  }
  derive([], span, pipe, lowering)
  lowering.columns.widen()
}

function startsWithParameter(
  call: KustoExpression,
  { source: first }: KustoPipeline,
  scope: Scope,
): boolean {
  const callee = call.kind === 'call' ? findBound(call.name, scope)?.value : undefined
  if (callee?.kind !== 'function' || first?.kind !== 'name') return false
  return callee.parameters[0]?.name === first.name
}

/** `partition by key (…)`, `fork (…) (…)`: each side goes on from the rows so far. */
function lowerBranches(
  { how, keys, bodies, span }: KustoBranches,
  pipe: Pipe,
  lowering: KustoLowering,
): void {
  const outer = lowering.columns
  const sides = bodies.map(body => {
    lowering.columns = new KustoColumns(outer)
    const inner: Pipe = { stages: [], isGrouped: pipe.isGrouped, scope: pipe.scope }
    lowerPipeline(body, inner, lowering)
    pipe.isGrouped ||= inner.isGrouped && how === 'partition'
    return { logic: { stages: inner.stages }, columns: lowering.columns }
  })
  lowering.columns =
    sides.length === 0 ? outer : KustoColumns.union(sides.map(({ columns }) => columns))
  pipe.stages.push({ kind: 'join', how, sides: sides.map(({ logic }) => logic), keys, span })
}
