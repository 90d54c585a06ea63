import { type LogEvent, nameTable } from '../ir/index.ts'
import { readInputs } from './inputs.ts'
import { type FileSummary, logReader, type ReadOptions } from './log-reader.ts'
import type { LogProblem } from './problem.ts'

/** An event or a problem of a file, in the order in which they are found. */
export type LogItem =
  | { readonly kind: 'event'; readonly file: string; readonly event: LogEvent }
  | { readonly kind: 'problem'; readonly file: string; readonly problem: LogProblem }

/** The reading of logs, under way. */
export interface LogReading extends AsyncIterable<LogItem> {
  /** The items as they come off the files, many at once; for those who want no promise for each. */
  batches(): AsyncGenerator<readonly LogItem[], void, undefined>
  /** The files that were opened so far and not skipped, in the order of reading. */
  readonly files: readonly FileSummary[]
  /** How many files of folders were passed over, because they look like no log. */
  readonly skipped: number
  /** Bytes of the inputs, as they are on disk; the total is known once reading has begun. */
  readonly progress: { readonly read: number; readonly total: number }
}

/**
 * Reads the events of files, of folders with all that is below them, of gzip and zip archives, and
 * of standard input (`-`). Nothing is read before somebody iterates, and no further than they do.
 * Never throws because of an input: what cannot be read is a problem among the items.
 *
 *     for await (const item of readEvents(['logs/'])) if (item.kind === 'event') …
 *
 * A file in a folder that looks like no log is skipped, unless its name says that it is one.
 */
export function readEvents(paths: readonly string[], options: ReadOptions = {}): LogReading {
  let items: LogItem[] = []
  const progress = { read: 0, total: 0 }
  const reader = logReader(
    nameTable(),
    {
      onEvent: (file, event) => items.push({ kind: 'event', file, event: event.toEvent() }),
      onProblem: problem => items.push({ kind: 'problem', file: problem.file, problem }),
    },
    options,
  )
  const take = (): readonly LogItem[] => {
    const taken = items
    items = []
    return taken
  }
  async function* batches(): AsyncGenerator<readonly LogItem[], void, undefined> {
    const { inputs, problems } = readInputs(paths)
    for (const input of inputs) progress.total += input.size
    if (problems.length > 0) {
      yield problems.map(problem => ({ kind: 'problem', file: problem.file, problem }))
    }
    for (const input of inputs) {
      const before = progress.read
      for await (const bytes of reader.read({ input })) {
        progress.read += bytes
        if (items.length > 0) yield take()
      }
      if (items.length > 0) yield take()
      // Of an archive some bytes are read twice and some never.
      if (input.size > 0) progress.read = before + input.size
    }
  }
  return {
    batches,
    async *[Symbol.asyncIterator]() {
      for await (const batch of batches()) yield* batch
    },
    get files() {
      return reader.files
    },
    get skipped() {
      return reader.skipped
    },
    progress,
  }
}
