import { relative } from 'node:path'
import {
  type Catalogue,
  type CatalogueInput,
  createCatalogue,
  type RuleRecord,
  toRuleRecord,
} from '../../src/app/catalogue/index.ts'
import { type CatalogRule, readRuleSources } from '../../src/catalog/index.ts'

/** A catalogue of the rules of some folders, `name` → folder, made in memory. */
export function makeCatalogue(folders: Readonly<Record<string, string>>): {
  readonly catalogue: Catalogue
  readonly input: CatalogueInput
  readonly entries: readonly CatalogRule[]
} {
  const sources = Object.entries(folders).map(([name, path]) => ({ name, path }))
  const { rules } = readRuleSources(sources)
  const records = rules.map((entry): RuleRecord => {
    const path = relative(entry.source.path, entry.path)
    const ordinal = Number(entry.key.split('\n').at(-1))
    return toRuleRecord(entry, { source: entry.vendor, path, ordinal })
  })
  const input: CatalogueInput = {
    sources: sources.map(({ name, path }) => ({
      name,
      vendor: name,
      title: name,
      path,
      files: rules.filter(rule => rule.vendor === name).length,
      rules: rules.filter(rule => rule.vendor === name).length,
      notRead: [],
    })),
    facts: records.map(record => record.facts),
    pageOf: number => {
      const record = records[number]
      if (record === undefined) throw new RangeError(`no rule ${number}`)
      return record.page
    },
    attackVersion: '19.1',
  }
  return { catalogue: createCatalogue(input), input, entries: rules }
}
