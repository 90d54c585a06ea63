import type { Command } from 'commander'
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts'
import type { CommandContext } from '../main.ts'
import { csvCell } from '../render-match.ts'
import { plural } from '../terminal/plural.ts'
import { collect, parseChoice, parseRuleSource } from './rule-options.ts'

interface CheckOptions {
  readonly json?: true
  readonly csv?: true
  readonly failOn?: string
  readonly lints: boolean
  readonly pipeline?: readonly string[]
}

export function addCheckCommand(program: Command, context: CommandContext): void {
  program
    .command('check')
    .description('Says what is wrong with rules: errors, and lints for what probably is.')
    .argument('[path...]', 'rule files and folders')
    .option(
      '--pipeline <file>',
      'a processing pipeline, or a folder of them, to look at as well; repeatable',
      collect,
    )
    .option('--json', 'one JSON object a line')
    .option('--csv', 'a table with commas')
    .option('--fail-on <severity>', 'exit with 1 if there is a note, warning or error', collect)
    .option('--no-lints', 'errors of the language only')
    .addHelpText('after', '\nExample:\n  indicia check rules/ --fail-on error\n')
    .action(async (paths: readonly string[], options: CheckOptions) => {
      context.finish(await runCheck(paths, options, context))
    })
}

const severities = ['note', 'warning', 'error'] as const

async function runCheck(
  paths: readonly string[],
  options: CheckOptions,
  { console }: CommandContext,
): Promise<ExitCode> {
  const failOn = [options.failOn ?? []]
    .flat()
    .map(text => parseChoice('--fail-on', text, severities))
  const { checkRules } = await import('../../app/index.ts')
  const { renderDiagnostics } = await import('../render-diagnostics.ts')
  const { lineIndex } = await import('../../base/index.ts')
  const { readPipelineFiles } = await import('../../catalog/pipelines/index.ts')
  const pipelines = readPipelineFiles(options.pipeline ?? [])
  if (paths.length === 0 && options.pipeline === undefined) {
    throw new UsageError('name files or folders of rules, or a --pipeline')
  }
  const result = checkRules(paths.map(parseRuleSource), {
    lints: options.lints,
    pipelines: pipelines.files,
  })
  const unreadable = [...result.unreadable, ...pipelines.unreadable]
  const counts = { error: 0, warning: 0, note: 0 }
  if (options.csv) console.out('path,line,column,severity,code,message,help,rule\n')
  for (const { path, text, diagnostics } of result.files) {
    for (const { diagnostic } of diagnostics) counts[diagnostic.severity]++
    if (options.json || options.csv) {
      const index = lineIndex(text)
      for (const { rule, diagnostic } of diagnostics) {
        const { line, column } = index.position(diagnostic.span)
        const { severity, code, message, help = '' } = diagnostic
        const span = index.position(diagnostic.span)
        console.out(
          options.json
            ? `${JSON.stringify({ path, rule, ...diagnostic, span })}\n`
            : `${[path, line, column, severity, code, message, help, rule ?? ''].map(csvCell).join(',')}\n`,
        )
      }
    } else {
      const plain = diagnostics.map(({ diagnostic }) => diagnostic)
      console.out(`${renderDiagnostics(path, text, plain, console.colors)}\n\n`)
    }
  }
  for (const { path, reason } of unreadable) {
    console.err(`${console.errorColors.red('unreadable')} ${path}: ${reason}\n`)
  }
  const numbers = [
    plural(counts.error, 'error'),
    plural(counts.warning, 'warning'),
    plural(counts.note, 'note'),
  ]
  const what = `${plural(result.ruleCount, 'rule')} in ${plural(result.fileCount, 'file')}`
  console.err(`${what}: ${numbers.join(', ')}\n`)
  const threshold = Math.min(...failOn.map(severity => severities.indexOf(severity)))
  const isFound = severities.some((severity, i) => i >= threshold && counts[severity] > 0)
  if (result.fileCount === 0) return exitCodes.failed
  if (isFound) return exitCodes.found
  return unreadable.length > 0 || counts.error > 0 ? exitCodes.someUnreadable : exitCodes.done
}
