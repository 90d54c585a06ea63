import { join, relative } from 'node:path'
import { toRuleRecord } from '../src/app/catalogue/index.ts'
import { readRuleSources } from '../src/catalog/index.ts'
import { findEventTypeByKey } from '../src/knowledge/index.ts'
import type { SearchDocument, SearchTest } from '../src/search/index.ts'

/** The Sigma sets of the shared folder as search reads them. */
export function readSearchDocuments(shared: string): readonly SearchDocument[] {
  const names = ['sigma', 'sigma-joesecurity', 'sigma-mdecrevoisier', 'hayabusa']
  const sources = names.map(name => ({ name, path: join(shared, 'corpora', name) }))
  const { rules } = readRuleSources(sources)
  return rules.map(entry => {
    const source = entry.source.name ?? ''
    const path = relative(entry.source.path, entry.path)
    const { facts, page } = toRuleRecord(entry, { source, path, ordinal: 0 })
    const has = [
      ...(facts.exclusions.length > 0 ? ['exclusions'] : []),
      ...(facts.diagnostics.length > 0 ? ['diagnostics'] : []),
      ...(facts.cves.length > 0 ? ['cve'] : []),
      ...(page.references.length > 0 ? ['references'] : []),
    ]
    const toTest = ({ field, canonicalField, kind, value }: SearchTest): SearchTest => ({
      field,
      canonicalField,
      kind,
      value,
    })
    const { id, slug, title, vendor, language, authors, tags, cves } = facts
    return {
      id,
      slug,
      address: `rules/${vendor}/${slug}`,
      title,
      description: page.description,
      body: page.body,
      vendor,
      language,
      ...pick(facts, 'status', 'level', 'product', 'category', 'service', 'date', 'modified'),
      authors,
      tags,
      cves,
      path: facts.path,
      tactics: unique(page.attack.flatMap(({ tactic }) => tactic ?? [])),
      techniques: unique(page.attack.flatMap(({ technique }) => technique ?? [])),
      events: facts.events.flatMap(({ event }) => {
        const type = findEventTypeByKey(event)
        return type === undefined
          ? []
          : [
              {
                key: type.key,
                provider: type.provider,
                title: type.title,
                ...pick(type, 'channel', 'eventId'),
              },
            ]
      }),
      fields: [...new Set(facts.fields.flatMap(f => [f.field, f.canonicalField]))],
      indicators: facts.indicators.map(toTest),
      exclusions: facts.exclusions.map(toTest),
      has,
    }
  })
}

function unique<T extends { readonly id: string }>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map(value => [value.id, value])).values()]
}

/** The properties that are there. */
function pick<T extends object, K extends keyof T>(
  value: T,
  ...keys: readonly K[]
): { readonly [P in K]: Exclude<T[P], undefined> } {
  const entries = keys.map(key => [key, value[key]] as const).filter(([, v]) => v !== undefined)
  return Object.fromEntries(entries) as { readonly [P in K]: Exclude<T[P], undefined> }
}

/**
 * As many documents as asked for: the given ones, then altered copies of them. A copy has one word in seven
 * of its texts and values changed, each word always in the same way within a round, and ids of its own.
 */
export function multiplyDocuments(
  documents: readonly SearchDocument[],
  count: number,
): readonly SearchDocument[] {
  return Array.from({ length: count }, (_, i) => {
    const document = documents[i % documents.length]
    if (document === undefined) throw new Error('no documents to multiply')
    const round = Math.floor(i / documents.length)
    return round === 0 ? document : altered(document, round)
  })
}

function altered(document: SearchDocument, round: number): SearchDocument {
  const alter = (text: string): string =>
    text.replace(/[a-z]{4,}/gi, word => {
      const hash = [...word].reduce((h, c) => Math.imul(h, 31) + c.charCodeAt(0), round)
      return (hash >>> 3) % 7 === 0 ? rotated(word, round) : word
    })
  const alterTest = (test: SearchTest): SearchTest => ({ ...test, value: alter(test.value) })
  const id = document.id.replace(/[0-9a-f]/g, digit =>
    ((Number.parseInt(digit, 16) * 7 + round) % 16).toString(16),
  )
  const slug = alter(document.slug)
  return {
    ...document,
    id,
    slug,
    address: `rules/${document.vendor}/${slug}`,
    path: document.path.replace(document.slug, slug),
    title: alter(document.title),
    description: alter(document.description),
    body: alter(document.body.replaceAll(document.id, id)),
    indicators: document.indicators.map(alterTest),
    exclusions: document.exclusions.map(alterTest),
  }
}

/** The word with its vowels moved on, so that it looks like a word. */
function rotated(word: string, round: number): string {
  const vowels = 'aeiou'
  return word.replace(/[aeiou]/g, v => vowels.charAt((vowels.indexOf(v) + round) % 5))
}
