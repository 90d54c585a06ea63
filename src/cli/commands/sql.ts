import type { Command } from 'commander'
import type { QueryRow, QueryValue, RunningQuery } from '../../catalog/snapshot/index.ts'
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts'
import type { CommandContext } from '../main.ts'
import { csvCell } from '../render-match.ts'
import type { Console } from '../terminal/console.ts'
import { plural } from '../terminal/plural.ts'
import { usualCatalogue } from '../usual-catalogue.ts'

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
    .option('--catalog <file>', 'the catalogue', usualCatalogue)
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

/** A table on a terminal is for reading; longer answers are for programs. */
const mostShown = 5000

async function runSql(
  query: string,
  { catalog, json, csv }: SqlOptions,
  { console }: CommandContext,
): Promise<ExitCode> {
  const { QueryError, startQuery } = await import('../../catalog/snapshot/index.ts')
  try {
    const running = await startQuery(catalog, query)
    try {
      if (json) await writeJson(running, console)
      else if (csv || !console.isTerminal) await writeCsv(running, console)
      else await writeTable(running, console)
    } finally {
      running.close()
    }
  } catch (error) {
    // What the engine says points at the place in the query.
    if (error instanceof QueryError) throw new UsageError(error.message)
    throw error
  }
  return exitCodes.done
}

async function writeJson({ columns, batches }: RunningQuery, console: Console): Promise<void> {
  for await (const rows of batches()) {
    const lines = rows.map(row => {
      const object = Object.fromEntries(columns.map((name, i) => [name, row[i] ?? null]))
      return `${JSON.stringify(object)}\n`
    })
    console.out(lines.join(''))
  }
}

async function writeCsv({ columns, batches }: RunningQuery, console: Console): Promise<void> {
  const line = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\n`
  console.out(line(columns))
  for await (const rows of batches()) {
    console.out(rows.map(row => line(row.map(cellText))).join(''))
  }
}

async function writeTable(
  { columns, areNumbers, batches }: RunningQuery,
  console: Console,
): Promise<void> {
  const { tableLines } = await import('../terminal/table.ts')
  const { visible } = await import('../terminal/text-width.ts')
  const shown: QueryRow[] = []
  let isCut = false
  for await (const rows of batches()) {
    shown.push(...rows.slice(0, mostShown - shown.length))
    isCut = shown.length === mostShown
    if (isCut) break
  }
  const lines = tableLines(
    columns.map((name, i) => {
      const title = visible(name)
      return areNumbers[i] ? { title, align: 'right' } : { title, wraps: true }
    }),
    shown.map(row => row.map(value => ({ text: visible(cellText(value)) }))),
    { width: console.width, indent: 0, paintHead: console.colors.bold },
  )
  console.out(`${lines.join('\n')}\n`)
  const cut = isCut ? 'the first ' : ''
  console.err(`${cut}${plural(shown.length, 'row')}${isCut ? '; --csv and --json give all' : ''}\n`)
}

/** Texts as they are, nothing for NULL, and the rest as JSON. */
function cellText(value: QueryValue): string {
  if (value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
