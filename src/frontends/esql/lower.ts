import { assertNever, type Diagnostic, type DiagnosticCode, type Span } from '../../base/index.ts'
import {
  and,
  type FilterStage,
  type Logic,
  opaquesOf,
  type Stage,
  type ThresholdStage,
} from '../../ir/index.ts'
import { EsqlColumnTable } from './columns.ts'
import { dissectedNames, grokkedNames } from './extracted-names.ts'
import { lowerCondition } from './lower-condition.ts'
import { checkNames } from './lower-operand.ts'
import { columnName, deriveColumn, lowerStats } from './lower-stats.ts'
import { EsqlLowering, type EsqlOptions } from './lowering.ts'
import { printCommand } from './print.ts'
import type {
  EsqlColumn,
  EsqlCommand,
  EsqlEnrich,
  EsqlFork,
  EsqlFrom,
  EsqlKept,
  EsqlName,
  EsqlSyntax,
  EsqlWhere,
} from './syntax.ts'

/** The meaning of a query; `text` is what it was read from. */
export function lowerEsql(
  syntax: EsqlSyntax,
  text: string,
  options: EsqlOptions,
  diagnostics: Diagnostic[],
): Logic {
  const lowering = new EsqlLowering(text, options, diagnostics)
  return lowerPipeline(syntax.commands, lowering, { isGrouped: false })
}

/** What of the commands so far decides what the next one means. */
interface Place {
  /** Rows are groups, so that a condition is one on groups. */
  isGrouped: boolean
}

function lowerPipeline(
  commands: readonly EsqlCommand[],
  lowering: EsqlLowering,
  place: Place,
): Logic {
  return { stages: commands.flatMap(command => lowerCommand(command, lowering, place)) }
}

function lowerCommand(
  command: EsqlCommand,
  lowering: EsqlLowering,
  place: Place,
): readonly Stage[] {
  if (command.isBroken && command.kind !== 'where') {
    if (command.kind === 'stats') place.isGrouped = true
    defineColumns(command, lowering)
    return [broken(command, lowering)]
  }
  switch (command.kind) {
    case 'from':
    case 'ts':
      return lowerFrom(command, lowering)
    case 'row':
    case 'eval':
      return lowerColumns(command.columns, lowering)
    case 'where':
      return lowerWhere(command, lowering, place)
    case 'stats': {
      const stages = lowerStats(command, lowering)
      place.isGrouped = true
      return stages
    }
    case 'inline_stats':
      return lowerStats(command, lowering)
    case 'sort':
      for (const { value } of command.orders) checkNames(value, lowering)
      return [shape(command)]
    case 'keep':
    case 'drop':
    case 'limit':
    case 'sample':
      return [shape(command)]
    case 'rename':
      for (const { from, to } of command.renames) {
        lowering.columns.rename(nameOf(from), nameOf(to))
      }
      return [shape(command)]
    case 'dissect':
      checkNames(command.input, lowering)
      return [derive(command, dissectedNames(command.patterns), lowering)]
    case 'grok':
      checkNames(command.input, lowering)
      return [derive(command, grokkedNames(command.patterns), lowering)]
    case 'enrich':
      return lowerEnrich(command, lowering)
    case 'lookup_join': {
      const keys = command.on.map(key => lowering.text.slice(key.span.start, key.span.end))
      const source: Stage = {
        kind: 'source',
        logSource: {},
        names: [command.index.text],
        span: command.index.span,
      }
      for (const key of command.on) if (key.kind === 'name') lowering.columns.find(nameOf(key))
      lowering.columns.widen()
      return [
        { kind: 'join', how: 'lookup', sides: [{ stages: [source] }], keys, span: command.span },
      ]
    }
    case 'mv_expand':
      lowering.columns.expand(nameOf(command.column))
      return [shape(command)]
    case 'change_point': {
      const [type = 'type', value = 'pvalue'] = command.as.map(nameOf)
      return [derive(command, [type, value], lowering)]
    }
    case 'fork':
      return lowerFork(command, lowering, place)
    case 'kept':
      return lowerKept(command, lowering)
    case 'unknown':
      return [broken(command, lowering)]
    default:
      return assertNever(command)
  }
}

/** The columns that were read of a command that was not. */
function defineColumns(command: EsqlCommand, lowering: EsqlLowering): void {
  const columns =
    command.kind === 'eval' || command.kind === 'row'
      ? command.columns
      : command.kind === 'stats' || command.kind === 'inline_stats'
        ? command.aggregates
        : []
  for (const { name } of columns) if (name !== undefined) lowering.columns.define(nameOf(name))
}

/** What could not be read of a command; the query cannot run without it. */
function broken({ span }: EsqlCommand, lowering: EsqlLowering): Stage {
  const text = lowering.text.slice(span.start, span.end)
  return { kind: 'opaque', text, reason: findReason(span, lowering), span }
}

