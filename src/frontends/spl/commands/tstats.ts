import type { Span } from '../../../base/index.ts'
import type { AggregateStage, Stage } from '../../../ir/index.ts'
import type { SplLowering } from '../lowering.ts'
import { printCommand } from '../print.ts'
import { searchStages } from '../search-source.ts'
import { groupKeys, readStats } from '../stats-clause.ts'
import type { SplArgument, SplTstats } from '../syntax.ts'
import { isKeyword, isSymbol, namesIn, option, readWords, wordText } from '../words.ts'
import { timeFloor } from './bin.ts'
import type { SplCommandOf } from './command.ts'

/**
 * `tstats count from datamodel=Web where Web.url=x by Web.src`: reads events, filters and groups them. With
 * `prestats=t` the groups are made by the command behind it.
 */
export const tstats: SplCommandOf<'tstats'> = {
  name: 'tstats',
  summary: 'Computes statistics of indexed fields, most often of a data model.',
  grammar: 'tstats',
  example:
    '| tstats count from datamodel=Endpoint.Processes where Processes.user=a by Processes.dest',
  lower: (command, lowering) => lowerTstats(command, lowering),
}

export function lowerTstats(command: SplTstats, lowering: SplLowering): readonly Stage[] {
  const { head, where, tail, span } = command
  const from = head.findIndex(word => isKeyword(word, 'from'))
  const functions = from < 0 ? head : head.slice(0, from)
  const names = from < 0 ? [] : sourcesOf(head.slice(from + 1))
  const outer = lowering.fields
  const isAppended = isTrue(readWords(functions).options.get('append')?.value)
  if (isAppended) lowering.fields = lowering.newFields()
  const start = lowering.isFirst || isAppended
  const isFirst = lowering.isFirst
  lowering.isFirst = start
  const stages = [
    ...searchStages(where, { span, written: whereSpan(command, lowering), names }, lowering),
  ]
  lowering.isFirst = isFirst
  const {
    functions: computed,
    derived,
    results,
    keys,
    words,
  } = readStats([...functions, ...tail], lowering)
  const time = keys.includes('_time') ? timeFloor(option(words, 'span'), lowering) : undefined
  if (time !== undefined) {
    const text = `bin _time span=${option(words, 'span')}`
    lowering.fields.define('_time')
    stages.push({ kind: 'derive', names: ['_time'], text, computations: [time], span })
  }
  if (isTrue(words.options.get('prestats')?.value)) {
    stages.push({ kind: 'shape', text: printCommand(command), span })
  } else {
    const aggregate: AggregateStage = {
      kind: 'aggregate',
      functions: computed,
      groupBy: groupKeys(keys, lowering),
      cased: true,
      span,
    }
    lowering.fields.group(keys, results)
    stages.push(...derived, aggregate)
  }
  if (!isAppended) return stages
  const own = lowering.fields
  lowering.fields = outer
  outer.join([own])
  return [{ kind: 'join', how: 'append', sides: [{ stages }], keys: [], span }]
}

/** Where the condition stands, between its keyword and the keys. */
function whereSpan({ head, tail, span }: SplTstats, lowering: SplLowering): Span {
  const from = head.at(-1)?.span.end ?? span.start
  const end = tail[0]?.span.start ?? span.end
  const [keyword = ''] = /^.*?\bwhere\s+/is.exec(lowering.textOf({ start: from, end })) ?? []
  return { start: from + keyword.length, end }
}

/** `datamodel=Web`, `datamodel="Endpoint"."Processes"`, a namespace. */
function sourcesOf(list: readonly SplArgument[]): readonly string[] {
  const [first, second] = list
  if (isKeyword(first, 'datamodel', 'sid') && isSymbol(second, '=')) {
    const pieces = list.slice(2).filter(word => word.kind !== 'subsearch')
    const name = pieces
      .filter((word, i) => i === 0 || word.isGlued)
      .map(wordText)
      .join('')
    return [name]
  }
  return namesIn(list).slice(0, 1)
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^(?:t|true|1)$/i.test(value)
}
