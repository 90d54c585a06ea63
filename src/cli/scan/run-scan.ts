import { availableParallelism } from 'node:os'
import type { RuleSelection, WireMatch, WireRuleReference, WireSummary } from '../../app/index.ts'
import type { MatchDetail } from '../../app/scan/index.ts'
import type { RuleSource } from '../../catalog/index.ts'
import type { PipelineFile } from '../../catalog/pipelines/index.ts'
import {
  cutUnits,
  type FileSummary,
  type InputFormat,
  type LogProblem,
  type LogUnit,
  readInputs,
  standardInput,
} from '../../logs/index.ts'
import { buildOf, type LoadedRules, loadRules } from './load-rules.ts'
import { openCorrelations } from './open-correlations.ts'
import type { RuleReport } from './rule-report.ts'
import { scanHere, scanInThreads, type UnitResults } from './scan-units.ts'
import type { UnitEnd, UnitOptions } from './unit-scanner.ts'

export interface ScanRequest {
  readonly rules: readonly RuleSource[]
  /** Files with pipelines that change the rules. */
  readonly pipelines?: readonly PipelineFile[]
  /** Files, folders, archives, or `-` for standard input. */
  readonly inputs: readonly string[]
  readonly selection: RuleSelection
  readonly inputFormat?: InputFormat
  readonly from?: string
  readonly to?: string
  /** How much is wanted of matches of single events; all if not given. */
  readonly detail?: MatchDetail
  /** How many threads scan; as many as there are processors, where it pays, if not given. */
  readonly jobs?: number
  readonly version: string
  /** The folder that compiled rules are kept in; `undefined` keeps nothing. */
  readonly cacheFolder: string | undefined
}

/** Hears of what happens while it happens. */
export interface ScanListener {
  onMatch?(match: WireMatch): void
  /** Bytes read so far, of those there are as far as that is known; and events. */
  onProgress?(bytesRead: number, bytesTotal: number, events: number): void
  /** Ends the scan early; what was found stays. */
  readonly signal?: AbortSignal
}

export interface ScanResult {
  readonly rules: RuleReport
  /** Every rule that ran. */
  ran(): readonly WireRuleReference[]
  readonly summary: WireSummary
  readonly isInterrupted: boolean
}

/** Loads rules, reads logs, and runs the ones on the others. */
export async function scanPaths(request: ScanRequest, listener: ScanListener): Promise<ScanResult> {
  const start = performance.now()
  const loaded = await loadRules({
    sources: request.rules,
    pipelines: request.pipelines ?? [],
    selection: request.selection,
    version: request.version,
    cacheFolder: request.cacheFolder,
  })
  const cacheRead = loaded.cache.bytesRead
  const loadedAt = performance.now()
  const { inputs, problems } = readInputs(request.inputs)
  const units = await cutUnits(inputs, request.inputFormat)
  const total = inputs.reduce((sum, { size }) => sum + size, 0)
  const unreadable: WireSummary['inputs']['unreadable'][number][] = problems.map(toUnreadable)
  const counts = { events: 0, matches: 0, unrecognised: 0, outOfTime: 0 }
  const files = new FileTally()
  const correlations = await openCorrelations(loaded.report.correlations)
  let read = 0
  let skipped = 0
  let input = 0
  let isInterrupted = false
  const jobs = jobsFor(units, total, request.jobs)
  for await (const result of openScan(units, loaded, request, jobs)) {
    const { unit } = result
    if (result.kind === 'end') {
      skipped += result.end.skipped
      files.add(unit, result.end)
      input++
      continue
    }
    const { batch } = result
    read += batch.bytes
    counts.events += batch.counts.events
    counts.matches += batch.counts.matches
    counts.unrecognised += batch.counts.unrecognised
    counts.outOfTime += batch.counts.outOfTime
    for (const problem of batch.problems) unreadable.push(toUnreadable(problem))
    for (const match of batch.matches) {
      const event = files.placed(unit, match.event)
      listener.onMatch?.(event === match.event ? match : { ...match, event })
    }
    for (const contribution of batch.contributions) {
      const header = files.placed(unit, contribution.header)
      correlations.add({ ...contribution, input, header })
    }
    correlations.addTimeless(batch.timeless)
    for (const start of batch.starts) correlations.addStart(start)
    listener.onProgress?.(Math.min(read, total), total, counts.events)
    if (listener.signal?.aborted) {
      isInterrupted = true
      break
    }
  }
  const { report, cache } = loaded
  const correlated = correlations.finish()
  counts.matches += correlated.count
  for (const match of correlated.matches) listener.onMatch?.(match)
  const summary: WireSummary = {
    events: counts.events,
    matches: counts.matches,
    rules: {
      loaded: report.loaded,
      run: report.run,
      notRun: report.notRun,
      partial: report.partial,
      cache: {
        state: cache.state,
        ...(cache.reason === undefined ? {} : { reason: cache.reason }),
        bytesRead: cacheRead,
      },
    },
    inputs: {
      read: files.read,
      skipped,
      unrecognised: counts.unrecognised,
      outOfTime: counts.outOfTime,
      unreadable,
    },
    correlations: correlated.summary,
    seconds: { load: seconds(start, loadedAt), scan: seconds(loadedAt, performance.now()) },
    jobs,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
  }
  return {
    rules: report,
    ran: () => ranRules(loaded),
    summary,
    isInterrupted,
  }
}

