import type { Command } from 'commander'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { CommandContext } from '../main.ts'
import { visible } from '../terminal/text-width.ts'

interface SyncOptions {
  readonly dir: string
  readonly json?: true
}

export function addSyncCommand(program: Command, context: CommandContext): void {
  program
    .command('sync')
    .description('Fetches public rule sets with git, or brings them up to date.')
    .argument(
      '<set...>',
      'names (sigma, hayabusa, elastic, splunk, sentinel, chronicle, panther, sublime, anvilogic, …, or attack for ATT&CK), or git URLs',
    )
    .option('--dir <dir>', 'the folder that holds a folder for each set', '.')
    .option('--json', 'one JSON object a line')
    .addHelpText(
      'after',
      '\nExample:\n  indicia sync sigma hayabusa attack --dir rules\n  indicia build rules/sigma rules/hayabusa\n',
    )
    .action(async (sets: readonly string[], options: SyncOptions) => {
      context.finish(await runSync(sets, options, context))
    })
}

async function runSync(
  sets: readonly string[],
  { dir, json }: SyncOptions,
  { console }: CommandContext,
): Promise<ExitCode> {
  const { planSync, syncSet } = await import('../sync/index.ts')
  let failed = 0
  for (const set of planSync(sets, dir)) {
    if (console.isErrorTerminal) console.err(`${visible(set.url)} …\n`)
    const outcome = await syncSet(set)
    if (json) console.out(`${JSON.stringify(outcome)}\n`)
    if (outcome.state === 'failed') {
      failed++
      console.err(
        `${console.errorColors.red('indicia:')} ${visible(set.name)}: ${visible(outcome.reason)}\n`,
      )
    } else if (!json) {
      console.out(`${visible(outcome.path)} ${outcome.state} at ${outcome.commit.slice(0, 12)}\n`)
    }
  }
  if (failed === 0) return exitCodes.done
  return failed === sets.length ? exitCodes.failed : exitCodes.someUnreadable
}
