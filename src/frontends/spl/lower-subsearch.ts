import { and, type Expression, type JoinStage } from '../../ir/index.ts'
import type { SplLowering } from './lowering.ts'
import { printSubsearch } from './print.ts'
import type { SplCommand, SplSubsearch } from './syntax.ts'

/**
 * `[search a=1 | table b]` in a condition: “the results of the subsearch become an argument of the search”, that is
 * any of its rows, with all of its fields. They are lists that live elsewhere; the subsearch itself
 * becomes a stage before the filter.
 */
export function lowerSubsearch(subsearch: SplSubsearch, lowering: SplLowering): Expression {
  const { commands, span } = subsearch
  const { logic, fields } = lowering.lowerInner(commands)
  const returned = findReturned(commands)
  const names = (returned ?? fields.names ?? []).filter(name => !name.startsWith('_'))
  const table = lookupOf(commands)
  const stage: JoinStage = { kind: 'join', how: 'subsearch', sides: [logic], keys: names, span }
  lowering.addBefore(stage)
  if (names.length === 0) {
    const message = 'the search does not say which fields the subsearch gives'
    const help = 'end it with “fields” or “table”'
    lowering.report('spl/subsearch-fields', span, message, help)
    return lowering.opaque('spl/subsearch-fields', span)
  }
  const list = table ?? printSubsearch(subsearch)
  return and(
    names.map(name => {
      const operand = lowering.operand(name, span)
      const frame = lowering.frame(operand, span, false)
      return { kind: 'test', ...frame, operator: 'in_list', value: [{ kind: 'list', name: list }] }
    }),
  )
}

/** `return 100 src user`, `return dest=src`: the names that stand for the results. */
function findReturned(commands: readonly SplCommand[]): readonly string[] | undefined {
  const last = commands.at(-1)
  if (last?.kind !== 'plain' || last.name !== 'return') return undefined
  const words = last.arguments.filter(({ kind }) => kind !== 'subsearch')
  return words.flatMap((argument, i) => {
    if (argument.kind !== 'word' || /^\d+$/.test(argument.value)) return []
    const before = words[i - 1]
    if (before?.kind === 'symbol' && before.value === '=') return []
    return argument.value.startsWith('$') ? [] : [argument.value]
  })
}

/** The lookup whose rows the subsearch gives, if it does nothing but read it. */
function lookupOf(commands: readonly SplCommand[]): string | undefined {
  const [first, ...rest] = commands
  if (first?.kind !== 'plain' || first.name !== 'inputlookup') return undefined
  const isPlain = rest.every(
    command =>
      command.kind === 'plain' &&
      ['fields', 'table', 'rename', 'dedup', 'format', 'return', 'sort'].includes(command.name),
  )
  const name = first.arguments.find(
    (argument, i) =>
      argument.kind === 'word' &&
      !isOption(first.arguments[i + 1]) &&
      !isOption(first.arguments[i - 1]),
  )
  return isPlain && name?.kind === 'word' ? name.value : undefined
}

function isOption(argument: SplSubsearch | { readonly kind: string } | undefined): boolean {
  return argument?.kind === 'symbol' && 'value' in argument && argument.value === '='
}
