import type { RuleRow } from '../../src/app/catalogue/models.ts'
import { unpackRuleRows } from '../../src/app/catalogue/rule-list-file.ts'
import { createRuleSearch, type RuleSearch } from '../../src/app/catalogue/rule-search.ts'
import { unpackSearchIndex } from '../../src/search/index.ts'
import { root } from './page.ts'

/** The search of an export: the layer that the server uses, over two files beside the pages. */
export interface LocalSearch {
  readonly rows: readonly RuleRow[]
  readonly search: RuleSearch
}

/** Reads the index, once for a page. Rejects where it cannot be read. */
export function openLocalSearch(): Promise<LocalSearch> {
  opened ??= readLocalSearch()
  return opened
}

let opened: Promise<LocalSearch> | undefined

async function readLocalSearch(): Promise<LocalSearch> {
  const [packed, list] = await Promise.all([
    readFile(`${root}search/index.bin`),
    readFile(`${root}search/rules.bin`),
  ])
  const rows = unpackRuleRows(new TextDecoder().decode(list))
  if (rows === undefined) throw new Error('the list of rules is of another version')
  const index = unpackSearchIndex(packed)
  // The index of an export has no indicators of its own: values find their rules.
  const search = createRuleSearch(index, { rows, findIndicators: () => [] })
  return { rows, search }
}

/** The bytes of a file that is compressed, unless the server has already done the opposite. */
async function readFile(address: string): Promise<Uint8Array> {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Uint8Array(await new Response(plain).arrayBuffer())
}
