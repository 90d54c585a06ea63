import type { WireMatch } from '../../app/index.ts'
import {
  type CompiledRules,
  createScanner,
  type ScanCounts,
  type Scanner,
  type ScanOptions,
  toWireMatch,
} from '../../app/scan/index.ts'
import { nameTable } from '../../ir/index.ts'
import {
  type FileSummary,
  type InputFormat,
  type LogProblem,
  type LogReader,
  type LogUnit,
  logReader,
} from '../../logs/index.ts'

export interface UnitOptions {
  readonly scan: Pick<ScanOptions, 'from' | 'to'>
  readonly inputFormat?: InputFormat
}

/** What a block of a unit gave; plain data, so that it can come from another thread. */
export interface UnitBatch {
  readonly matches: readonly WireMatch[]
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

/** Reads units and runs rules on their events, one unit after the other. */
export interface UnitScanner {
  scan(unit: LogUnit): AsyncGenerator<UnitBatch, UnitEnd, undefined>
}

export function unitScanner(
  compiled: CompiledRules,
  options: UnitOptions,
  stdin?: AsyncIterable<Uint8Array | string>,
): UnitScanner {
  const names = nameTable()
  const scanner: Scanner = createScanner(compiled, names, options.scan)
  let matches: WireMatch[] = []
  let problems: LogProblem[] = []
  const reader: LogReader = logReader(
    names,
    {
      onEvent(file, event) {
        for (const match of scanner.scan(file, event)) matches.push(toWireMatch(match))
      },
      onProblem: problem => problems.push(problem),
    },
    {
      ...(options.inputFormat === undefined ? {} : { inputFormat: options.inputFormat }),
      ...(stdin === undefined ? {} : { standardInput: stdin }),
    },
  )
  return {
    async *scan(unit) {
      const files = reader.files.length
      const skipped = reader.skipped
      let before = { ...scanner.counts }
      for await (const bytes of reader.read(unit)) {
        const counts = { ...scanner.counts }
        yield { matches, problems, bytes, counts: difference(counts, before) }
        before = counts
        matches = []
        problems = []
      }
      if (matches.length > 0 || problems.length > 0) {
        yield { matches, problems, bytes: 0, counts: difference({ ...scanner.counts }, before) }
        matches = []
        problems = []
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
