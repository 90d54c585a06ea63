import { relative, sep } from 'node:path'
import {
  type Catalogue,
  type CatalogueInput,
  createCatalogue,
  createRuleSearch,
  toRuleRecord,
  toSearchDocuments,
} from '../../app/catalogue/index.ts'
import type { WireMatch } from '../../app/index.ts'
import { readRuleSources } from '../../catalog/index.ts'
import type { Assets, ServedSite } from '../../http/index.ts'
import { attackTable } from '../../knowledge/index.ts'
import { buildSearchIndex } from '../../search/index.ts'
import type { MatchesModel } from '../../site/index.ts'
import { packageFile } from '../package-file.ts'
import { scanPaths } from '../scan/run-scan.ts'

const packFile = (...names: readonly string[]): string => packageFile('data', 'starter', ...names)

/** The starter pack as a site, made in memory, with what its rules find in its sample logs. */
export async function makeStarterSite(options: {
  readonly assets: Assets
  readonly version: string
}): Promise<ServedSite> {
  const input = readStarterRules()
  const catalogue = createCatalogue(input)
  const index = buildSearchIndex([...toSearchDocuments(input)])
  return {
    ...options,
    catalogue,
    search: createRuleSearch(index, catalogue),
    stamp: `starter ${options.version}`,
    matches: await scanSampleLogs(catalogue, options.version),
  }
}

function readStarterRules(): CatalogueInput {
  const { version } = attackTable()
  const set = readRuleSources([{ name: 'starter', path: packFile('rules') }])
  const records = set.rules.map(entry => {
    const path = relative(entry.source.path, entry.path).split(sep).join('/')
    return toRuleRecord(entry, { source: 'starter', path, ordinal: 0 })
  })
  return {
    sources: [
      {
        name: 'starter',
        vendor: 'starter',
        title: 'Starter pack',
        path: 'data/starter/rules',
        license: 'Apache-2.0',
        files: set.fileCount,
        rules: records.length,
        notRead: [],
      },
    ],
    facts: records.map(record => record.facts),
    pageOf: number => {
      const record = records[number]
      if (record === undefined) throw new RangeError(`no rule ${number}`)
      return record.page
    },
    ...(version === undefined ? {} : { attackVersion: version }),
  }
}

async function scanSampleLogs(catalogue: Catalogue, version: string): Promise<MatchesModel> {
  const matches: WireMatch[] = []
  const { summary } = await scanPaths(
    {
      rules: [{ name: 'starter', path: packFile('rules') }],
      inputs: [packFile('events')],
      selection: {},
      version,
      cacheFolder: undefined,
      jobs: 1,
    },
    { onMatch: match => matches.push(withShortPaths(match)) },
  )
  const rules = catalogue.rows.map(rule => ({
    rule,
    matches: matches.filter(match => match.rule.id === rule.id),
  }))
  return { summary, rules: rules.filter(fired => fired.matches.length > 0) }
}

/** Files by their names in the pack: where it is installed is nobody’s business. */
function withShortPaths(match: WireMatch): WireMatch {
  const shorten = <T extends { readonly file: string }>(event: T): T => ({
    ...event,
    file: relative(packFile(), event.file).split(sep).join('/'),
  })
  return 'event' in match
    ? { ...match, event: shorten(match.event) }
    : { ...match, events: match.events.map(shorten) }
}
