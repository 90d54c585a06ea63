import { statSync } from 'node:fs'
import type { Command } from 'commander'
import type { WireRule } from '../../app/index.ts'
import { readAttackBundle } from '../attack-bundle.ts'
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts'
import type { CommandContext } from '../main.ts'
import type { Console } from '../terminal/console.ts'
import { collect, parseRuleSource } from './rule-options.ts'

interface ShowOptions {
  readonly source?: readonly string[]
  readonly catalog?: string
  readonly attack?: string
  readonly json?: true
}

export function addShowCommand(program: Command, context: CommandContext): void {
  program
    .command('show')
    .description('Shows what a rule really looks for.')
    .argument('<file or id>', 'a rule file, or an id, slug or vendor:slug of the sources')
    .option('--source <dir>', 'rules to count over, as DIR or name=DIR; repeatable', collect)
    .option(
      '--catalog <file>',
      'a catalogue to find the id in and to count over, in place of --source',
    )
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
  if (options.catalog !== undefined) return showFromCatalogue(target, options, console)
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
  await writePages(rules, options, console)
  return set.unreadable.length > 0 ? exitCodes.someUnreadable : exitCodes.done
}

/** The pages of a catalogue’s rules that have an id, a slug or an address. */
async function showFromCatalogue(
  target: string,
  options: ShowOptions,
  console: Console,
): Promise<ExitCode> {
  if (options.source !== undefined) throw new UsageError('--source does not go with --catalog')
  if (options.attack !== undefined) throw new UsageError('--attack does not go with --catalog')
  const { openCatalogue } = await import('../../app/build/index.ts')
  const { catalogue } = await openCatalogue(options.catalog ?? '')
  const found = catalogue.ruleAt(target)
  const numbers = found === undefined ? catalogue.findRules(target) : [found]
  if (numbers.length === 0) {
    const why = `none of ${catalogue.rows.length} rules of the catalogue has this id or name`
    console.err(`${console.errorColors.red('indicia:')} cannot show “${target}”: ${why}\n`)
    return exitCodes.failed
  }
  await writePages(
    numbers.map(number => catalogue.rule(number).rule),
    options,
    console,
  )
  return exitCodes.done
}

async function writePages(
  rules: readonly WireRule[],
  { json }: ShowOptions,
  console: Console,
): Promise<void> {
  if (json) {
    const [only] = rules
    console.out(`${JSON.stringify(rules.length === 1 ? only : rules, null, 2)}\n`)
    return
  }
  const { renderRule } = await import('../render-rule.ts')
  const line = console.colors.dim('─'.repeat(Math.min(console.width, 100)))
  console.out(rules.map(page => renderRule(page, console)).join(`\n${line}\n\n`))
}