/** The first error in a command. */
function findReason(span: Span, { diagnostics }: EsqlLowering): DiagnosticCode {
  const found = diagnostics.find(d => d.severity === 'error' && isInside(d.span, span))
  return found?.code ?? 'esql/syntax'
}

function isInside(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.start <= outer.end
}

function lowerFrom(
  { sources, metadata, span }: EsqlFrom,
  lowering: EsqlLowering,
): readonly Stage[] {
  const names = sources.flatMap(source =>
    source.kind === 'index' ? source.text.split(',').map(name => name.trim()) : [],
  )
  const subqueries = sources.flatMap(source => (source.kind === 'subquery' ? [source] : []))
  const own: Stage = { kind: 'source', logSource: {}, names, span }
  const outer = lowering.columns
  const inner = subqueries.map(() => new EsqlColumnTable(outer))
  const sides = subqueries.map(({ commands }, i): Logic => {
    lowering.columns = inner[i] ?? outer
    return lowerPipeline(commands, lowering, { isGrouped: false })
  })
  lowering.columns = outer
  if (sides.length > 0)
    outer.join(names.length > 0 ? [new EsqlColumnTable(outer), ...inner] : inner)
  // What Elasticsearch knows of a document is in no event.
  for (const name of metadata) lowering.columns.define(nameOf(name))
  if (sides.length === 0) return [own]
  const all = names.length > 0 ? [{ stages: [own] }, ...sides] : sides
  return [{ kind: 'join', how: 'union', sides: all, keys: [], span }]
}

/** Each column of its own, since a later one may use an earlier. */
function lowerColumns(columns: readonly EsqlColumn[], lowering: EsqlLowering): readonly Stage[] {
  return columns.flatMap(column => {
    checkNames(column.value, lowering)
    const name = columnName(column, lowering)
    const stages = deriveColumn(name, column, lowering)
    lowering.columns.define(name)
    return stages
  })
}

/** A condition on events, or behind `STATS` on groups. */
function lowerWhere(
  { condition, span, isBroken }: EsqlWhere,
  lowering: EsqlLowering,
  { isGrouped }: Place,
): readonly Stage[] {
  checkNames(condition, lowering)
  const { isTrue } = lowerCondition(condition, lowering)
  const isSaid = !isBroken || opaquesOf(isTrue).length > 0
  const expression = isSaid
    ? isTrue
    : and([isTrue, lowering.opaque(findReason(span, lowering), span).isTrue])
  const derived = lowering.takeDerived()
  const threshold: ThresholdStage = { kind: 'threshold', expression, span }
  const { start, end } = condition.span
  const filter: FilterStage = {
    kind: 'filter',
    condition: lowering.text.slice(start, Math.max(end, start)),
    parts: [],
    expression,
    span,
  }
  return [...derived, isGrouped ? threshold : filter]
}

/** Columns of a policy’s index; without `WITH`, the query does not say which. */
function lowerEnrich(command: EsqlEnrich, lowering: EsqlLowering): readonly Stage[] {
  const names = command.with.map(({ name, field }) => nameOf(name ?? field))
  if (names.length === 0) lowering.columns.widen()
  return [derive(command, names, lowering)]
}

/** “`FORK` creates multiple execution branches to operate on the same input data.” */
function lowerFork(
  { branches, span }: EsqlFork,
  lowering: EsqlLowering,
  place: Place,
): readonly Stage[] {
  const outer = lowering.columns
  const tables = branches.map(() => new EsqlColumnTable(outer))
  const places = branches.map((): Place => ({ ...place }))
  const sides = branches.map(({ commands }, i) => {
    lowering.columns = tables[i] ?? outer
    return lowerPipeline(commands, lowering, places[i] ?? place)
  })
  lowering.columns = outer
  outer.join(tables)
  outer.define('_fork')
  place.isGrouped ||= places.some(({ isGrouped }) => isGrouped)
  return [{ kind: 'join', how: 'fork', sides, keys: [], span }]
}

/** The columns of commands that are kept, where they name none. */
const defaultColumns: Readonly<Record<string, string>> = {
  completion: 'completion',
  rerank: '_score',
}

function lowerKept(command: EsqlKept, lowering: EsqlLowering): readonly Stage[] {
  const { keyword, column } = command
  const fallback = Object.hasOwn(defaultColumns, keyword) ? defaultColumns[keyword] : undefined
  const name = column === undefined ? fallback : nameOf(column)
  if (name === undefined) return [shape(command)]
  // `URI_PARTS parts = field` makes `parts.domain` and more.
  lowering.columns.definePrefix(`${name}.`)
  return [derive(command, [name], lowering)]
}

function derive(command: EsqlCommand, names: readonly string[], lowering: EsqlLowering): Stage {
  for (const name of names) lowering.columns.define(name)
  return { kind: 'derive', names, text: printCommand(command), span: command.span }
}

function shape(command: EsqlCommand): Stage {
  return { kind: 'shape', text: printCommand(command), span: command.span }
}

function nameOf({ parts }: EsqlName): string {
  return parts.join('.')
}
