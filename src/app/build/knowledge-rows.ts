import type { SnapshotTables } from '../../catalog/snapshot/index.ts'
import { type AttackTable, attackTable, eventTypes } from '../../knowledge/index.ts'

/** The tables that do not depend on rules: ATT&CK and event types, as a whole. */
export function toKnowledgeRows(
  table: AttackTable = attackTable(),
): Pick<SnapshotTables, 'tactics' | 'techniques' | 'events'> {
  return {
    tactics: table.tactics.map(({ id, name }, place) => ({ id, name, place })),
    techniques: [...table.techniques.values()].map(({ id, name, tactics, status, replacedBy }) => ({
      id,
      name,
      parent: id.includes('.') ? id.slice(0, id.indexOf('.')) : undefined,
      tactics,
      status,
      replacedBy,
    })),
    events: eventTypes().map(type => ({
      event: type.key,
      platform: type.platform,
      provider: type.provider,
      channel: type.channel,
      eventId: type.eventId,
      title: type.title,
      description: type.description,
      enable: type.enable,
      categories: type.categories.map(({ name }) => name),
      services: type.services,
      knownFields: type.fields,
    })),
  }
}
