import type { Command } from 'commander'
import type { BuildSummary } from '../build/build-summary.ts'
import { defaultCacheFolder } from '../cache-folder.ts'
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts'
import type { CommandContext } from '../main.ts'
import { progressBar } from '../terminal/progress.ts'
import { usualCatalogue } from '../usual-catalogue.ts'
import { parseJobs, parseRuleSource } from './rule-options.ts'

interface BuildOptions {
  readonly output: string
  readonly attack?: string
  readonly json?: true
  readonly jobs?: string
  readonly cache?: string | false
}

export function addBuildCommand(program: Command, context: CommandContext): void {
  program
    .command('build')
    .description('Reads rule sets into a catalogue: a DuckDB file that the site and SQL read.')
    .argument('<source...>', 'folders and files of rules, as DIR or name=DIR')
    .option('-o, --output <file>', 'the catalogue', usualCatalogue)
    .option('--attack <bundle.json>', 'an official STIX bundle of ATT&CK, in place of what ships')
    .option('--json', 'the summary as JSON')
    .option('--jobs <n>', 'how many threads read; if not given, as many as pay')
    .option('--cache <dir>', 'where read rules are kept, in place of the user’s cache folder')
    .option('--no-cache', 'keep no rules, and use none that were kept')
    .addHelpText(
      'after',
      '\nExample:\n  indicia build sigma hayabusa-rules own=rules/ -o catalog.duckdb\n',
    )
    .action(async (sources: readonly string[], options: BuildOptions) => {
      context.finish(await runBuild(sources, options, context))
    })
}

async function runBuild(
  sources: readonly string[],
  options: BuildOptions,
  { console, version }: CommandContext,
): Promise<ExitCode> {
  const jobs = options.jobs === undefined ? {} : { jobs: parseJobs(options.jobs) }
  const { buildCatalogue, BuildInterrupted, CatalogError } = await import('../build/index.ts')
  const { renderBuildSummary } = await import('../render-build-summary.ts')
  const attack =
    options.attack === undefined
      ? {}
      : { attack: (await import('../attack-bundle.ts')).readAttackBundle(options.attack) }
  const bar = await progressBar(console, 'rules')
  const interrupt = new AbortController()
  const onInterrupt = (): void => interrupt.abort()
  process.once('SIGINT', onInterrupt)
  let summary: BuildSummary
  try {
    summary = await buildCatalogue(
      {
        sources: sources.map(parseRuleSource),
        path: options.output,
        ...attack,
        ...jobs,
        version,
        cacheFolder: options.cache === false ? undefined : (options.cache ?? defaultCacheFolder()),
      },
      { signal: interrupt.signal, onProgress: (...state) => bar.update(...state) },
    )
  } catch (error) {
    bar.stop()
    if (error instanceof BuildInterrupted) {
      console.err('indicia: interrupted; nothing was written\n')
      return exitCodes.failed
    }
    if (error instanceof CatalogError && error.problem === 'not-a-catalogue') {
      throw new UsageError(`${error.message}; it is not overwritten`)
    }
    throw error
  } finally {
    bar.stop()
    process.removeListener('SIGINT', onInterrupt)
  }
  if (options.json) console.out(`${JSON.stringify(summary, null, 2)}\n`)
  console.err(renderBuildSummary(summary, console))
  if (summary.rules === 0) {
    console.err('indicia: there was no rule to keep, so no catalogue was written\n')
    return exitCodes.failed
  }
  const isAllRead = summary.unreadable.length === 0
  return isAllRead ? exitCodes.done : exitCodes.someUnreadable
}
