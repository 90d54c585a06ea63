import {
  attackTable,
  findEventTypeByKey,
  parseTacticId,
  parseTechniqueId,
} from '../../knowledge/index.ts'
import type {
  SearchDocument,
  SearchEvent,
  SearchTactic,
  SearchTechnique,
  SearchTest,
} from '../../search/index.ts'
import { createAddressBook } from './address-book.ts'
import { ruleAddresses } from './corpus-index.ts'
import type { CatalogueInput, EventFact, IndicatorFact, RuleFacts } from './rule-record.ts'

/** The rules of a catalogue as search reads them, in their order. */
export function* toSearchDocuments({
  facts,
  pageOf,
}: Pick<CatalogueInput, 'facts' | 'pageOf'>): Generator<SearchDocument, void> {
  const addresses = ruleAddresses(facts, createAddressBook())
  const sizes = new Map<string, number>()
  for (const { family } of facts) sizes.set(family, (sizes.get(family) ?? 0) + 1)
  for (const [number, fact] of facts.entries()) {
    const { description, body, stages } = pageOf(number)
    const { status, level, date, modified, product, category, service } = fact
    yield {
      id: fact.id,
      slug: fact.slug,
      address: addresses[number] ?? '',
      title: fact.title,
      description,
      body,
      vendor: fact.vendor,
      language: fact.language,
      ...(status === undefined ? {} : { status }),
      ...(level === undefined ? {} : { level }),
      ...(product === undefined ? {} : { product }),
      ...(category === undefined ? {} : { category }),
      ...(service === undefined ? {} : { service }),
      authors: fact.authors,
      tags: fact.tags,
      cves: fact.cves,
      path: fact.path,
      ...(date === undefined ? {} : { date: date.replaceAll('/', '-') }),
      ...(modified === undefined ? {} : { modified: modified.replaceAll('/', '-') }),
      tactics: unique(fact.attack.flatMap(pair => pair.tactic ?? [])).map(toTactic),
      techniques: unique(fact.attack.flatMap(pair => pair.technique ?? [])).map(toTechnique),
      events: fact.events.filter(event => event.branchesCovered > 0).map(toEvent),
      fields: unique(fact.fields.flatMap(field => [field.field, field.canonicalField])),
      indicators: fact.indicators.map(toTest),
      exclusions: fact.exclusions.map(toTest),
      has: wordsFor(fact, stages, sizes.get(fact.family) ?? 1),
    }
  }
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}

function toTactic(id: string): SearchTactic {
  const { tactics, formerTactics } = attackTable()
  const known = parseTacticId(id)
  const tactic = tactics.find(one => one.id === known)
  if (tactic === undefined) return { id, name: id }
  const formerNames = formerTactics
    .filter(({ now }) => now.includes(tactic.id))
    .map(({ name }) => name)
  return { id, name: tactic.name, ...(formerNames.length === 0 ? {} : { formerNames }) }
}

function toTechnique(id: string): SearchTechnique {
  const known = parseTechniqueId(id)
  return { id, name: (known && attackTable().techniques.get(known)?.name) ?? id }
}

function toEvent({ event: key, type }: EventFact): SearchEvent {
  const known = type ?? findEventTypeByKey(key)
  return {
    key,
    provider: known?.provider ?? '',
    ...(known?.channel === undefined ? {} : { channel: known.channel }),
    ...(known?.eventId === undefined ? {} : { eventId: known.eventId }),
    title: known?.title ?? '',
  }
}

function toTest({ field, canonicalField, kind, value }: IndicatorFact): SearchTest {
  return { field, canonicalField, kind, value }
}

/** What `has:` and `is:` know of a rule. */
function wordsFor(
  fact: RuleFacts,
  stages: readonly { readonly kind: string }[],
  familySize: number,
): readonly string[] {
  const words = {
    indicators: fact.indicators.length > 0,
    exclusions: fact.exclusions.length > 0,
    correlation: stages.some(stage => stage.kind === 'correlate' || stage.kind === 'aggregate'),
    sequence: stages.some(stage => stage.kind === 'sequence'),
    references: fact.references > 0,
    cve: fact.cves.length > 0,
    technique: fact.attack.some(pair => pair.technique !== undefined),
    copies: familySize > 1,
    diagnostics: fact.diagnostics.length > 0,
    counted: fact.isCounted,
    uncounted: !fact.isCounted,
  }
  return Object.entries(words).flatMap(([word, holds]) => (holds ? [word] : []))
}
