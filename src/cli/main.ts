import { Command, CommanderError } from 'commander'
import { type ExitCode, exitCodes, UsageError } from './exit-codes.ts'
import { packageFile } from './package-file.ts'
import { type Console, processConsole } from './terminal/console.ts'

/** What a command gets from the program, and how it says how it ended. */
export interface CommandContext {
  readonly console: Console
  /** Of this program. */
  readonly version: string
  finish(code: ExitCode): void
}

/** Adds a command to the program. */
type AddCommand = (program: Command, context: CommandContext) => void

/** The commands, in the order in which the help lists them; each is loaded when it is called. */
const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  show: async () => (await import('./commands/show.ts')).addShowCommand,
  scan: async () => (await import('./commands/scan.ts')).addScanCommand,
  check: async () => (await import('./commands/check.ts')).addCheckCommand,
  build: async () => (await import('./commands/build.ts')).addBuildCommand,
  search: async () => (await import('./commands/search.ts')).addSearchCommand,
  sql: async () => (await import('./commands/sql.ts')).addSqlCommand,
  sync: async () => (await import('./commands/sync.ts')).addSyncCommand,
  export: async () => (await import('./commands/export.ts')).addExportCommand,
  serve: async () => (await import('./commands/serve.ts')).addServeCommand,
}

/** Runs the command line and gives the exit code. */
export async function main(arguments_: readonly string[]): Promise<number> {
  const console = processConsole()
  let code: ExitCode = exitCodes.done
  const version = await readVersion()
  const context: CommandContext = {
    console,
    version,
    finish(next) {
      code = next
    },
  }
  const program = new Command('indicia')
    .description(
      'Reads detection rules into one logic, shows what they look for, runs them on logs.',
    )
    .version(version, '-V, --version')
    .exitOverride()
    .configureOutput({
      writeOut: text => console.out(text),
      writeErr: text => console.err(text),
      getOutHelpWidth: () => console.width,
    })
    .showSuggestionAfterError()
    .helpCommand(false)
  for (const load of commandsFor(arguments_)) (await load())(program, context)
  try {
    await program.parseAsync([...arguments_], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version are no errors, but help for want of a command is.
      return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
    }
    if (error instanceof UsageError) {
      console.err(`${console.errorColors.red('indicia:')} ${error.message}\n`)
      return exitCodes.usage
    }
    console.err(`${console.errorColors.red('indicia:')} ${describeFailure(error)}\n`)
    return exitCodes.failed
  }
}

/** The command that is called; all, when that is none, for the help and for suggestions. */
function commandsFor([first = '']: readonly string[]): readonly (() => Promise<AddCommand>)[] {
  if (first === '-V' || first === '--version') return []
  const called = Object.hasOwn(commands, first) ? commands[first] : undefined
  return called === undefined ? Object.values(commands) : [called]
}

/** A bug shows where it is; what the outside world did shows what it said. */
function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const isOutside = 'code' in error
  return isOutside ? error.message : (error.stack ?? error.message)
}

async function readVersion(): Promise<string> {
  const { readFile } = await import('node:fs/promises')
  const manifest = await readFile(packageFile('package.json'), 'utf8')
  const { version } = JSON.parse(manifest) as { readonly version: string }
  return version
}
