import {
  compileRules,
  createScanner,
  type Match,
  type RuleRemark,
  type RuleSelection,
  type RunnableRule,
  selectRules,
  toScanRule,
  type WireSummary,
} from '../app/index.ts'
import { type RuleSet, type RuleSource, readRuleSources } from '../catalog/index.ts'
import { builtRawEvent, nameTable } from '../ir/index.ts'
import { type InputFormat, readEvents } from '../logs/index.ts'

export interface ScanRequest {
  readonly rules: readonly RuleSource[]
  /** Files, folders, archives, or `-` for standard input. */
  readonly inputs: readonly string[]
  readonly selection: RuleSelection
  readonly inputFormat?: InputFormat
  readonly from?: string
  readonly to?: string
}

/** Hears of what happens while it happens. */
export interface ScanListener {
  onMatch?(match: Match): void
  /** Bytes read so far, of those there are as far as that is known; and events. */
  onProgress?(bytesRead: number, bytesTotal: number, events: number): void
  /** Ends the scan early; what was found stays. */
  readonly signal?: AbortSignal
}

export interface ScanResult {
  readonly set: RuleSet
  readonly ran: readonly RunnableRule[]
  /** Rules that were asked for and have errors. */
  readonly unreadableRules: readonly RuleRemark[]
  readonly summary: WireSummary
  readonly isInterrupted: boolean
}

/** Loads rules, reads logs, and runs the ones on the others. */
export async function scanPaths(request: ScanRequest, listener: ScanListener): Promise<ScanResult> {
  const start = performance.now()
  const set = readRuleSources(request.rules)
  const selected = selectRules(set.rules, request.selection)
  const names = nameTable()
  const raw = builtRawEvent(names)
  const compiled = compileRules(selected.run.map(toScanRule), request.selection.lists)
  const scanner = createScanner(compiled, names, {
    ...(request.from === undefined ? {} : { from: request.from }),
    ...(request.to === undefined ? {} : { to: request.to }),
  })
  const loaded = performance.now()
  const logs = readEvents(request.inputs, {
    standardInput: process.stdin,
    ...(request.inputFormat === undefined ? {} : { inputFormat: request.inputFormat }),
  })
  const unreadable: WireSummary['inputs']['unreadable'][number][] = []
  let isInterrupted = false
  for await (const batch of logs.batches()) {
    for (const item of batch) {
      if (item.kind === 'problem') {
        const { file, offset, reason } = item.problem
        unreadable.push({ file, offset, reason })
        continue
      }
      raw.set(item.event)
      for (const match of scanner.scan(item.file, raw)) listener.onMatch?.(match)
    }
    const { read, total } = logs.progress
    listener.onProgress?.(read, total, scanner.counts.events)
    if (listener.signal?.aborted) {
      isInterrupted = true
      break
    }
  }
  const describe = ({ entry, reason }: (typeof selected.notRun)[number]) => ({
    id: entry.id,
    title: entry.rule.title,
    path: entry.path,
    reason,
  })
  const summary: WireSummary = {
    events: scanner.counts.events,
    matches: scanner.counts.matches,
    rules: {
      loaded: set.rules.length,
      run: selected.run.length,
      notRun: selected.notRun.map(describe),
      partial: selected.partial.map(describe),
    },
    inputs: {
      read: logs.files.filter(file => file.format !== undefined).length,
      skipped: logs.skipped,
      unrecognised: scanner.counts.unrecognised,
      outOfTime: scanner.counts.outOfTime,
      unreadable,
    },
    seconds: { load: seconds(start, loaded), scan: seconds(loaded, performance.now()) },
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
  }
  const unreadableRules = [...selected.notRun, ...selected.partial].filter(
    remark => remark.kind === 'unreadable',
  )
  return { set, ran: selected.run, unreadableRules, summary, isInterrupted }
}

function seconds(from: number, to: number): number {
  return Math.round(to - from) / 1000
}
