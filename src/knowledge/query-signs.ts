import { isLookup, type Logic, signsOf } from '../ir/index.ts'
import type { KustoSigns } from './kusto-log-source.ts'
import type { SplunkSigns } from './splunk-log-source.ts'
import { isLookupTable } from './vendor-logs.ts'

/**
 * What the logic of a search of Splunk’s says about the logs that it is about, for `splunkLogSource`. The names of its
 * sources are `field=value`, or macros that stand for one.
 */
export function splunkSignsOf(
  logic: Logic,
): Required<Pick<SplunkSigns, 'dataModels' | 'sourceTypes' | 'macros' | 'platforms'>> {
  const { valuesOf } = signsOf(logic)
  const named = sourceNames(logic).map(name => {
    const [, field = '', value = name] = /^(\w+)=(.*)$/s.exec(name) ?? []
    return { field: field.toLowerCase(), value }
  })
  const valuesNamed = (field: string): readonly string[] =>
    named.filter(name => name.field === field).map(({ value }) => value)
  return {
    // A bare name is a data model or the macro that stands for one, and only one of the two is known.
    dataModels: [...valuesNamed('datamodel'), ...valuesNamed('')],
    macros: valuesNamed(''),
    sourceTypes: ['sourcetype', 'source', 'eventtype', 'Channel'].flatMap(field => [
      ...valuesNamed(field),
      ...valuesOf(field),
    ]),
    platforms: valuesOf('event_platform'),
  }
}

/** What the logic of a Kusto query says about the events of its tables, for `kustoLogSource`. */
export function kustoSignsOf(logic: Logic): Required<KustoSigns> {
  const { valuesOf } = signsOf(logic)
  return {
    actionTypes: valuesOf('ActionType'),
    channels: ['Channel', 'EventLog'].flatMap(valuesOf),
    providers: ['Provider', 'EventSourceName', 'Source'].flatMap(valuesOf),
  }
}

/** The tables that a Kusto query reads, in their order. */
export interface KustoTables {
  /** Tables of events, and functions that stand for some, without their arguments. */
  readonly logs: readonly string[]
  /** What things are looked up in: watchlists, tables of users, inventories, data from elsewhere. */
  readonly lookups: readonly string[]
}

/** Sorts the sources of a Kusto query by what they are. */
export function kustoTablesOf(logic: Logic): KustoTables {
  const logs: string[] = []
  const lookups: string[] = []
  for (const name of sourceNames(logic)) {
    const table = tableName(name)
    const isElsewhere = /^(?:https?:|_getwatchlist|arg\()/i.test(name)
    const isLookup = isElsewhere || (isLookupTable(table) && !isFinding(table))
    if (table !== '') (isLookup ? lookups : logs).push(table)
  }
  return { logs: [...new Set(logs)], lookups: [...new Set(lookups)] }
}

/** What Sentinel found by itself: a query may look it up, or pass it on as an alert. */
function isFinding(table: string): boolean {
  return /^(?:anomalies|behavioranalytics)$/i.test(table)
}

/** `workspace("a").SigninLogs` → `SigninLogs`, `_Im_Dns(starttime=ago(1h))` → `_Im_Dns`. */
function tableName(name: string): string {
  if (/^https?:/i.test(name)) return name
  const inner = name.replace(/^(?:\w+\(["'][^"']*["']\)\.)+/, '')
  return inner.replace(/\(.*$/s, '').trim()
}

/** The names of all sources of logic, those of its parts behind its own. */
export function sourceNames({ stages }: Logic): readonly string[] {
  const names = stages.flatMap((stage): readonly string[] => {
    switch (stage.kind) {
      case 'source':
        return stage.names
      case 'join':
        return isLookup(stage) ? [] : stage.sides.flatMap(sourceNames)
      case 'sequence':
        return stage.steps.flatMap(step => sourceNames(step.logic))
      default:
        return []
    }
  })
  return [...new Set(names)]
}
