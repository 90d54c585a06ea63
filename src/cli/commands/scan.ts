import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import type { Command } from 'commander'
import { type RuleRemark, toWireMatch, type WireMatch } from '../../app/index.ts'
import { lineIndex } from '../../base/index.ts'
import type { RuleSet } from '../../catalog/index.ts'
import { type Level, levels } from '../../ir/index.ts'
import { type InputFormat, inputFormats } from '../../logs/index.ts'
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts'
import type { CommandContext } from '../main.ts'
import { csvCell, csvHead, csvRow, renderMatch } from '../render-match.ts'
import { renderSummary } from '../render-summary.ts'
import { type ScanRequest, scanPaths } from '../run-scan.ts'
import { progressBar } from '../terminal/progress.ts'
import { visible } from '../terminal/text-width.ts'
import { collect, parseChoice, parseRuleSource } from './rule-options.ts'

interface ScanOptions {
  readonly rules?: readonly string[]
  readonly level?: string
  readonly status?: readonly string[]
  readonly exclude?: readonly string[]
  readonly from?: string
  readonly to?: string
  readonly list?: readonly string[]
  readonly inputFormat?: string
  readonly outputFormat?: string
  readonly json?: true
  readonly csv?: true
  readonly count?: true
  readonly explain?: true
  readonly failOn?: string
  readonly output?: string
  readonly summary?: string
}

export function addScanCommand(program: Command, context: CommandContext): void {
  program
    .command('scan')
    .description('Runs rules on logs.')
    .argument('<path...>', 'log files, folders, archives (.gz, .zip), or - for standard input')
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
      '--input-format <format>',
      `${inputFormats.join(' or ')}; recognised by content if not given`,
    )
    .option('--output-format <format>', 'json (one object a line) or csv')
    .option('--json', 'the same as --output-format json')
    .option('--csv', 'the same as --output-format csv')
    .option('--count', 'rule id, title and number of matches in place of the matches')
    .option('--explain', 'show what each match rests on')
    .option('--fail-on <level>', 'exit with 1 if a rule of at least this level matched')
    .option('--output <file>', 'write matches to a file')
    .option('--summary <file>', 'write a summary as JSON to a file')
    .addHelpText(
      'after',
      '\nExample:\n  indicia scan logs/ --rules sigma/rules --level high --json > matches.ndjson\n',
    )
    .action(async (paths: readonly string[], options: ScanOptions) => {
      context.finish(await runScan(paths, options, context))
    })
}

type OutputFormat = 'text' | 'json' | 'csv'

async function runScan(
  paths: readonly string[],
  options: ScanOptions,
  { console }: CommandContext,
): Promise<ExitCode> {
  const request = toRequest(paths, options)
  const format = toFormat(options)
  const failOn =
    options.failOn === undefined ? undefined : parseChoice('--fail-on', options.failOn, levels)
  const output = options.output === undefined ? undefined : openSync(options.output, 'w')
  const write = (text: string): void => {
    if (output === undefined) console.out(text)
    else writeSync(output, text)
  }
  const colors = output === undefined ? console.colors : console.plainColors
  const counts = new Map<string, { readonly match: WireMatch; count: number }>()
  let worst = -1
  const bar = progressBar(console)
  const interrupt = new AbortController()
  const onInterrupt = (): void => interrupt.abort()
  process.once('SIGINT', onInterrupt)
  if (format === 'csv' && !options.count) write(csvHead)
  try {
    const { set, unreadableRules, summary, isInterrupted } = await scanPaths(request, {
      signal: interrupt.signal,
      onProgress: (read, total, events) => bar.update(read, total, events),
      onMatch(found) {
        const match = toWireMatch(found)
        worst = Math.max(worst, levels.indexOf((match.rule.level ?? 'informational') as Level))
        if (options.count) {
          const key = found.rule.entry.key
          const entry = counts.get(key)
          if (entry === undefined) counts.set(key, { match, count: 1 })
          else entry.count++
          return
        }
        bar.pause(() => write(renderAs(format, match, colors, options.explain === true)))
      },
    })
    bar.stop()
    if (options.count) writeCounts([...counts.values()], format, write)
    reportRules(set, unreadableRules, console)
    console.err(renderSummary(summary, console, isInterrupted))
    if (options.summary !== undefined) {
      writeFileSync(options.summary, `${JSON.stringify(summary, null, 2)}\n`)
    }
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
    const hasBadRules =
      set.unreadable.length > 0 || unreadableRules.length > 0 || set.files.some(hasError)
    return unreadable.length > 0 || hasBadRules ? exitCodes.someUnreadable : exitCodes.done
  } finally {
    bar.stop()
    process.off('SIGINT', onInterrupt)
    if (output !== undefined) closeSync(output)
  }
}

