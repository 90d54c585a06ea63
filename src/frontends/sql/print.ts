import { assertNever } from '../../base/index.ts'
import type { SqlDialect } from './dialect.ts'
import { printName, SqlExpressionPrinter } from './print-expression.ts'
import type {
  SqlBody,
  SqlExpression,
  SqlItem,
  SqlName,
  SqlQuery,
  SqlSelect,
  SqlSetOperation,
  SqlSource,
} from './syntax.ts'

/** The query on one line, which parses to the same tree in the same dialect. */
export function printSql(query: SqlQuery, dialect: SqlDialect = 'snowflake'): string {
  return new SqlPrinter(dialect).query(query)
}

/** The expression on one line. */
export function printSqlExpression(
  expression: SqlExpression,
  dialect: SqlDialect = 'snowflake',
): string {
  return new SqlPrinter(dialect).expressions.print(expression)
}

class SqlPrinter {
  readonly expressions: SqlExpressionPrinter

  constructor(dialect: SqlDialect) {
    this.expressions = new SqlExpressionPrinter(dialect, query => this.query(query))
  }

  query({ with: ctes, body, orderBy, limit, offset }: SqlQuery): string {
    const { expressions } = this
    const named = ctes.map(
      ({ name, columns, query }) =>
        `${printName(name.parts)}${this.columns(columns)} AS (${this.query(query)})`,
    )
    return join([
      named.length === 0 ? '' : `WITH ${named.join(', ')}${body.kind === 'template' ? ',' : ''}`,
      this.body(body, ctes.length > 0),
      orderBy.length === 0 ? '' : expressions.orders(orderBy),
      limit === undefined ? '' : `LIMIT ${expressions.print(limit, 4)}`,
      offset === undefined ? '' : `OFFSET ${expressions.print(offset, 4)}`,
    ])
  }

  private columns(columns: readonly SqlName[]): string {
    return columns.length === 0
      ? ''
      : ` (${columns.map(({ parts }) => printName(parts)).join(', ')})`
  }

  private body(body: SqlBody, isBehindWith = false): string {
    switch (body.kind) {
      case 'select':
        return this.select(body)
      case 'set':
        return this.set(body)
      case 'query': {
        const inner = `(${this.query(body)})`
        return isBehindWith ? ` ${inner}`.trimStart() : inner
      }
      case 'values':
        return `VALUES ${this.expressions.all(body.rows)}`
      case 'template':
      case 'unread':
        return body.text
      default:
        return assertNever(body)
    }
  }

  private set({ first, rest }: SqlSetOperation): string {
    const isIntersect = rest[0]?.operator === 'intersect'
    const operand = (body: SqlBody): string => {
      const isLoose = body.kind === 'set' && (isIntersect || body.rest[0]?.operator !== 'intersect')
      return isLoose ? `(${this.body(body)})` : this.body(body)
    }
    const words = rest.map(
      one => `${one.operator.toUpperCase()}${one.isAll ? ' ALL' : ''} ${operand(one.operand)}`,
    )
    return [operand(first), ...words].join(' ')
  }

  private select(select: SqlSelect): string {
    const { expressions } = this
    const { top, where, groupBy, having, qualify, windows } = select
    return join([
      `SELECT${select.isDistinct ? ' DISTINCT' : ''}`,
      top === undefined ? '' : `TOP ${expressions.print(top, 9)}`,
      select.items.map(item => this.item(item)).join(', '),
      select.from.length === 0
        ? ''
        : `FROM ${select.from.map(source => this.source(source)).join(', ')}`,
      where === undefined ? '' : `WHERE ${expressions.print(where)}`,
      groupBy === 'all' ? 'GROUP BY ALL' : '',
      groupBy === 'all' || groupBy.length === 0 ? '' : `GROUP BY ${expressions.all(groupBy)}`,
      having === undefined ? '' : `HAVING ${expressions.print(having)}`,
      windows.length === 0
        ? ''
        : `WINDOW ${windows
            .map(({ name, window }) => `${printName(name.parts)} AS ${expressions.window(window)}`)
            .join(', ')}`,
      qualify === undefined ? '' : `QUALIFY ${expressions.print(qualify)}`,
    ])
  }

  item({ value, alias }: SqlItem): string {
    const printed = this.expressions.print(value)
    return alias === undefined ? printed : `${printed} AS ${printName([alias])}`
  }

  private source(source: SqlSource): string {
    switch (source.kind) {
      case 'joined': {
        const joins = source.joins.map(({ how, isNatural, right, on, using }) =>
          join([
            isNatural ? 'NATURAL' : '',
            how === 'inner' ? '' : how.toUpperCase(),
            'JOIN',
            right.kind === 'joined' ? `(${this.source(right)})` : this.source(right),
            on === undefined ? '' : `ON ${this.expressions.print(on)}`,
            using.length === 0 ? '' : `USING${this.columns(using)}`,
          ]),
        )
        const first =
          source.first.kind === 'joined'
            ? `(${this.source(source.first)})`
            : this.source(source.first)
        return [first, ...joins].join(' ')
      }
      case 'table':
        return this.naming(
          source,
          'parts' in source.name ? printName(source.name.parts) : source.name.text,
        )
      case 'subquery':
        return this.naming(source, `(${this.query(source.query)})`)
      case 'table_function': {
        const call = this.expressions.print(source.call)
        return this.naming(source, source.isWrapped ? `TABLE(${call})` : call)
      }
      default:
        return assertNever(source)
    }
  }

  private naming(source: Exclude<SqlSource, { readonly kind: 'joined' }>, text: string): string {
    const { alias, columns, suffix, isLateral } = source
    return join([
      isLateral ? 'LATERAL' : '',
      text,
      suffix?.text ?? '',
      alias === undefined ? '' : `AS ${printName([alias])}${this.columns(columns)}`,
    ])
  }
}

function join(words: readonly string[]): string {
  return words.filter(word => word !== '').join(' ')
}
