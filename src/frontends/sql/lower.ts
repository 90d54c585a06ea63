import { assertNever, type Diagnostic, type DiagnosticCode } from '../../base/index.ts'
import { type Logic, opaquesOf, type Stage } from '../../ir/index.ts'
import type { SqlDialect } from './dialect.ts'
import { toValue } from './lower-computation.ts'
import { lowerSelect } from './lower-select.ts'
import type { SqlResult } from './lower-source.ts'
import { SqlLowering } from './lowering.ts'
import { fieldName, type SqlScope } from './scope.ts'
import type { SqlBody, SqlCte, SqlQuery, SqlSetOperation, SqlTemplate } from './syntax.ts'

/** How deep common table expressions are followed into one another. */
const maxCteDepth = 40

/** Uses of common table expressions in one query that are followed. */
const maxCteUses = 300

/** The meaning of a query; `text` is what it was read from. */
export function lowerSql(
  query: SqlQuery,
  text: string,
  dialect: SqlDialect,
  diagnostics: Diagnostic[],
): Logic {
  const syntaxErrors = diagnostics.filter(({ severity }) => severity === 'error')
  const lowering = new SqlLowering(text, dialect, diagnostics, toValue)
  const { stages } = new QueryLowering(lowering).query(query, nothing, undefined)
  const [error] = syntaxErrors
  if (error === undefined || stages.some(isOpaque)) return { stages }
  // What could not be read stands in no stage, and the query cannot run without it.
  return { stages: [...stages, brokenStage(query, error.code, lowering)] }
}

function brokenStage({ span }: SqlQuery, reason: DiagnosticCode, lowering: SqlLowering): Stage {
  return { kind: 'opaque', text: lowering.slice(span), reason, span }
}

function isOpaque(stage: Stage): boolean {
  switch (stage.kind) {
    case 'opaque':
      return true
    case 'filter':
    case 'threshold':
      return opaquesOf(stage.expression).length > 0
    case 'join':
      return stage.sides.some(side => side.stages.some(isOpaque))
    default:
      return false
  }
}

/** The common table expressions that a place sees: the first so many of a query, and those around. */
interface Environment {
  /** By name in lower case, each with its place in the list. */
  readonly named: ReadonlyMap<string, readonly { readonly cte: SqlCte; readonly at: number }[]>
  readonly count: number
  readonly outside: Environment | undefined
}

interface Found {
  readonly cte: SqlCte
  /** What the expression itself sees. */
  readonly environment: Environment
}

const nothing: Environment = { named: new Map(), count: 0, outside: undefined }

function environmentOf(ctes: readonly SqlCte[], outside: Environment): Environment {
  if (ctes.length === 0) return outside
  const named = new Map<string, { readonly cte: SqlCte; readonly at: number }[]>()
  ctes.forEach((cte, at) => {
    const name = fieldName(cte.name.parts).toLowerCase()
    const own = named.get(name) ?? []
    own.push({ cte, at })
    named.set(name, own)
  })
  return { named, count: ctes.length, outside }
}

/** The last one of a name that stands before the place. */
function findCte(name: string, environment: Environment): Found | undefined {
  const { named, count, outside } = environment
  const found = named.get(name)?.findLast(({ at }) => at < count)
  if (found !== undefined)
    return { cte: found.cte, environment: { named, count: found.at, outside } }
  return outside === undefined ? undefined : findCte(name, outside)
}

const noResult: SqlResult = {
  stages: [],
  columns: new Map(),
  isClosed: false,
  isGrouped: false,
  correlations: [],
}

/** Lowers queries inside one another, and follows common table expressions where they are used. */
class QueryLowering {
  private readonly lowering: SqlLowering
  private depth = 0
  private uses = 0

  constructor(lowering: SqlLowering) {
    this.lowering = lowering
  }

  query(query: SqlQuery, outside: Environment, outer: SqlScope | undefined): SqlResult {
    const environment = environmentOf(query.with, outside)
    const result = this.body(query.body, environment, outer)
    const { lowering } = this
    const stages: Stage[] = [...result.stages]
    if (query.orderBy.length > 0) {
      const [first] = query.orderBy
      const orders = query.orderBy.map(({ value, direction, nulls }) =>
        [
          lowering.print(value),
          direction?.toUpperCase() ?? '',
          nulls === undefined ? '' : `NULLS ${nulls.toUpperCase()}`,
        ]
          .filter(word => word !== '')
          .join(' '),
      )
      const start = first?.value.span.start ?? query.span.start
      const span = { start, end: Math.max(start, query.orderBy.at(-1)?.value.span.end ?? start) }
      stages.push({ kind: 'shape', text: `ORDER BY ${orders.join(', ')}`, span })
    }
    for (const [word, value] of [
      ['LIMIT', query.limit],
      ['OFFSET', query.offset],
    ] as const) {
      if (value === undefined) continue
      stages.push({ kind: 'shape', text: `${word} ${lowering.print(value)}`, span: value.span })
    }
    return { ...result, stages }
  }

