import type { Command } from 'commander'
import type { RunningServer, ServedSite } from '../../http/index.ts'
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts'
import type { CommandContext } from '../main.ts'
import { findCatalogue, readSiteAssets, whyNotOpened } from '../serve/site-source.ts'
import { plural } from '../terminal/plural.ts'

interface ServeOptions {
  readonly port: string
  readonly host: string
}

export function addServeCommand(program: Command, context: CommandContext): void {
  program
    .command('serve')
    .description('Serves the site and the API of a catalogue, or of the starter pack.')
    .argument(
      '[catalogue]',
      'what `indicia build` wrote; if not given, catalog.duckdb if it is there, else the starter pack',
    )
    .option('--port <port>', 'the port to listen on', '7330')
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .addHelpText(
      'after',
      '\nA catalogue that is built again is served anew at once.\n\nExample:\n  indicia serve catalog.duckdb --port 8080\n',
    )
    .action(async (path: string | undefined, options: ServeOptions) => {
      context.finish(await runServe(path, options, context))
    })
}

async function runServe(
  path: string | undefined,
  { port: portText, host }: ServeOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { console } = context
  const port = Number(portText)
  if (portText.trim() === '' || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(`--port takes a number from 0 to 65535; not “${portText}”`)
  }
  const { createSiteApp, startServer } = await import('../../http/index.ts')
  const onError = (error: Error): void => console.err(`indicia: ${error.stack ?? error.message}\n`)
  let server: RunningServer
  let said: string
  try {
    const current = await openCurrent(path, context)
    server = await startServer(createSiteApp(current, { onError }), { port, host, onError })
    said = `${describeSite(current())}\n${server.address} (Ctrl-C stops)\n`
  } catch (error) {
    const why = await findReason(error, { port, host })
    if (why === undefined) throw error
    console.err(`${console.errorColors.red('indicia:')} ${why}\n`)
    return exitCodes.failed
  }
  await new Promise<void>(resolve => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
    // Whoever reads it may send a signal at once.
    console.err(said)
  })
  await server.close()
  return exitCodes.done
}

/** Opens the catalogue that is named, or the usual one, or the starter pack. */
async function openCurrent(
  named: string | undefined,
  { console, version }: CommandContext,
): Promise<() => ServedSite> {
  const path = findCatalogue(named)
  const assets = await readSiteAssets()
  if (path === undefined) {
    const { makeStarterSite } = await import('../serve/starter-site.ts')
    const site = await makeStarterSite({ assets, version })
    return () => site
  }
  const { openSite, openSiteFile } = await import('../../http/index.ts')
  const file = await openSiteFile(path, {
    open: () => openSite(path, { assets, version }),
    onReplaced: () => console.err(`${describeSite(file.current())} (read again)\n`),
    onRefused: error => {
      const why = error instanceof Error ? error.message : String(error)
      console.err(`indicia: ${why}; the catalogue of before is still served\n`)
    },
  })
  return () => file.current()
}

function describeSite({ catalogue, matches }: ServedSite): string {
  const { rules } = catalogue.home().totals
  const sources = plural(catalogue.sources.length, 'source')
  return matches === undefined
    ? `${plural(rules, 'rule')} of ${sources}`
    : `${plural(rules, 'rule')} of the starter pack, ${plural(matches.summary.events, 'sample event')}, ${plural(matches.summary.matches, 'match')}`
}

/** What the outside world did, in words; `undefined` for a bug. */
async function findReason(
  error: unknown,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<string | undefined> {
  const why = await whyNotOpened(error)
  if (why !== undefined) return why
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} is in use; --port takes another one`
    case 'EACCES':
      return `port ${port} is not for this user; --port takes another one`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `“${host}” is no address of this machine`
    default:
      return undefined
  }
}
