import type { Command } from 'commander'
import type { QueryAnswer, QueryValue } from '../../catalog/snapshot/index.ts'
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts'
import type { CommandContext } from '../main.ts'
import { csvCell } from '../render-match.ts'
import type { Console } from '../terminal/console.ts'
import { plural } from '../terminal/plural.ts'
import { defaultCatalog } from './build.ts'

interface SqlOptions {
  readonly catalog: string
  readonly json?: true
  readonly csv?: true
}

export function addSqlCommand(program: Command, context: CommandContext): void {
  program
    .command('sql')
    .description('Runs SQL on a catalogue. It can read the catalogue, and nothing else.')
    .argument('<query>', 'a query; docs/catalogue.md lists tables and views')
    .option('--catalog <file>', 'the catalogue', defaultCatalog)
    .option('--json', 'one JSON object a line')
    .option('--csv', 'a table with commas')
    .addHelpText(
      'after',
      '\nExample:\n  indicia sql "SELECT value, families FROM indicator_counts LIMIT 10"\n',
    )
    .action(async (query: string, options: SqlOptions) => {
      context.finish(await runSql(query, options, context))
    })
}

async function runSql(
  query: string,
  { catalog, json, csv }: SqlOptions,
  { console }: CommandContext,
): Promise<ExitCode> {
  const { QueryError, querySnapshot } = await import('../../catalog/snapshot/index.ts')
  let answer: QueryAnswer
  try {
    answer = await querySnapshot(catalog, query)
  } catch (error) {
    // What the engine says points at the place in the query.
    if (error instanceof QueryError) throw new UsageError(error.message)
    throw error
  }
  if (json) console.out(jsonLines(answer))
  else if (csv || !console.isTerminal) console.out(csvLines(answer))
  else await writeTable(answer, console)
  return exitCodes.done
}

function jsonLines({ columns, rows }: QueryAnswer): string {
  const lines = rows.map(row => {
    const object = Object.fromEntries(columns.map((name, i) => [name, row[i] ?? null]))
    return `${JSON.stringify(object)}\n`
  })
  return lines.join('')
}

function csvLines({ columns, rows }: QueryAnswer): string {
  const lines = [columns, ...rows.map(row => row.map(cellText))]
  return lines.map(cells => `${cells.map(csvCell).join(',')}\n`).join('')
}

async function writeTable(
  { columns, areNumbers, rows }: QueryAnswer,
  console: Console,
): Promise<void> {
  const { tableLines } = await import('../terminal/table.ts')
  const { visible } = await import('../terminal/text-width.ts')
  const lines = tableLines(
    columns.map((title, i) =>
      areNumbers[i]
        ? { title: visible(title), align: 'right' }
        : { title: visible(title), wraps: true },
    ),
    rows.map(row => row.map(value => ({ text: visible(cellText(value)) }))),
    { width: console.width, indent: 0, paintHead: console.colors.bold },
  )
  console.out(`${lines.join('\n')}\n`)
  console.err(`${plural(rows.length, 'row')}\n`)
}

/** Texts as they are, nothing for NULL, and the rest as JSON. */
function cellText(value: QueryValue): string {
  if (value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