function toRequest(paths: readonly string[], options: ScanOptions): ScanRequest {
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
    inputs: paths,
    selection: {
      ...(options.level === undefined
        ? {}
        : { minLevel: parseChoice('--level', options.level, levels) }),
      ...(options.status === undefined ? {} : { statuses: options.status }),
      ...(options.exclude === undefined ? {} : { exclude: options.exclude }),
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

function parseTime(option: string, text: string): string {
  if (!Number.isNaN(Date.parse(text))) return text
  throw new UsageError(`${option} takes a time such as 2024-05-01T12:00:00Z; not “${text}”`)
}

function toFormat(options: ScanOptions): OutputFormat {
  if (options.outputFormat !== undefined) {
    return parseChoice('--output-format', options.outputFormat, ['json', 'csv'] as const)
  }
  return options.json ? 'json' : options.csv ? 'csv' : 'text'
}

function renderAs(
  format: OutputFormat,
  match: WireMatch,
  colors: Parameters<typeof renderMatch>[1],
  explains: boolean,
): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(match)}\n`
    case 'csv':
      return csvRow(match)
    case 'text':
      return renderMatch(match, colors, { explains })
  }
}

/** Most matches first, then by title. */
function writeCounts(
  counts: readonly { readonly match: WireMatch; readonly count: number }[],
  format: OutputFormat,
  write: (text: string) => void,
): void {
  const sorted = [...counts].sort(
    (a, b) => b.count - a.count || (a.match.rule.title < b.match.rule.title ? -1 : 1),
  )
  if (format === 'csv') write('rule_id,rule_title,level,matches\n')
  for (const { match, count } of sorted) {
    const { id, title, level = '' } = match.rule
    if (format === 'json') write(`${JSON.stringify({ rule: match.rule, count })}\n`)
    else if (format === 'csv') write(`${[id, title, level, count].map(csvCell).join(',')}\n`)
    else write(`${String(count).padStart(8)}  ${id}  ${title}\n`)
  }
}

/** Names the rules, and the files of rules, that could not be read. */
function reportRules(
  set: RuleSet,
  unreadableRules: readonly RuleRemark[],
  { err, errorColors }: CommandContext['console'],
): void {
  const report = (place: string, reason: string): void =>
    err(`${errorColors.red('unreadable')} ${visible(place)}: ${visible(reason)}\n`)
  for (const { path, reason } of set.unreadable) report(path, reason)
  for (const { path, text, diagnostics } of set.files) {
    const index = lineIndex(text)
    for (const { severity, message, span } of diagnostics) {
      const { line, column } = index.position(span)
      if (severity === 'error') report(`${path}:${line}:${column}`, message)
    }
  }
  for (const { entry, reason } of unreadableRules) {
    const error = entry.diagnostics.find(d => d.severity === 'error')
    const { line, column } = lineIndex(entry.text).position(error?.span ?? entry.rule.span)
    report(`${entry.path}:${line}:${column}`, reason)
  }
}

function hasError({ diagnostics }: RuleSet['files'][number]): boolean {
  return diagnostics.some(d => d.severity === 'error')
}
