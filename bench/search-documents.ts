import { join, relative } from 'node:path'
import { toRuleRecord, toSearchDocuments } from '../src/app/catalogue/index.ts'
import { readRuleSources } from '../src/catalog/index.ts'
import type { SearchDocument, SearchTest } from '../src/search/index.ts'

/** The Sigma sets of the shared folder as search reads them. */
export function readSearchDocuments(shared: string): readonly SearchDocument[] {
  const names = ['sigma', 'sigma-joesecurity', 'sigma-mdecrevoisier', 'hayabusa']
  const sources = names.map(name => ({ name, path: join(shared, 'corpora', name) }))
  const records = readRuleSources(sources).rules.map(entry => {
    const path = relative(entry.source.path, entry.path)
    return toRuleRecord(entry, { source: entry.source.name ?? '', path, ordinal: 0 })
  })
  const facts = records.map(record => record.facts)
  const pageOf = (number: number): (typeof records)[number]['page'] => {
    const page = records[number]?.page
    if (page === undefined) throw new Error('there is a page for every rule')
    return page
  }
  return [...toSearchDocuments({ facts, pageOf })]
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
