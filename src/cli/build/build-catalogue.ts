import { statSync } from 'node:fs'
import type { RuleSource } from '../../catalog/index.ts'
import { blobNames, CatalogError, readSnapshot } from '../../catalog/snapshot/index.ts'
import type { AttackTable } from '../../knowledge/index.ts'
import { fingerprintOf, purposeOf } from './build-plan.ts'
import type { BuildContents, BuildSummary } from './build-summary.ts'
import { openEntryStore } from './entry-store.ts'
import { listInputs, readInputs } from './input-files.ts'
import { type BuildListener, writeCatalogue } from './write-catalogue.ts'

export interface BuildRequest {
  readonly sources: readonly RuleSource[]
  /** Where the catalogue is written. */
  readonly path: string
  /** ATT&CK as the user has it, in place of the table that ships. */
  readonly attack?: AttackTable
  /** How many threads read; as many as there are processors, where it pays, if not given. */
  readonly jobs?: number
  /** Of this program. */
  readonly version: string
  /** The folder that what was made of files is kept in; `undefined` keeps nothing. */
  readonly cacheFolder: string | undefined
}

/** Reads sources into a catalogue. Throws `CatalogError` when it cannot be written. */
export async function buildCatalogue(
  request: BuildRequest,
  listener: BuildListener = {},
): Promise<BuildSummary> {
  const start = performance.now()
  const { path, attack, version } = request
  const purpose = purposeOf(version, attack)
  const store = openEntryStore({
    purpose,
    places: JSON.stringify([purpose, request.sources.map(({ name, path }) => [name, path])]),
    cacheFolder: request.cacheFolder,
    attack,
    jobs: request.jobs,
  })
  const summarise = (contents: BuildContents, isUnchanged: boolean): BuildSummary => ({
    ...contents,
    path,
    bytes: statSync(path, { throwIfNoEntry: false })?.size ?? 0,
    isUnchanged,
    cache: store.report(),
    threads: store.threads,
    seconds: Math.round(performance.now() - start) / 1000,
  })
  try {
    const listed = listInputs(request.sources)
    // A catalogue that is there may turn out to be unchanged.
    if (statSync(path, { throwIfNoEntry: false }) === undefined) {
      store.expect(listed.reduce((sum, { files }) => sum + files.paths.length, 0))
    }
    const inputs = readInputs(listed)
    const fingerprint = fingerprintOf(inputs, purpose)
    const unchanged = await findUnchanged(path, fingerprint)
    if (unchanged !== undefined) return summarise(unchanged, true)
    const meta = { indicia: version, fingerprint }
    const contents = await writeCatalogue({ path, inputs, store, attack, meta }, listener)
    return summarise(contents, false)
  } finally {
    await store.close()
  }
}

/** What a catalogue holds that was made from the very same inputs. */
async function findUnchanged(
  path: string,
  fingerprint: string,
): Promise<BuildContents | undefined> {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return undefined
  try {
    const { meta, blobs } = await readSnapshot(path, [blobNames.summary])
    const summary = blobs.get(blobNames.summary)
    if (meta.fingerprint !== fingerprint || summary === undefined) return undefined
    // The fingerprint names this program and its version: it wrote the blob.
    return JSON.parse(new TextDecoder().decode(summary)) as BuildContents
  } catch (error) {
    // A catalogue that cannot be read is replaced; what is none might be something of value.
    if (!(error instanceof CatalogError) || error.problem === 'not-a-catalogue') throw error
    return undefined
  }
}
