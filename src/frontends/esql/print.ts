import { assertNever } from '../../base/index.ts'
import { printEsqlExpression, printName, printString } from './print-expression.ts'
import type {
  EsqlColumn,
  EsqlCommand,
  EsqlName,
  EsqlOrder,
  EsqlSource,
  EsqlSubquery,
  EsqlSyntax,
} from './syntax.ts'

/** The query with one command a line; without problems of its own, it parses to the same tree. */
export function printEsql({ settings, commands }: EsqlSyntax): string {
  return [...settings.map(setting => `SET ${printColumn(setting)};`), printCommands(commands)].join(
    '\n',
  )
}

function printCommands(commands: readonly EsqlCommand[]): string {
  return commands.map(printCommand).join('\n| ')
}

/** One command, without the pipe before it. */
export function printCommand(command: EsqlCommand): string {
  switch (command.kind) {
    case 'from':
    case 'ts': {
      const sources = command.sources.map(printSource).join(', ')
      const { metadata } = command
      const suffix = metadata.length === 0 ? '' : ` METADATA ${metadata.map(printName).join(', ')}`
      return `${command.kind.toUpperCase()} ${sources}${suffix}`
    }
    case 'row':
    case 'eval':
      return `${command.kind.toUpperCase()} ${command.columns.map(printColumn).join(', ')}`
    case 'where':
      return `WHERE ${printEsqlExpression(command.condition)}`
    case 'stats':
    case 'inline_stats': {
      const words = [
        command.kind === 'stats' ? 'STATS' : 'INLINE STATS',
        command.aggregates.map(printColumn).join(', '),
        command.by.length === 0 ? '' : `BY ${command.by.map(printColumn).join(', ')}`,
      ]
      return words.filter(word => word !== '').join(' ')
    }
    case 'keep':
    case 'drop':
      return `${command.kind.toUpperCase()} ${command.patterns.map(printPattern).join(', ')}`
    case 'rename': {
      const renames = command.renames.map(
        ({ from, to }) => `${printPattern(from)} AS ${printPattern(to)}`,
      )
      return `RENAME ${renames.join(', ')}`
    }
    case 'sort':
      return `SORT ${command.orders.map(printOrder).join(', ')}`
    case 'limit':
    case 'sample': {
      const by = command.by.map(printEsqlExpression).join(', ')
      const count = printEsqlExpression(command.count)
      return `${command.kind.toUpperCase()} ${count}${by === '' ? '' : ` BY ${by}`}`
    }
    case 'dissect':
    case 'grok': {
      const patterns = command.patterns.map(({ value }) => printString(value)).join(', ')
      const options = command.options.map(option => ` ${printColumn(option)}`).join(',')
      const input = printEsqlExpression(command.input)
      return `${command.kind.toUpperCase()} ${input} ${patterns}${options}`
    }
    case 'enrich': {
      const fields = command.with.map(({ name, field }) =>
        name === undefined ? printPattern(field) : `${printPattern(name)} = ${printPattern(field)}`,
      )
      return [
        `ENRICH ${printIndex(command.policy)}`,
        command.on === undefined ? '' : ` ON ${printPattern(command.on)}`,
        fields.length === 0 ? '' : ` WITH ${fields.join(', ')}`,
      ].join('')
    }
    case 'lookup_join': {
      const on = command.on.map(printEsqlExpression).join(', ')
      return `LOOKUP JOIN ${printIndex(command.index.text)} ON ${on}`
    }
    case 'mv_expand':
      return `MV_EXPAND ${printName(command.column)}`
    case 'change_point':
      return [
        `CHANGE_POINT ${printName(command.value)}`,
        command.on === undefined ? '' : ` ON ${printName(command.on)}`,
        command.as.length === 0 ? '' : ` AS ${command.as.map(printName).join(', ')}`,
      ].join('')
    case 'fork':
      return `FORK ${command.branches.map(printSubquery).join(' ')}`
    case 'kept':
      return `${command.keyword.toUpperCase()} ${command.text}`.trimEnd()
    case 'unknown':
      return command.text
    default:
      return assertNever(command)
  }
}

function printSource(source: EsqlSource): string {
  return source.kind === 'index' ? printIndex(source.text) : printSubquery(source)
}

function printSubquery({ commands }: EsqlSubquery): string {
  return `(${printCommands(commands)})`
}

/** The name of an index or a policy, in quotation marks where it needs them. */
function printIndex(text: string): string {
  return /^[\w.*-]+$/.test(text) && !/^(?:metadata|on|with)$/i.test(text) ? text : printString(text)
}

function printColumn({ name, value, filter }: EsqlColumn): string {
  const prefix = name === undefined ? '' : `${printName(name)} = `
  const suffix = filter === undefined ? '' : ` WHERE ${printEsqlExpression(filter)}`
  return `${prefix}${printEsqlExpression(value)}${suffix}`
}

function printOrder({ value, direction, nulls }: EsqlOrder): string {
  const words = [
    printEsqlExpression(value),
    direction?.toUpperCase() ?? '',
    nulls === undefined ? '' : `NULLS ${nulls.toUpperCase()}`,
  ]
  return words.filter(word => word !== '').join(' ')
}

/** A name in which stars stand for any characters. */
function printPattern({ parts }: EsqlName): string {
  return parts
    .map(part => (/^[\w@*-]+$/.test(part) ? part : `\`${part.replaceAll('`', '``')}\``))
    .join('.')
}
