import { findEventTypeByKey } from '../../knowledge/index.ts'
import { compareText, type FieldEntry, fieldKey, type IndicatorEntry } from './corpus-index.ts'
import type { FieldModel, Slice } from './models.ts'
import {
  type Context,
  rulesByVendor,
  toFieldRow,
  toIndicatorRow,
  toPage,
  toRulePage,
} from './rows.ts'
import { topEvents } from './top-lists.ts'

/** A field: its names, the events that have it, and what rules look for in it and exclude. */
export function toFieldModel(field: FieldEntry, slice: Slice, context: Context): FieldModel {
  const { corpus } = context
  const number = corpus.fieldByKey.get(fieldKey(field.scope, field.name)) ?? -1
  const own = indicatorsOfField(field, context)
  const looking = own.filter(entry => entry.families > 0)
  const excluding = own.filter(entry => entry.familiesExcluding > 0)
  const kinds = new Map<string, { looking: number; excluding: number }>()
  for (const entry of own) {
    const kind = kinds.get(entry.fact.kind) ?? { looking: 0, excluding: 0 }
    kinds.set(entry.fact.kind, kind)
    if (entry.families > 0) kind.looking++
    if (entry.familiesExcluding > 0) kind.excluding++
  }
  return {
    row: toFieldRow(number, corpus),
    byVendor: rulesByVendor(field.rules, corpus),
    aliases: [...field.spellings]
      .filter(([name]) => name !== field.name)
      .map(([name, count]) => ({ name, count }))
      .sort((a, b) => b.count - a.count || compareText(a.name, b.name)),
    events: topEvents(field.rules, 50, context).map(event => {
      const native = findEventTypeByKey(event.key)?.renames[field.name]
      return native === undefined ? event : { ...event, nativeName: native }
    }),
    kinds: [...kinds]
      .map(([kind, counts]) => ({ kind, ...counts }))
      .filter(kind => kind.looking + kind.excluding > 0)
      .sort(
        (a, b) => b.looking + b.excluding - a.looking - a.excluding || compareText(a.kind, b.kind),
      ),
    indicators: toPage(looking.sort(byReach('families')), slice, e => toIndicatorRow(e, corpus)),
    exclusions: toPage(excluding.sort(byReach('familiesExcluding')), slice, e =>
      toIndicatorRow(e, corpus),
    ),
    rules: toRulePage(field.rules, slice, context),
  }
}

function indicatorsOfField({ name, scope }: FieldEntry, { corpus }: Context): IndicatorEntry[] {
  const numbers = corpus.indicatorsByField.get(fieldKey(scope, name)) ?? []
  return numbers.flatMap(number => corpus.indicators[number] ?? [])
}

/** The order of indicators by how many families have them, then by value. */
export function byReach(
  side: 'families' | 'familiesExcluding',
): (a: IndicatorEntry, b: IndicatorEntry) => number {
  return (a, b) =>
    b[side] - a[side] || compareText(a.fact.value, b.fact.value) || a.number - b.number
}
