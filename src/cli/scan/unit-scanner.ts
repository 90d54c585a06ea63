import type { WireEventMatch } from '../../app/index.ts'
import {
  addWireMatches,
  type CompiledRules,
  type CorrelationSetup,
  createScanner,
  type LogStart,
  type ScanCounts,
  type Scanner,
  type ScannerOptions,
} from '../../app/scan/index.ts'
import { openLearnt } from '../../catalog/cache/index.ts'
import type { Contribution } from '../../engine/index.ts'
import { nameTable } from '../../ir/index.ts'
import {
  type FileSummary,
  type InputFormat,
  type LogProblem,
  type LogReader,
  type LogUnit,
  logReader,
  standardInput,
} from '../../logs/index.ts'

export interface UnitOptions {
  readonly scan: Pick<ScannerOptions, 'from' | 'to' | 'detail'>
  readonly inputFormat?: InputFormat
  readonly correlations: Pick<CorrelationSetup, 'firing' | 'feeds'>
  /** Where what is learnt of formats is kept, and by which build of the program. */
  readonly learnt?: { readonly folder: string; readonly build: string }
}

/** What a piece of a unit gave; plain data, so that it can come from another thread. */
export interface UnitBatch {
  readonly matches: readonly WireEventMatch[]
  /** What correlations need of events that rules matched; the input is 0. */
  readonly contributions: readonly Contribution[]
  /** Events that a rule of a correlation matched and that have no time. */
  readonly timeless: number
  /** Since when logs tell of events, where it matters. */
  readonly starts: readonly LogStart[]
  readonly problems: readonly LogProblem[]
  /** Bytes of the input. */
  readonly bytes: number
  readonly counts: ScanCounts
}

/** What is known of a unit when all of it was read. */
export interface UnitEnd {
  readonly files: readonly FileSummary[]
  readonly skipped: number
  /** How many line ends a part of a file had. */
  readonly lines: number
}

/**
 * How many bytes of the input a batch is about. A thread may be so many batches ahead of a slower one as
 * `flow.ts` says, which is a unit's worth: with smaller batches it would wait for no reason.
 */
const batchBytes = 1 << 20

/** Reads units and runs rules on their events, one unit after the other. */
export interface UnitScanner {
  scan(unit: LogUnit): AsyncGenerator<UnitBatch, UnitEnd, undefined>
  /** Keeps what was learnt of formats. */
  keep(): void
}

export function unitScanner(
  compiled: CompiledRules,
  options: UnitOptions,
  stdin?: AsyncIterable<Uint8Array | string>,
): UnitScanner {
  const names = nameTable()
  const learnt = options.learnt && openLearnt(options.learnt.folder, options.learnt.build)
  let contributions: Contribution[] = []
  let starts: LogStart[] = []
  let timeless = 0
  let lastTimeless = -1
  const scanner: Scanner = createScanner(compiled, names, {
    ...options.scan,
    correlations: {
      ...options.correlations,
      onContribution(contribution) {
        if (contribution !== undefined) contributions.push(contribution)
        else if (lastTimeless !== scanner.counts.events) {
          // The event may match several rules.
          lastTimeless = scanner.counts.events
          timeless++
        }
      },
      onStart: start => starts.push(start),
    },
  })
  let matches: WireEventMatch[] = []
  let problems: LogProblem[] = []
  const reader: LogReader = logReader(
    names,
    {
      onEvent(file, event) {
        addWireMatches(scanner.scan(file, event), matches)
      },
      onProblem: problem => problems.push(problem),
    },
    {
      ...(options.inputFormat === undefined ? {} : { inputFormat: options.inputFormat }),
      ...(learnt === undefined ? {} : { findKept: learnt.find }),
      ...(stdin === undefined ? {} : { standardInput: stdin }),
    },
  )
  const take = (bytes: number, counts: ScanCounts): UnitBatch => {
    const batch = { matches, contributions, timeless, starts, problems, bytes, counts }
    matches = []
    contributions = []
    starts = []
    timeless = 0
    problems = []
    return batch
  }
  return {
    keep() {
      if (learnt === undefined) return
      for (const [format, bytes] of reader.learnt()) learnt.save(format, bytes)
    },
    async *scan(unit) {
      const files = reader.files.length
      const skipped = reader.skipped
      // What comes in as it happens is told at once.
      const enough = unit.input.path === standardInput ? 1 : batchBytes
      let before = { ...scanner.counts }
      let read = 0
      for await (const bytes of reader.read(unit)) {
        read += bytes
        if (read < enough) continue
        const counts = { ...scanner.counts }
        yield take(read, difference(counts, before))
        before = counts
        read = 0
      }
      const waiting = matches.length + contributions.length + starts.length + problems.length
      if (read + waiting + timeless > 0) {
        yield take(read, difference({ ...scanner.counts }, before))
      }
      return {
        files: reader.files.slice(files),
        skipped: reader.skipped - skipped,
        lines: reader.lines,
      }
    },
  }
}

function difference(now: ScanCounts, before: ScanCounts): ScanCounts {
  return {
    events: now.events - before.events,
    matches: now.matches - before.matches,
    unrecognised: now.unrecognised - before.unrecognised,
    outOfTime: now.outOfTime - before.outOfTime,
  }
}
