import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { RuleSelection } from '../../app/index.ts'
import { type CompiledRules, openRules } from '../../app/scan/index.ts'
import {
  checkSummed,
  findCached,
  openKept,
  saveCached,
  stampFiles,
} from '../../catalog/cache/index.ts'
import type { RuleSource } from '../../catalog/index.ts'
import type { PipelineFile } from '../../catalog/pipelines/index.ts'
import type { RuleReport } from './rule-report.ts'

export interface RuleRequest {
  readonly sources: readonly RuleSource[]
  /** Files with pipelines that change the rules. */
  readonly pipelines: readonly PipelineFile[]
  readonly selection: RuleSelection
  /** Of this program: what another one kept is not looked at. */
  readonly version: string
  /** The folder that compiled rules are kept in; `undefined` keeps nothing. */
  readonly cacheFolder: string | undefined
}

/** Where other threads find the compiled rules. */
export type RuleImage =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'memory'; readonly bytes: Uint8Array<SharedArrayBuffer> }

export interface LoadedRules {
  readonly compiled: CompiledRules
  readonly report: RuleReport
  /** Makes the image for other threads. */
  image(): RuleImage
  readonly cache: CacheReport
}

export interface CacheReport {
  /** `off`: none was wanted. `failed`: it could not be written. */
  readonly state: 'hit' | 'miss' | 'off' | 'failed'
  readonly reason?: string
  /** Bytes of compiled rules that were read before the first event. */
  readonly bytesRead: number
}

/** Compiled rules: those that were kept, or made anew and then kept. */
export async function loadRules(request: RuleRequest): Promise<LoadedRules> {
  const { sources, cacheFolder } = request
  if (cacheFolder === undefined) {
    return fromMemory(await makeRules(request), { state: 'off', bytesRead: 0 })
  }
  const purpose = purposeOf(request)
  const cached = findCached(cacheFolder, sources, purpose)
  if (cached.kind === 'hit') {
    const opened = tryOpen(cached.path)
    if (opened !== undefined) return opened
  }
  // Taken before the files are read, so that a change meanwhile shows.
  const stamped = cached.kind === 'miss' ? cached.stamped : stampFiles(sources)
  const made = await makeRules(request)
  try {
    const path = saveCached(cacheFolder, sources, purpose, stamped, made.pack())
    const cache: CacheReport = { state: 'miss', bytesRead: 0 }
    if (path === undefined) return fromMemory(made, cache)
    return { ...made, image: () => ({ kind: 'file', path }), cache }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    return fromMemory(made, { state: 'failed', reason: error.message, bytesRead: 0 })
  }
}

interface MadeRules {
  readonly compiled: CompiledRules
  readonly report: RuleReport
  pack(): Uint8Array
}

async function makeRules(request: RuleRequest): Promise<MadeRules> {
  // Reading rules needs the parsers, which take a while to load themselves.
  const { readRules } = await import('./read-rules.ts')
  const { packRules } = await import('../../app/compile/index.ts')
  const { compiled, report } = readRules(request)
  return { compiled, report, pack: () => packRules(compiled, report) }
}

function fromMemory({ compiled, report, pack }: MadeRules, cache: CacheReport): LoadedRules {
  return {
    compiled,
    report,
    cache,
    image() {
      const packed = pack()
      const bytes = new Uint8Array(new SharedArrayBuffer(packed.length))
      bytes.set(packed)
      return { kind: 'memory', bytes }
    },
  }
}

/** The rules that a file holds; `undefined` when it is damaged or gone. */
function tryOpen(path: string): LoadedRules | undefined {
  try {
    const size = checkSummed(path)
    if (size === undefined) return undefined
    const { compiled, extra } = openImage({ kind: 'file', path })
    // What was kept is whole, so this is what `packRules` was given.
    const report = extra as RuleReport
    const cache: CacheReport = { state: 'hit', bytesRead: size }
    return { compiled, report, image: () => ({ kind: 'file', path }), cache }
  } catch (error) {
    // Another process may have taken it away. It is made again then.
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}

/** Opens an image that is known to be whole. */
export function openImage(image: RuleImage): ReturnType<typeof openRules> {
  if (image.kind === 'memory') {
    return openRules((offset, length) => image.bytes.subarray(offset, offset + length))
  }
  const { read } = openKept(image.path)
  return openRules(read)
}

/** What tells this build from others: one of the same version may compile in another way. */
export function buildOf(version: string): string {
  return `${version} ${statSync(fileURLToPath(import.meta.url)).mtimeMs}`
}

function purposeOf({ selection, version, pipelines }: RuleRequest): string {
  const { lists, ...rest } = selection
  return JSON.stringify([
    'scan',
    buildOf(version),
    rest,
    [...(lists ?? [])],
    pipelines.map(({ text }) => text),
  ])
}