/** The rules that could fire, by themselves or as correlations. */
function ranRules({ compiled, report }: LoadedRules): readonly WireRuleReference[] {
  const { plan, firing, references } = report.correlations
  return [
    ...compiled.rules.slice(0, firing).map(({ reference }) => reference),
    // Behind the nodes stand the sequences, which all fire.
    ...references.filter((_, node) => plan.nodes[node]?.fires !== false),
  ]
}

function openScan(
  units: readonly LogUnit[],
  rules: LoadedRules,
  request: ScanRequest,
  jobs: number,
): UnitResults {
  const options: UnitOptions = {
    scan: {
      ...(request.from === undefined ? {} : { from: request.from }),
      ...(request.to === undefined ? {} : { to: request.to }),
      ...(request.detail === undefined ? {} : { detail: request.detail }),
    },
    ...(request.inputFormat === undefined ? {} : { inputFormat: request.inputFormat }),
    correlations: {
      firing: rules.report.correlations.firing,
      feeds: rules.report.correlations.feeds,
    },
    ...(request.cacheFolder === undefined
      ? {}
      : { learnt: { folder: request.cacheFolder, build: buildOf(request.version) } }),
  }
  return jobs === 1 ? scanHere(units, rules, options) : scanInThreads(units, rules, options, jobs)
}

/**
 * A second thread pays from about this many bytes on: it has to start, to load the rules, and to warm up itself.
 * Measured on 2 virtual processors, where compilers and threads share the two: 60 MB take 0.6 s in one thread and
 * 0.8 s in two, 240 MB 1.5 s in either, 600 MB 3.5 and 2.7 s. With more processors it pays sooner.
 */
const bytesPerJob = 128 << 20

function jobsFor(units: readonly LogUnit[], bytes: number, wanted: number | undefined): number {
  // Only the main thread has the standard input.
  if (units.some(({ input }) => input.path === standardInput)) return 1
  const useful = wanted ?? Math.min(availableParallelism(), Math.ceil(bytes / bytesPerJob))
  return Math.max(1, Math.min(useful, units.length))
}

/** Puts together what was read of the parts of a file. */
class FileTally {
  read = 0
  #file: string | undefined
  #lines = 0

  add(unit: LogUnit, { files, lines }: UnitEnd): void {
    const isContinued = unit.part !== undefined && unit.input.path === this.#file
    this.read += files.filter(isRead).length
    if (isContinued) this.read -= 1
    this.#lines = isContinued ? this.#lines + lines : lines
    this.#file = unit.part === undefined ? undefined : unit.input.path
  }

  /** The header with its record’s line counted from the start of the file, not of its part. */
  placed<T extends { readonly record?: number }>({ part, input }: LogUnit, header: T): T {
    if (part?.format !== 'json' || part.start === 0 || input.path !== this.#file) return header
    return header.record === undefined ? header : { ...header, record: header.record + this.#lines }
  }
}

function isRead({ format }: FileSummary): boolean {
  return format !== undefined
}

function toUnreadable({ file, offset, reason }: LogProblem) {
  return { file, offset, reason }
}

function seconds(from: number, to: number): number {
  return Math.round(to - from) / 1000
}
