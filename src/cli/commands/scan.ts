import { writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { WireSummary } from '../../app/index.ts'
import type { MatchDetail } from '../../app/scan/index.ts'
import type { PipelineFile } from '../../catalog/pipelines/index.ts'
import { type Level, levels } from '../../ir/index.ts'
import { type InputFormat, inputFormats } from '../../logs/index.ts'
import { defaultCacheFolder } from '../cache-folder.ts'
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts'
import type { CommandContext } from '../main.ts'
import { outputFile } from '../output-file.ts'
import { renderSummary } from '../render-summary.ts'
import type { RuleReport } from '../scan/rule-report.ts'
import { type ScanRequest, scanPaths } from '../scan/run-scan.ts'
import type { Console } from '../terminal/console.ts'
import { progressBar } from '../terminal/progress.ts'
import { visible } from '../terminal/text-width.ts'
import { countWriter } from '../writers/count-writer.ts'
import { csvWriter, jsonWriter, textWriter, timelineWriter } from '../writers/line-writers.ts'
import type { MatchWriter, Write } from '../writers/match-writer.ts'
import { collect, parseChoice, parseJobs, parseRuleSource } from './rule-options.ts'

interface ScanOptions {
  readonly rules?: readonly string[]
  readonly level?: string
  readonly status?: readonly string[]
  readonly exclude?: readonly string[]
  readonly from?: string
  readonly to?: string
  readonly list?: readonly string[]
  readonly pipeline?: readonly string[]
  readonly filtersAlone?: true
  readonly inputFormat?: string
  readonly outputFormat?: string
  readonly json?: true
  readonly csv?: true
  readonly count?: true
  readonly explain?: true
  readonly failOn?: string
  readonly output?: string
  readonly summary?: string
  readonly jobs?: string
  readonly cache?: string | false
}

export function addScanCommand(program: Command, context: CommandContext): void {
  program
    .command('scan')
    .description('Runs rules on logs.')
    .argument(
      '<path...>',
      'log files, folders, archives (.gz, .zst, .bz2, .zip), or - for standard input',
    )
    .option('--rules <dir>', 'rule files and folders, as DIR or name=DIR; repeatable', collect)
    .option('--level <level>', `only rules of at least this level (${levels.join(', ')})`)
    .option('--status <status>', 'only rules of this status; repeatable', collect)
    .option('--exclude <id>', 'not this rule (id, slug or title); repeatable', collect)
    .option('--from <time>', 'only events at or after this time (ISO 8601)')
    .option('--to <time>', 'only events before this time (ISO 8601)')
    .option(
      '--list <name=a,b>',
      'the members of a list that placeholders name; repeatable',
      collect,
    )
    .option(
      '--pipeline <file>',
      'a processing pipeline of pySigma that changes the rules, or a folder of them; repeatable',
      collect,
    )
    .option(
      '--filters-alone',
      'also run rules whose aggregation or lookup cannot be done, by the filter before it alone; their matches say so',
    )
    .option(
      '--input-format <format>',
      `${inputFormats.join(', ')}; recognised by content if not given`,
    )
    .option('--output-format <format>', outputFormats.join(', '))
    .option('--json', 'the same as --output-format json')
    .option('--csv', 'the same as --output-format csv')
    .option('--count', 'rule id, title and number of matches in place of the matches')
    .option('--explain', 'show what each match rests on')
    .option('--fail-on <level>', 'exit with 1 if a rule of at least this level matched')
    .option('--output <file>', 'write matches to a file')
    .option('--summary <file>', 'write a summary as JSON to a file')
    .option('--jobs <n>', 'how many threads scan; if not given, as many as pay')
    .option('--cache <dir>', 'where compiled rules are kept, in place of the user’s cache folder')
    .option('--no-cache', 'keep no compiled rules, and use none')
    .addHelpText(
      'after',
      '\nExample:\n  indicia scan logs/ --rules sigma/rules --level high --json > matches.ndjson\n',
    )
    .action(async (paths: readonly string[], options: ScanOptions) => {
      context.finish(await runScan(paths, options, context))
    })
}

const outputFormats = ['json', 'csv', 'timeline', 'sarif', 'junit'] as const

type OutputFormat = 'text' | (typeof outputFormats)[number]

async function runScan(
  paths: readonly string[],
  options: ScanOptions,
  { console, version }: CommandContext,
): Promise<ExitCode> {
  const format = toFormat(options)
  const detail = detailOf(format, options)
  const request = { ...(await toRequest(paths, options, version)), detail }
  const failOn =
    options.failOn === undefined ? undefined : parseChoice('--fail-on', options.failOn, levels)
  const output = options.output === undefined ? undefined : outputFile(options.output, console)
  const write = (text: string): void => {
    if (output === undefined) console.out(text)
    else output.write(text)
  }
  const writer = await makeWriter(format, options, write, {
    colors: output === undefined ? console.colors : console.plainColors,
    version,
  })
  let worst = -1
  const bar = await progressBar(console)
  const interrupt = new AbortController()
  const onInterrupt = (): void => interrupt.abort()
  process.once('SIGINT', onInterrupt)
  try {
    const { rules, ran, summary, isInterrupted } = await scanPaths(request, {
      signal: interrupt.signal,
      onProgress: (read, total, events) => bar.update(read, total, events),
      onMatch(match) {
        worst = Math.max(worst, levels.indexOf((match.rule.level ?? 'informational') as Level))
        bar.pause(() => writer.match(match))
      },
    })
    bar.stop()
    writer.end({ summary, rules: ran })
    output?.flush()
    reportRules(rules, console)
    console.err(renderSummary(summary, console, isInterrupted))
    const isSummaryWritten =
      options.summary === undefined || writeSummary(options.summary, summary, console)
    if (summary.rules.loaded === 0) {
      console.err('indicia: there was no rule to run\n')
      return exitCodes.failed
    }
    const { read, unreadable } = summary.inputs
    if (read === 0) {
      console.err('indicia: there was no log to read\n')
      return exitCodes.failed
    }
    if (failOn !== undefined && worst >= levels.indexOf(failOn)) return exitCodes.found
    const isAllRead = unreadable.length === 0 && rules.unreadable.length === 0
    const isAllWritten = isSummaryWritten && output?.hasFailed() !== true
    return isAllRead && isAllWritten ? exitCodes.done : exitCodes.someUnreadable
  } finally {
    bar.stop()
    process.off('SIGINT', onInterrupt)
    output?.close()
  }
}

/** Writes the summary, or says why it could not. */
function writeSummary(path: string, summary: WireSummary, { err, errorColors }: Console): boolean {
  try {
    writeFileSync(path, `${JSON.stringify(summary, null, 2)}\n`)
    return true
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    err(`${errorColors.red('unwritten')} ${visible(path)}: ${error.message}\n`)
    return false
  }
}

async function toRequest(
  paths: readonly string[],
  options: ScanOptions,
  version: string,
): Promise<ScanRequest> {
  if (options.rules === undefined) throw new UsageError('scan needs --rules')
  const lists = new Map(
    (options.list ?? []).map(text => {
      const [name = '', members] = text.split(/=(.*)/s)
      if (members === undefined) throw new UsageError(`--list takes name=a,b; not “${text}”`)
      return [name, members.split(',')]
    }),
  )
  return {
    rules: options.rules.map(parseRuleSource),
    pipelines: options.pipeline === undefined ? [] : await readPipelines(options.pipeline),
    inputs: paths,
    version,
    cacheFolder: options.cache === false ? undefined : (options.cache ?? defaultCacheFolder()),
    ...(options.jobs === undefined ? {} : { jobs: parseJobs(options.jobs) }),
    selection: {
      ...(options.level === undefined
        ? {}
        : { minLevel: parseChoice('--level', options.level, levels) }),
      ...(options.status === undefined ? {} : { statuses: options.status }),
      ...(options.exclude === undefined ? {} : { exclude: options.exclude }),
      ...(options.filtersAlone ? { filtersAlone: true } : {}),
      lists,
    },
    ...(options.inputFormat === undefined
      ? {}
      : {
          inputFormat: parseChoice<InputFormat>(
            '--input-format',
            options.inputFormat,
            inputFormats,
          ),
        }),
    ...(options.from === undefined ? {} : { from: parseTime('--from', options.from) }),
    ...(options.to === undefined ? {} : { to: parseTime('--to', options.to) }),
  }
}

async function readPipelines(paths: readonly string[]): Promise<readonly PipelineFile[]> {
  const { readPipelineFiles } = await import('../../catalog/pipelines/index.ts')
  const { files, unreadable } = readPipelineFiles(paths)
  const [problem] = unreadable
  if (problem === undefined) return files
  throw new UsageError(`--pipeline ${problem.path} cannot be read: ${problem.reason}`)
}

function parseTime(option: string, text: string): string {
  if (!Number.isNaN(Date.parse(text))) return text
  throw new UsageError(`${option} takes a time such as 2024-05-01T12:00:00Z; not “${text}”`)
}

function toFormat(options: ScanOptions): OutputFormat {
  const format =
    options.outputFormat === undefined
      ? options.json
        ? 'json'
        : options.csv
          ? 'csv'
          : 'text'
      : parseChoice('--output-format', options.outputFormat, outputFormats)
  if (options.count && !['text', 'json', 'csv'].includes(format)) {
    throw new UsageError(`--count does not go with --output-format ${format}`)
  }
  return format
}

/** How much of matches is written. */
function detailOf(format: OutputFormat, { count, explain }: ScanOptions): MatchDetail {
  if (count) return 'rule'
  return format === 'text' && !explain ? 'event' : 'tests'
}

async function makeWriter(
  format: OutputFormat,
  { count, explain }: ScanOptions,
  write: Write,
  { colors, version }: { readonly colors: Console['colors']; readonly version: string },
): Promise<MatchWriter> {
  switch (format) {
    case 'text':
      return count
        ? countWriter(write, format)
        : textWriter(write, colors, { explains: explain === true })
    case 'json':
      return count ? countWriter(write, format) : jsonWriter(write)
    case 'csv':
      return count ? countWriter(write, format) : csvWriter(write)
    case 'timeline':
      return timelineWriter(write)
    case 'sarif':
      return (await import('../writers/sarif-writer.ts')).sarifWriter(write, version)
    case 'junit':
      return (await import('../writers/junit-writer.ts')).junitWriter(write)
  }
}

/** Names the rules, and the files of rules, that could not be read. */
function reportRules(
  { unreadable }: RuleReport,
  { err, errorColors }: CommandContext['console'],
): void {
  for (const { place, reason } of unreadable) {
    err(`${errorColors.red('unreadable')} ${visible(place)}: ${visible(reason)}\n`)
  }
}
