import type { Command } from 'commander'
import type { ServedSite } from '../../http/index.ts'
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts'
import { prepareExportFolder } from '../export/export-folder.ts'
import type { CommandContext } from '../main.ts'
import { findCatalogue, readSiteAssets, whyNotOpened } from '../serve/site-source.ts'
import { plural } from '../terminal/plural.ts'
import { progressBar } from '../terminal/progress.ts'
import { parseJobs } from './rule-options.ts'

interface ExportOptions {
  readonly output: string
  readonly url?: string
  readonly force?: true
  readonly jobs?: string
  readonly json?: true
}

export function addExportCommand(program: Command, context: CommandContext): void {
  program
    .command('export')
    .description('Writes the site of a catalogue as files that any web server can serve.')
    .argument(
      '[catalogue]',
      'what `indicia build` wrote; if not given, catalog.duckdb if it is there, else the starter pack',
    )
    .requiredOption(
      '-o, --output <folder>',
      'where the files go; an earlier export there is replaced',
    )
    .option('--url <address>', 'where the site will be published, for its sitemap')
    .option('--force', 'write into a folder that has other files in it')
    .option('--jobs <n>', 'how many threads write; if not given, as many as pay')
    .option('--json', 'the summary as JSON')
    .addHelpText('after', '\nExample:\n  indicia export catalog.duckdb -o public\n')
    .action(async (path: string | undefined, options: ExportOptions) => {
      context.finish(await runExport(path, options, context))
    })
}

async function runExport(
  named: string | undefined,
  options: ExportOptions,
  { console, version }: CommandContext,
): Promise<ExitCode> {
  const jobs = options.jobs === undefined ? {} : { jobs: parseJobs(options.jobs) }
  const { output: folder, force = false, url } = options
  if (url !== undefined && !/^https?:\/\/[^\s?#]+$/.test(url)) {
    throw new UsageError(`--url takes an address of the web without “?” and “#”; not “${url}”`)
  }
  const start = performance.now()
  const path = findCatalogue(named)
  const { openSite } = await import('../../http/index.ts')
  const { makeStarterSite } = await import('../serve/starter-site.ts')
  const { exportSite } = await import('../export/export-site.ts')
  let site: ServedSite
  try {
    const parts = { assets: await readSiteAssets(), version }
    site = await (path === undefined ? makeStarterSite(parts) : openSite(path, parts))
  } catch (error) {
    const why = await whyNotOpened(error)
    if (why === undefined) throw error
    console.err(`${console.errorColors.red('indicia:')} ${why}\n`)
    return exitCodes.failed
  }
  prepareExportFolder(folder, { force })
  const bar = await progressBar(console, 'pages')
  const summary = await exportSite(site, {
    path,
    folder,
    ...jobs,
    ...(url === undefined ? {} : { url }),
    onProgress: (done, total, pages) => bar.update(done, total, pages),
  }).finally(() => bar.stop())
  const seconds = (performance.now() - start) / 1000
  const { pages, files, bytes } = summary
  if (options.json === true) console.out(`${JSON.stringify({ ...summary, seconds })}\n`)
  console.err(
    `${plural(pages, 'page')}, ${plural(files, 'file')}, ${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s\n`,
  )
  return exitCodes.done
}
