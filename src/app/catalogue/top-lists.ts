import { type CorpusIndex, compareText, fieldKey } from './corpus-index.ts'
import { parentOf } from './coverage-index.ts'
import type { EventRow, FieldRow, IndicatorRow, TechniqueRow } from './models.ts'
import { type Context, toEventRow, toFieldRow, toIndicatorRow, toTechniqueRow } from './rows.ts'

/** The commonest things among some rules, each with how many of the rules, or their families, have it (`here`). */

/**
 * The indicators, or the exclusions, that most families of the rules have; those of all the corpus break ties.
 * `accepts` leaves some out.
 */
export function topIndicators(
  rules: readonly number[],
  side: 'lookedFor' | 'excluded',
  limit: number,
  context: Context,
  accepts: (indicator: number) => boolean = () => true,
): readonly IndicatorRow[] {
  const { corpus } = context
  const counts = countByFamily(rules, side, corpus)
  const { indicators } = corpus
  const reach = (number: number): number => {
    const entry = indicators[number]
    return (side === 'lookedFor' ? entry?.families : entry?.familiesExcluding) ?? 0
  }
  return [...counts]
    .filter(([number]) => accepts(number))
    .sort(
      ([a, m], [b, n]) =>
        n - m ||
        reach(b) - reach(a) ||
        compareText(indicators[a]?.fact.value ?? '', indicators[b]?.fact.value ?? '') ||
        a - b,
    )
    .slice(0, limit)
    .flatMap(([number, here]) => {
      const entry = indicators[number]
      return entry === undefined ? [] : [{ ...toIndicatorRow(entry, corpus), here }]
    })
}

/** How many families of the rules have each indicator. Rules that do not count make no difference. */
export function countByFamily(
  rules: readonly number[],
  side: 'lookedFor' | 'excluded',
  { facts, family, lookedFor, excluded }: CorpusIndex,
): ReadonlyMap<number, number> {
  const lists = side === 'lookedFor' ? lookedFor : excluded
  const sorted = rules
    .filter(rule => facts[rule]?.isCounted)
    .sort((a, b) => (family[a] ?? 0) - (family[b] ?? 0) || a - b)
  const counts = new Map<number, number>()
  const last = new Map<number, number>()
  for (const rule of sorted) {
    const own = family[rule] ?? -1
    for (const indicator of lists[rule] ?? []) {
      if (last.get(indicator) === own) continue
      last.set(indicator, own)
      counts.set(indicator, (counts.get(indicator) ?? 0) + 1)
    }
  }
  return counts
}

/** The fields that most of the rules test. */
export function topFields(
  rules: readonly number[],
  limit: number,
  { corpus }: Context,
): readonly FieldRow[] {
  const counts = new Map<number, number>()
  for (const rule of rules) {
    const fields = corpus.facts[rule]?.fields ?? []
    const numbers = fields.map(
      f => corpus.fieldByKey.get(fieldKey(f.scope, f.canonicalField)) ?? -1,
    )
    for (const number of new Set(numbers)) counts.set(number, (counts.get(number) ?? 0) + 1)
  }
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || a - b)
    .slice(0, limit)
    .map(([number, here]) => ({ ...toFieldRow(number, corpus), here }))
}

/** The event types that can satisfy most of the rules. */
export function topEvents(
  rules: readonly number[],
  limit: number,
  context: Context,
): readonly EventRow[] {
  const counts = new Map<string, number>()
  for (const rule of rules) {
    for (const { event, branchesCovered } of context.corpus.facts[rule]?.events ?? []) {
      if (branchesCovered > 0) counts.set(event, (counts.get(event) ?? 0) + 1)
    }
  }
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || compareText(a, b))
    .slice(0, limit)
    .map(([key, here]) => ({ ...toEventRow(key, context), here }))
}

/** The techniques that most of the rules are tagged with; a sub-technique counts for itself only. */
export function topTechniques(
  rules: readonly number[],
  limit: number,
  context: Context,
): readonly TechniqueRow[] {
  const counts = new Map<string, number>()
  for (const rule of rules) {
    const ids = (context.corpus.facts[rule]?.attack ?? []).flatMap(pair => pair.technique ?? [])
    for (const id of new Set(ids)) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return [...counts]
    .sort(
      ([a, m], [b, n]) =>
        n - m || compareText(parentOf(a) ?? a, parentOf(b) ?? b) || compareText(a, b),
    )
    .slice(0, limit)
    .map(([id, here]) => ({ ...toTechniqueRow(id, context), here }))
}
