import { compareText, type IndicatorEntry } from './corpus-index.ts'
import type { IndicatorModel, RuleRow, Slice } from './models.ts'
import { type Context, toIndicatorRow, toRulePage } from './rows.ts'
import type { IndicatorFact } from './rule-record.ts'
import { topEvents, topIndicators, topTechniques } from './top-lists.ts'

/** Who looks for an indicator, who excludes it, where, and spelled how. */
export function toIndicatorModel(
  entry: IndicatorEntry,
  slice: Slice,
  context: Context,
): IndicatorModel {
  const { corpus, rows } = context
  const { facts } = corpus
  const isCounted = (rule: number): boolean => facts[rule]?.isCounted === true
  const looking = entry.looking.filter(isCounted)
  const excluding = entry.excluding.filter(isCounted)
  const uncounted = [...new Set([...entry.looking, ...entry.excluding])].filter(
    rule => !isCounted(rule),
  )
  return {
    row: toIndicatorRow(entry, corpus),
    spellings: spellingsOf(entry, context),
    lookedForBy: toRulePage(looking, slice, context),
    excludedBy: toRulePage(excluding, slice, context),
    uncounted: uncounted.slice(0, slice.limit).map(rule => rows[rule] as RuleRow), // places in `rows`
    events: topEvents(looking, 20, context),
    techniques: topTechniques(looking, 20, context),
    together: topIndicators(looking, 'lookedFor', 20, context, i => i !== entry.number).map(
      indicator => ({ indicator, families: indicator.here ?? 0 }),
    ),
  }
}

function spellingsOf(
  { fact: { key }, looking, excluding }: IndicatorEntry,
  { corpus: { facts } }: Context,
): IndicatorModel['spellings'] {
  const spellings = new Map<string, { readonly fact: IndicatorFact; rules: number }>()
  for (const rule of new Set([...looking, ...excluding])) {
    const { indicators = [], exclusions = [] } = facts[rule] ?? {}
    const own = new Map(
      [...indicators, ...exclusions]
        .filter(fact => fact.key === key)
        .map(fact => [
          JSON.stringify([fact.field, fact.kind, fact.value, fact.cased, fact.transforms]),
          fact,
        ]),
    )
    for (const [text, fact] of own) {
      const known = spellings.get(text)
      if (known === undefined) spellings.set(text, { fact, rules: 1 })
      else known.rules++
    }
  }
  return [...spellings]
    .sort(([a, m], [b, n]) => n.rules - m.rules || compareText(a, b))
    .map(([, { fact, rules }]) => ({
      field: fact.field,
      kind: fact.kind,
      value: fact.value,
      cased: fact.cased,
      transforms: fact.transforms,
      rules,
    }))
}
