import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { gzipSync } from 'node:zlib'
import { packRuleRows } from '../../app/catalogue/index.ts'
import type { ServedSite } from '../../http/index.ts'
import { renderMatrixSvg } from '../../site/index.ts'
import type { FromWorker, ToWorker, WorkerSetup } from './worker-messages.ts'
import { createPageWriter, pageFile, type Written } from './write-pages.ts'

export interface ExportOptions {
  /** The snapshot that the site was read from; without one, no other threads write. */
  readonly path: string | undefined
  readonly folder: string
  /** Where the site will be published: what addresses in the sitemap begin with. */
  readonly url?: string
  /** How many threads write, this one included; as many as there are processors, where it pays, if not given. */
  readonly jobs?: number
  readonly onProgress?: (done: number, total: number, pages: number) => void
}

export interface ExportSummary extends Written {
  /** Of all files, pages included. */
  readonly bytes: number
  readonly files: number
}

/** Pages that a thread writes before it asks for more. */
const batchLength = 64

/** Pages below this many for each thread are written sooner than another thread has read the snapshot. */
const pagesForThread = 2000

/** Writes a site as files into a folder, which is there. */
export async function exportSite(site: ServedSite, options: ExportOptions): Promise<ExportSummary> {
  const addresses = [
    ...site.catalogue.addresses(),
    ...(site.matches === undefined ? [] : ['matches']),
  ]
  const extra = writeExtraFiles(site, addresses, options)
  const pages = await writePages(site, addresses, options)
  return {
    pages: pages.pages,
    bytes: pages.bytes + extra.bytes,
    files: pages.pages + extra.files,
  }
}

/** What is no page. */
function writeExtraFiles(
  { catalogue, assets, search }: ServedSite,
  addresses: readonly string[],
  { folder, url }: ExportOptions,
): { readonly files: number; readonly bytes: number } {
  let files = 0
  let bytes = 0
  const write = (name: string, content: string | Uint8Array): void => {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
    files++
    bytes += Buffer.byteLength(content)
  }
  for (const [name, content] of assets) write(`assets/${name}`, content)
  write('matrix.svg', renderMatrixSvg(catalogue.matrix({ by: 'rules' })))
  // Compressed here, since not every server of files does; the client script reads both.
  write('search/index.bin', gzipSync(search.pack()))
  write('search/rules.bin', gzipSync(packRuleRows(catalogue.rows)))
  write('sitemap.txt', siteMap(addresses, url))
  return { files, bytes }
}

/** The first page of every address, one a line: what the sitemap protocol calls a text sitemap. */
function siteMap(addresses: readonly string[], url: string = ''): string {
  const base = url === '' || url.endsWith('/') ? url : `${url}/`
  return addresses.map(address => `${base}${encodeURI(pageFile(address))}\n`).join('')
}

async function writePages(
  site: ServedSite,
  addresses: readonly string[],
  options: ExportOptions,
): Promise<Written> {
  const { path, folder, onProgress } = options
  const batches = cut(addresses)
  let pages = 0
  let bytes = 0
  let done = 0
  const count = (written: Written, batch: readonly string[]): void => {
    pages += written.pages
    bytes += written.bytes
    done += batch.length
    onProgress?.(done, addresses.length, pages)
  }
  const jobs = options.jobs ?? Math.min(availableParallelism(), addresses.length / pagesForThread)
  const others = path === undefined ? 0 : Math.max(0, Math.ceil(jobs) - 1)
  const setup: WorkerSetup = { path: path ?? '', folder, version: site.version }
  const workers = Array.from({ length: others }, () => startThread(setup))
  const writer = createPageWriter(site, folder)
  const here = async (): Promise<void> => {
    for (const batch of batches) {
      count(writer.write(batch), batch)
      // Other threads ask for more, and the bar is drawn, in between.
      await new Promise(resolve => setImmediate(resolve))
    }
  }
  try {
    await Promise.all([here(), ...workers.map(worker => writeInThread(worker, batches, count))])
  } finally {
    // Where one has failed, the others need not go on.
    await Promise.all(workers.map(worker => worker.terminate()))
  }
  return { pages, bytes }
}

/** Pages in the order in which they are written; every thread takes the next ones. */
function* cut(addresses: readonly string[]): Generator<readonly string[], void> {
  // The pages that every catalogue has come first: they take longest.
  for (let i = 0; i < addresses.length; i += batchLength) yield addresses.slice(i, i + batchLength)
}

function startThread(setup: WorkerSetup): Worker {
  return new Worker(new URL('./export-worker.js', import.meta.url), { workerData: setup })
}

/** Resolves when there is nothing left to write, and rejects if the thread fails. */
function writeInThread(
  worker: Worker,
  batches: Generator<readonly string[], void>,
  count: (written: Written, batch: readonly string[]) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let batch: readonly string[] = []
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'written') count(message, batch)
      batch = batches.next().value ?? []
      worker.postMessage(batch satisfies ToWorker)
    })
    worker.on('error', reject)
    worker.on('exit', () => resolve())
  })
}
