import type { CompareModel } from './models.ts'
import { type Context, toIndicatorRow } from './rows.ts'
import { toRuleModel } from './rule-model.ts'

/** Rules side by side, at the most. */
export const maxCompared = 6

/** Rules side by side: what they share, and what only one of them has. */
export function toCompareModel(addresses: readonly string[], context: Context): CompareModel {
  const { corpus } = context
  const wanted = [...new Set(addresses)].slice(0, maxCompared)
  const numbers = wanted.flatMap(address => corpus.ruleByAddress.get(address) ?? [])
  const holders = new Map<number, number[]>()
  numbers.forEach((rule, place) => {
    for (const indicator of new Set(corpus.lookedFor[rule])) {
      const places = holders.get(indicator)
      if (places === undefined) holders.set(indicator, [place])
      else places.push(place)
    }
  })
  const rowsOf = (isWanted: (places: readonly number[]) => boolean) =>
    [...holders].flatMap(([indicator, places]) => {
      const entry = isWanted(places) ? corpus.indicators[indicator] : undefined
      return entry === undefined
        ? []
        : [{ indicator: toIndicatorRow(entry, corpus), holders: places }]
    })
  return {
    rules: numbers.map(rule => toRuleModel(rule, context)),
    missing: wanted.filter(address => !corpus.ruleByAddress.has(address)),
    shared: rowsOf(places => places.length > 1).sort((a, b) => b.holders.length - a.holders.length),
    own: numbers.map((_, place) =>
      rowsOf(places => places.length === 1 && places[0] === place).map(row => row.indicator),
    ),
  }
}
