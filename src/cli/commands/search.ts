import type { Command } from 'commander'
import type { RuleRow } from '../../app/catalogue/index.ts'
import type { QueryProblem } from '../../search/index.ts'
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts'
import type { CommandContext } from '../main.ts'
import { csvCell } from '../render-match.ts'
import type { Console } from '../terminal/console.ts'
import { plural } from '../terminal/plural.ts'
import { usualCatalogue } from '../usual-catalogue.ts'

interface SearchCommandOptions {
  readonly catalog: string
  readonly limit: string
  readonly sort: string
  readonly descending?: true
  readonly json?: true
  readonly csv?: true
}

export function addSearchCommand(program: Command, context: CommandContext): void {
  program
    .command('search')
    .description('Finds rules of a catalogue by a line of words and fields.')
    .argument('<query...>', 'words, “phrases”, field:value and their negations (-field:value)')
    .option('--catalog <file>', 'the catalogue', usualCatalogue)
    .option('--limit <n>', 'how many rules are listed', '25')
    .option('--sort <order>', 'relevance, title, level, date, modified, vendor', 'relevance')
    .option('--descending', 'the other way round, of every order but relevance')
    .option('--json', 'one JSON object a line')
    .option('--csv', 'a table with commas')
    // A term such as -status:deprecated is no option.
    .allowUnknownOption()
    .addHelpText(
      'after',
      '\nExample:\n  indicia search \'field:CommandLine value:"-enc" level:>=high -status:deprecated\'\n\ndocs/search.md has every field.\n',
    )
    .action(async (words: readonly string[], options: SearchCommandOptions) => {
      context.finish(await runSearch(words.join(' '), options, context))
    })
}

async function runSearch(
  query: string,
  options: SearchCommandOptions,
  { console }: CommandContext,
): Promise<ExitCode> {
  const limit = Number(options.limit)
  if (!Number.isInteger(limit) || limit < 0) {
    throw new UsageError(`--limit takes a number from 0; not “${options.limit}”`)
  }
  const { ruleSorts } = await import('../../app/catalogue/index.ts')
  if (!ruleSorts.some(name => name === options.sort)) {
    throw new UsageError(`--sort takes ${ruleSorts.join(', ')}; not “${options.sort}”`)
  }
  const { openCatalogue } = await import('../../app/build/index.ts')
  const { catalogue, makeSearch } = await openCatalogue(options.catalog)
  const { rules, problems } = makeSearch().find({
    query,
    sort: options.sort,
    isDescending: options.descending === true,
  })
  const rows = rules.slice(0, limit).flatMap(number => catalogue.rows[number] ?? [])
  if (options.json) for (const row of rows) console.out(`${JSON.stringify(row)}\n`)
  else if (options.csv) console.out(csvLines(rows))
  else await writeRows(rows, console)
  for (const problem of problems) console.err(problemText(problem, query, console))
  const shown = rows.length < rules.length ? `, ${rows.length} of them shown` : ''
  console.err(`${plural(rules.length, 'rule')}${shown}\n`)
  return problems.some(({ severity }) => severity === 'error') ? exitCodes.usage : exitCodes.done
}

const csvColumns: readonly (readonly [string, (row: RuleRow) => string])[] = [
  ['id', row => row.id],
  ['title', row => row.title],
  ['vendor', row => row.vendor],
  ['level', row => row.level ?? ''],
  ['status', row => row.status ?? ''],
  ['techniques', row => row.techniques.map(({ id }) => id).join(' ')],
  ['authors', row => row.authors.join('; ')],
  ['license', row => row.license ?? ''],
  ['path', row => row.path],
]

function csvLines(rows: readonly RuleRow[]): string {
  const lines = [
    csvColumns.map(([name]) => name),
    ...rows.map(row => csvColumns.map(([, textOf]) => textOf(row))),
  ]
  return lines.map(cells => `${cells.map(csvCell).join(',')}\n`).join('')
}

async function writeRows(rows: readonly RuleRow[], console: Console): Promise<void> {
  if (rows.length === 0) return
  const { tableLines } = await import('../terminal/table.ts')
  const { visible } = await import('../terminal/text-width.ts')
  const lines = tableLines(
    [
      { title: 'level' },
      { title: 'rule', wraps: true },
      { title: 'vendor' },
      { title: 'techniques', wraps: true },
      { title: 'id' },
    ],
    rows.map(row => [
      { text: row.level ?? '' },
      { text: visible(row.title) },
      { text: visible(row.vendor) },
      { text: row.techniques.map(({ id }) => id).join(' ') },
      { text: visible(row.id) },
    ]),
    { width: console.width, indent: 0, paintHead: console.colors.bold },
  )
  console.out(`${lines.join('\n')}\n`)
}

/** Characters of a query that are shown around a problem. */
const shownBefore = 40
const shownAfter = 60

/** The query, or the part of a long one, with a mark under what the problem is about. */
function problemText(
  { severity, message, start, end, help }: QueryProblem,
  query: string,
  { errorColors }: Console,
): string {
  const paint = severity === 'error' ? errorColors.red : errorColors.cyan
  const first = Math.max(0, start - shownBefore)
  const last = Math.min(query.length, start + shownAfter)
  const before = first > 0 ? '…' : ''
  const shown = `${before}${query.slice(first, last).replaceAll(/\s/g, ' ')}${last < query.length ? '…' : ''}`
  const marked = Math.max(1, Math.min(end, last) - start)
  const mark = ' '.repeat(before.length + start - first) + '^'.repeat(marked)
  const more = help === undefined ? '' : ` help: ${help}`
  const said = message.length > 200 ? `${message.slice(0, 200)}…` : message
  return `${paint(severity)}: ${said}\n  ${shown}\n  ${mark}${more}\n`
}