  private body(body: SqlBody, environment: Environment, outer: SqlScope | undefined): SqlResult {
    switch (body.kind) {
      case 'select':
        return lowerSelect(body, {
          lowering: this.lowering,
          outer,
          findTable: name => this.table(name, environment),
          lowerQuery: (query, around) => this.query(query, environment, around),
        })
      case 'query':
        return this.query(body, environment, outer)
      case 'set':
        return this.set(body, environment, outer)
      case 'values': {
        const { span } = body
        const text = `VALUES ${body.rows.map(row => this.lowering.print(row)).join(', ')}`
        const source: Stage = { kind: 'source', logSource: {}, names: [text], span }
        return { ...noResult, stages: [source], isClosed: true }
      }
      case 'template':
        return this.template(body, environment)
      case 'unread': {
        const { text, span } = body
        return { ...noResult, stages: [{ kind: 'opaque', text, reason: 'sql/syntax', span }] }
      }
      default:
        return assertNever(body)
    }
  }

  /** The rows of a common table expression, taken apart where it is used. */
  private table(name: string, environment: Environment): SqlResult | undefined {
    const found = findCte(name, environment)
    if (found === undefined) return undefined
    if (this.depth >= maxCteDepth || this.uses >= maxCteUses) {
      const { span } = found.cte.name
      this.lowering.report('sql/too-large', span, `“${name}” is used too often to be followed`)
      const stage: Stage = { kind: 'opaque', text: name, reason: 'sql/too-large', span }
      return { ...noResult, stages: [stage] }
    }
    this.depth++
    this.uses++
    const result = this.query(found.cte.query, found.environment, undefined)
    this.depth--
    const columns = found.cte.columns.map(({ parts }) => fieldName(parts))
    return columns.length === 0 ? result : renamed(result, columns)
  }

  /** `a UNION b`: the rows of both; `EXCEPT` and `INTERSECT` compare them. */
  private set(
    { first, rest, span }: SqlSetOperation,
    environment: Environment,
    outer: SqlScope | undefined,
  ): SqlResult {
    let left = this.body(first, environment, outer)
    for (let at = 0; at < rest.length; ) {
      const { operator, isAll } = rest[at] ?? { operator: 'union', isAll: false }
      const sides = [left]
      // Operands of one operator are sides of one join.
      while (rest[at]?.operator === operator && rest[at]?.isAll === isAll) {
        const next = rest[at]
        if (next !== undefined) sides.push(this.body(next.operand, environment, outer))
        at++
      }
      const how = isAll ? `${operator}_all` : operator
      const stage: Stage = {
        kind: 'join',
        how,
        sides: sides.map(({ stages }) => ({ stages })),
        keys: [],
        span,
      }
      left = {
        ...left,
        stages: [stage],
        isGrouped: sides.some(({ isGrouped }) => isGrouped),
        isClosed: sides.every(side => side.isClosed),
        correlations: sides.flatMap(({ correlations }) => correlations),
      }
    }
    return left
  }

  /** A macro goes on with the tables that its arguments name. */
  private template({ text, span }: SqlTemplate, environment: Environment): SqlResult {
    const words = new Set(text.toLowerCase().match(/[\p{L}\p{N}_$]+/gu))
    const sides = [...words].flatMap(name => this.table(name, environment) ?? [])
    const [only] = sides
    const opaque: Stage = { kind: 'opaque', text, reason: 'sql/template', span }
    if (only === undefined) return { ...noResult, stages: [opaque] }
    if (sides.length === 1) return { ...noResult, stages: [...only.stages, opaque] }
    const join: Stage = {
      kind: 'join',
      how: 'template',
      sides: sides.map(({ stages }) => ({ stages })),
      keys: [],
      span,
    }
    return { ...noResult, stages: [join, opaque] }
  }
}

/** A result whose columns have other names, in their order. */
function renamed(result: SqlResult, names: readonly string[]): SqlResult {
  const columns = [...result.columns.values()]
  const entries = names.map((name, i) => {
    const column = columns[i] ?? { field: name, isDerived: true }
    return [name.toLowerCase(), column] as const
  })
  return { ...result, columns: new Map(entries), isClosed: true }
}
