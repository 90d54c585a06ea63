import type { Span } from '../../base/index.ts'
import type { Expression, SourceStage, Stage } from '../../ir/index.ts'
import { conditionStages } from './condition-stage.ts'
import { unescapeText } from './escapes.ts'
import { isSourceMacro } from './known-macros.ts'
import { conjunction, lowerSearch, searchFieldName } from './lower-search.ts'
import type { SplLowering } from './lowering.ts'
import { parseMacroCall } from './macro.ts'
import type { SplCondition, SplSearchValue } from './syntax.ts'
import { isTimeModifier } from './time-modifiers.ts'
import { parseAge } from './words.ts'

/** Fields that say where an event comes from, not what it is. */
const sourceFields: ReadonlySet<string> = new Set([
  'index',
  'sourcetype',
  'source',
  'eventtype',
  'tag',
  'nodename',
  'splunk_server',
])

/**
 * The stages of a search that reads events: which events, as far as the condition names them by where they come from
 * (`index=a`, `sourcetype IN (b, c)`, a macro that stands for a source), and the condition on them.
 */
export function searchStages(
  condition: SplCondition | undefined,
  place: { readonly span: Span; readonly written?: Span; readonly names?: readonly string[] },
  lowering: SplLowering,
): readonly Stage[] {
  const { span, names = [] } = place
  const found = [...names]
  const rest: SplCondition[] = []
  const operands =
    condition === undefined ? [] : condition.kind === 'and' ? condition.operands : [condition]
  for (const operand of operands) {
    const own = sourceNames(operand, lowering)
    if (own === undefined) rest.push(operand)
    else found.push(...own)
  }
  const source = withLookBack({ kind: 'source', logSource: {}, names: found, span })
  if (rest.length === 0) return [source]
  const lower = (): Expression => conjunction(rest.map(operand => lowerSearch(operand, lowering)))
  return [source, ...conditionStages(lower, place, lowering)]
}

/** `earliest=-24h`, up to now, says how far back the search looks. */
function withLookBack(source: SourceStage): SourceStage {
  const times = source.names.filter(name => /^(?:earliest|latest)=/.test(name))
  const earliest = times.find(name => name.startsWith('earliest='))
  const others = times.filter(name => name !== earliest && name !== 'latest=now')
  const lookBack = earliest === undefined ? undefined : parseAge(earliest.slice('earliest='.length))
  if (lookBack === undefined || others.length > 0) return source
  return { ...source, names: source.names.filter(name => !times.includes(name)), lookBack }
}

/** What a condition says of the source of events alone; `undefined` if it says more, or the opposite. */
function sourceNames(
  condition: SplCondition,
  lowering: SplLowering,
): readonly string[] | undefined {
  switch (condition.kind) {
    case 'macro': {
      const call = parseMacroCall(condition.call)
      return call !== undefined && isSourceMacro(call) ? [call.name] : undefined
    }
    case 'comparison': {
      const field = searchFieldName(condition.field)
      if (isTimeModifier(field)) return [`${field}${condition.operator}${textOf(condition.value)}`]
      if (condition.operator !== '=' || !sourceFields.has(field)) return undefined
      return [`${field}=${textOf(condition.value)}`]
    }
    case 'in': {
      const field = searchFieldName(condition.field)
      if (!sourceFields.has(field)) return undefined
      return condition.values.map(value => `${field}=${textOf(value)}`)
    }
    case 'and':
    case 'or': {
      const names = condition.operands.map(operand => sourceNames(operand, lowering))
      if (names.every(found => found === undefined)) return undefined
      const all = names.map((found, i) => found ?? channelNames(condition.operands[i]))
      const known = all.filter(found => found !== undefined)
      return known.length < all.length ? undefined : known.flat()
    }
    default:
      return undefined
  }
}

/** A channel is a field of the event; beside sources it is but another word for one. */
function channelNames(condition: SplCondition | undefined): readonly string[] | undefined {
  if (condition?.kind !== 'comparison' || condition.operator !== '=') return undefined
  if (searchFieldName(condition.field) !== 'Channel') return undefined
  return [`Channel=${textOf(condition.value)}`]
}

function textOf({ raw }: SplSearchValue): string {
  return unescapeText(raw)
}
