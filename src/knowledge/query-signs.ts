import { type Logic, signsOf } from '../ir/index.ts'
import type { KustoSigns } from './kusto-log-source.ts'
import type { SplunkSigns } from './splunk-log-source.ts'

/** What the logic of a search says about the logs that it is about, for `splunkLogSource`. */
export function splunkSignsOf(
  logic: Logic,
): Required<Pick<SplunkSigns, 'dataModels' | 'sourceTypes' | 'macros' | 'platforms'>> {
  const { valuesOf } = signsOf(logic)
  // A source is a data model or the macro that stands for one, and only one of the two is known.
  const names = sourceNames(logic)
  return {
    dataModels: names,
    macros: names,
    sourceTypes: [
      ...names.flatMap(name => /^(?:sourcetype|source|eventtype)=(.*)$/s.exec(name)?.[1] ?? []),
      ...['sourcetype', 'source', 'eventtype', 'Channel'].flatMap(valuesOf),
    ],
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

/** The names of all sources of logic, those of its parts behind its own. */
export function sourceNames({ stages }: Logic): readonly string[] {
  const names = stages.flatMap((stage): readonly string[] => {
    switch (stage.kind) {
      case 'source':
        return stage.names
      case 'join':
        return stage.sides.flatMap(sourceNames)
      case 'sequence':
        return stage.steps.flatMap(step => sourceNames(step.logic))
      default:
        return []
    }
  })
  return [...new Set(names)]
}
