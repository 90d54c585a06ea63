import { loadavg } from 'node:os'
import { gzipSync } from 'node:zlib'
import {
  buildSearchIndex,
  type FacetName,
  packSearchIndex,
  type SearchDocument,
  type SearchPart,
  search,
  suggest,
  unpackSearchIndex,
} from '../src/search/index.ts'
import { shared } from './inputs.ts'
import { multiplyDocuments, readSearchDocuments } from './search-documents.ts'
import { drawnQueries, writtenQueries } from './search-queries.ts'

/**
 * Search over the Sigma sets and over 13,000 rules made of them: how long an index takes to be built and read, what
 * it weighs, and how long queries take, hard ones and thousands drawn from the rules’ own texts.
 *
 *     node dist/bench/search.js
 */

const facets: readonly FacetName[] = [
  ...(['vendor', 'level', 'status', 'language', 'product', 'category', 'service'] as const),
  ...(['tactic', 'technique', 'has'] as const),
]

function timed<T>(run: () => T): { readonly value: T; readonly milliseconds: number } {
  const start = performance.now()
  const value = run()
  return { value, milliseconds: performance.now() - start }
}

function print(what: string, text: string): void {
  process.stdout.write(`${what.padEnd(44)} ${text}\n`)
}

const fixed = (value: number): string => value.toFixed(1)

function spread(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (part: number): string => fixed(sorted[Math.floor(part * (sorted.length - 1))] ?? 0)
  return `median ${at(0.5)}, p99 ${at(0.99)}, worst ${at(1)} ms`
}

function benchSize(documents: readonly SearchDocument[]): void {
  print(`${documents.length} rules`, '')
  const builds = Array.from({ length: 3 }, () => timed(() => buildSearchIndex(documents)))
  print('  build', builds.map(build => `${Math.round(build.milliseconds)} ms`).join(', '))
  const built = buildSearchIndex(documents)
  for (const without of [[], ['bodies'], ['descriptions', 'bodies']] as const) {
    const bytes = packSearchIndex(built, without as readonly SearchPart[])
    const loads = Array.from({ length: 5 }, () => timed(() => unpackSearchIndex(bytes)))
    const times = loads.map(load => load.milliseconds)
    print(
      `  packed without ${without.join(' and ') || 'nothing'}`,
      `${fixed(bytes.length / 1e6)} MB, gzip ${fixed(gzipSync(bytes, { level: 9 }).length / 1e6)} MB, read in ${spread(times)}`,
    )
  }
  for (const [name, without] of [
    ['all', []],
    ['without bodies', ['bodies']],
  ] as const) {
    const index = unpackSearchIndex(packSearchIndex(built, without))
    const hard = writtenQueries.map(query => {
      const times = Array.from(
        { length: 9 },
        () => timed(() => search(index, query, { facets })).milliseconds,
      )
      return { query, time: times.toSorted((a, b) => a - b)[4] ?? 0 }
    })
    const worst = hard.toSorted((a, b) => b.time - a.time).slice(0, 3)
    print(
      `  ${writtenQueries.length} written queries, ${name}`,
      `${spread(hard.map(({ time }) => time))}: ${worst.map(({ query }) => query).join(' · ')}`,
    )
    const drawn = drawnQueries(documents, 2000)
    const times = drawn.map(query => timed(() => search(index, query, { facets })).milliseconds)
    print(`  ${drawn.length} drawn queries, ${name}`, spread(times))
    const typed = drawn.slice(0, 500).map(query => query.replaceAll('"', ''))
    const typing = typed.map(query => timed(() => suggest(index, query)).milliseconds)
    print(`  ${typed.length} suggestions, ${name}`, spread(typing))
  }
}

print('load of the machine', loadavg().map(fixed).join(', '))
const documents = readSearchDocuments(shared)
benchSize(documents)
benchSize(multiplyDocuments(documents, 13_000))
