import { statSync } from 'node:fs'
import type { Command } from 'commander'
import { readAttackBundle } from '../attack-bundle.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { CommandContext } from '../main.ts'
import { collect, parseRuleSource } from './rule-options.ts'

interface ShowOptions {
  readonly source?: readonly string[]
  readonly attack?: string
  readonly json?: true
}

export function addShowCommand(program: Command, context: CommandContext): void {
  program
    .command('show')
    .description('Shows what a rule really looks for.')
    .argument('<file or id>', 'a rule file, or an id, slug or vendor:slug of the sources')
    .option('--source <dir>', 'rules to count over, as DIR or name=DIR; repeatable', collect)
    .option('--attack <bundle.json>', 'an official STIX bundle of ATT&CK, in place of what ships')
    .option('--json', 'the page as JSON (an array when there are several rules)')
    .addHelpText(
      'after',
      '\nExample:\n  indicia show rules/frp.yml --source sigma/rules\n  indicia show 32410e29-5f94-4568-b6a3-d91a8adad863 --source sigma/rules\n',
    )
    .action(async (target: string, options: ShowOptions) => {
      context.finish(await runShow(target, options, context))
    })
}

async function runShow(
  target: string,
  options: ShowOptions,
  { console }: CommandContext,
): Promise<ExitCode> {
  const { showRules } = await import('../../app/index.ts')
  const sources = (options.source ?? []).map(parseRuleSource)
  const isFile = statSync(target, { throwIfNoEntry: false })?.isFile() === true
  const attack = options.attack === undefined ? {} : { attack: readAttackBundle(options.attack) }
  const { rules, set } = showRules({
    ...(isFile ? { file: target } : { id: target }),
    sources,
    ...attack,
  })
  for (const { path, reason } of set.unreadable) {
    console.err(`${console.errorColors.red('unreadable')} ${path}: ${reason}\n`)
  }
  if (rules.length === 0) {
    const why = isFile
      ? 'the file holds no rule'
      : sources.length === 0
        ? 'there is no such file, and no --source to look for an id in'
        : `none of ${set.rules.length} rules has this id or name`
    console.err(`${console.errorColors.red('indicia:')} cannot show “${target}”: ${why}\n`)
    return exitCodes.failed
  }
  if (options.json) {
    const [only] = rules
    console.out(`${JSON.stringify(rules.length === 1 ? only : rules, null, 2)}\n`)
  } else {
    const { renderRule } = await import('../render-rule.ts')
    const rule = console.colors.dim('─'.repeat(Math.min(console.width, 100)))
    console.out(rules.map(page => renderRule(page, console)).join(`\n${rule}\n\n`))
  }
  return set.unreadable.length > 0 ? exitCodes.someUnreadable : exitCodes.done
}
