import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import type { WireMatch } from '../../app/index.ts'
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts'
import type { CommandContext } from '../main.ts'
import { scanPaths } from '../scan/run-scan.ts'
import { plural } from '../terminal/plural.ts'

interface ServeOptions {
  readonly port: string
  readonly host: string
}

export function addServeCommand(program: Command, context: CommandContext): void {
  program
    .command('serve')
    .description('Serves the starter pack and what it finds in its sample events.')
    .option('--port <port>', 'the port to listen on', '7330')
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .addHelpText('after', '\nExample:\n  indicia serve --port 8080\n')
    .action(async (options: ServeOptions) => {
      context.finish(await runServe(options, context))
    })
}

async function runServe(
  options: ServeOptions,
  { console, version }: CommandContext,
): Promise<ExitCode> {
  const port = Number(options.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(`--port takes a number from 0 to 65535; not “${options.port}”`)
  }
  const { toCorpus, toRulePage } = await import('../../app/index.ts')
  const { readRuleSources } = await import('../../catalog/index.ts')
  const { startServer } = await import('../../http/index.ts')
  const pack = fileURLToPath(new URL('../../../../data/starter/', import.meta.url))
  const sources = [{ name: 'starter', path: `${pack}rules` }]
  const matches: WireMatch[] = []
  const { summary } = await scanPaths(
    {
      rules: sources,
      inputs: [`${pack}events`],
      selection: {},
      version,
      cacheFolder: undefined,
      jobs: 1,
    },
    { onMatch: match => matches.push(match) },
  )
  const set = readRuleSources(sources)
  const corpus = toCorpus(set.rules)
  const rules = set.rules.map(entry => toRulePage(entry, corpus))
  const server = await startServer({ rules, matches, summary }, { port, host: options.host })
  console.err(
    `${plural(rules.length, 'rule')}, ${plural(summary.events, 'sample event')}, ${plural(summary.matches, 'match')}\n` +
      `${server.address} (Ctrl-C stops)\n`,
  )
  await new Promise<void>(resolve => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  await server.close()
  return exitCodes.done
}
