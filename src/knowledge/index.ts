export { type AttackBundleProblem, parseAttackBundle } from './attack-bundle.ts'
export {
  type AttackTable,
  attackTable,
  type FormerTactic,
  findFormerTactic,
  findTactic,
  findTechnique,
  type Tactic,
  type Technique,
  type TechniqueStatus,
} from './attack-table.ts'
export { type CanonicalField, canonicalField } from './canonical-field.ts'
export { canonicalValue, canonicalValues, hasCanonicalValues } from './canonical-value.ts'
export { isAnalysedField, isDateField } from './elastic-field.ts'
export { type ElasticSigns, elasticLogSource } from './elastic-log-source.ts'
export {
  type ElasticBound,
  type ElasticProblem,
  findPlainNumber,
  toElasticEquals,
  toElasticRange,
} from './elastic-test.ts'
export {
  type Category,
  type Channel,
  type EventType,
  eventTypes,
  findChannel,
  findEventType,
  findEventTypeByKey,
} from './event-type.ts'
export { agentWords } from './event-views.ts'
export { type FieldPresence, fieldPresence, sigmaFieldPresence } from './field-presence.ts'
export { type FieldPlace, type FieldView, fieldView } from './field-view.ts'
export { type KustoSigns, kustoLogSource } from './kusto-log-source.ts'
export { channelsOf, eventTypesOf, type LogSourceEvents, type Membership } from './log-source.ts'
export { isOwnField, nativeField } from './native-field.ts'
export { pantherLogSource } from './panther-log-source.ts'
export {
  type KustoTables,
  kustoSignsOf,
  kustoTablesOf,
  sourceNames,
  splunkSignsOf,
} from './query-signs.ts'
export { recogniseEvent, recogniseShape } from './recognise-event.ts'
export type { EventShape, RecognisedEvent } from './recognised-event.ts'
export { compileSeenBy, type SeenBy, type ValuesOfField } from './seen-by.ts'
export { type SelectorKind, selectorKind } from './selector-kind.ts'
export { type SplunkSigns, splunkLogSource } from './splunk-log-source.ts'
export { sqlLogSource } from './sql-log-source.ts'
export { parseTacticId, type TacticId } from './tactic-id.ts'
export { tacticTag } from './tactic-tag.ts'
export { parseTechniqueId, type TechniqueId } from './technique-id.ts'
export { type UdmSigns, udmLogSource } from './udm-log-source.ts'
