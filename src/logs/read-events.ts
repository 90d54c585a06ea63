import type { LogEvent } from '../ir/index.ts'
import { type Blocks, peekBlock, readBlocks, streamBlocks } from './blocks.ts'
import { decodeBlocks } from './decode-blocks.ts'
import { guardBlocks } from './guard.ts'
import { ArchiveError, gunzipBlocks } from './inflate.ts'
import { type LogInput, readInputs, standardInput } from './inputs.ts'
import { defaultLogLimits, type LogLimits } from './limits.ts'
import { type LogProblem, type LogProblemCode, toFileProblem } from './problem.ts'
import { formatOfName, headSize, type InputFormat, recognise } from './recognise.ts'
import { readZip } from './zip.ts'

export interface ReadOptions {
  /** Reads every file as this format, whatever it looks like; archives are unpacked all the same. */
  readonly inputFormat?: InputFormat
  readonly limits?: LogLimits
  /** What the path `-` reads. */
  readonly standardInput?: AsyncIterable<Uint8Array | string>
}

/** An event or a problem of a file, in the order in which they are found. */
export type LogItem =
  | { readonly kind: 'event'; readonly file: string; readonly event: LogEvent }
  | { readonly kind: 'problem'; readonly file: string; readonly problem: LogProblem }

/** What was read of one file, or of one file in an archive. */
export interface FileSummary {
  readonly file: string
  /** `undefined` while, or because, nothing recognised it. */
  format: InputFormat | undefined
  events: number
  /** All problems, those past the limit included. */
  problems: number
}

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
  return new Reading(paths, options)
}

type Batches = AsyncGenerator<readonly LogItem[], void, undefined>

/** Where bytes come from: what they are called, and what was unpacked to get them. */
interface Origin {
  readonly file: string
  /** The file to open for random access; `undefined` for what is unpacked or streams in. */
  readonly path: string | undefined
  readonly isExplicit: boolean
  readonly depth: number
}

class Reading implements LogReading {
  readonly #paths: readonly string[]
  readonly #options: ReadOptions
  readonly #limits: LogLimits
  readonly #files: FileSummary[] = []
  readonly #progress = { read: 0, total: 0 }
  #skipped = 0

  constructor(paths: readonly string[], options: ReadOptions) {
    this.#paths = paths
    this.#options = options
    this.#limits = options.limits ?? defaultLogLimits
  }

  get files(): readonly FileSummary[] {
    return this.#files
  }

  get skipped(): number {
    return this.#skipped
  }

  get progress(): { readonly read: number; readonly total: number } {
    return this.#progress
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<LogItem, void, undefined> {
    for await (const batch of this.batches()) yield* batch
  }

  async *batches(): Batches {
    const { inputs, problems } = await readInputs(this.#paths)
    for (const input of inputs) this.#progress.total += input.size
    if (problems.length > 0) {
      yield problems.map(problem => ({ kind: 'problem', file: problem.file, problem }))
    }
    for (const input of inputs) {
      const before = this.#progress.read
      yield* this.#readInput(input)
      // Of an archive some bytes are read twice and some never.
      if (input.size > 0) this.#progress.read = before + input.size
    }
  }

  async *#readInput(input: LogInput): Batches {
    const { path, isExplicit } = input
    const isStream = path === standardInput
    const stdin = this.#options.standardInput
    if (isStream && stdin === undefined) {
      yield [this.#problem(path, 'logs/missing', 0, 'There is no standard input here')]
      return
    }
    const blocks =
      isStream && stdin !== undefined
        ? streamBlocks(stdin, this.#count)
        : readBlocks(path, this.#count)
    const origin = { file: path, path: isStream ? undefined : path, isExplicit, depth: 0 }
    yield* this.#readBlocks(origin, blocks)
  }

  readonly #count = (bytes: number): void => {
    this.#progress.read += bytes
  }

  /** Reads bytes of whatever kind; every error of theirs becomes a problem of the file. */
  async *#readBlocks(origin: Origin, source: Blocks): Batches {
    try {
      const { head, blocks } = await peekBlock(source, headSize)
      const { file, depth } = origin
      const name = file.slice(file.lastIndexOf('!') + 1)
      const found = recognise(head, name)
      if (found === 'gzip' || found === 'zip') {
        if (depth >= this.#limits.archiveDepth) {
          throw new ArchiveError('logs/archive-limit', `It is packed more than ${depth} times`)
        }
        yield* found === 'gzip' ? this.#readGzip(origin, blocks) : this.#readZip(origin, name)
        return
      }
      const format = head.length === 0 ? undefined : (this.#options.inputFormat ?? found)
      if (format === undefined) {
        yield* this.#passOver(origin, head, name)
        return
      }
      yield* this.#decode(file, format, blocks)
    } catch (error) {
      yield [this.#toProblem(origin.file, 0, error)]
    } finally {
      await source.return()
    }
  }

  *#passOver(origin: Origin, head: Uint8Array, name: string): Generator<readonly LogItem[]> {
    if (!origin.isExplicit && (formatOfName(name) === undefined || isAppleDouble(head))) {
      this.#skipped++
      return
    }
    const { file } = origin
    this.#files.push({ file, format: undefined, events: 0, problems: 1 })
    yield head.length === 0
      ? [this.#problem(file, 'logs/empty', 0, 'It is empty')]
      : [this.#problem(file, 'logs/unrecognised', 0, 'It is neither EVTX nor JSON')]
  }

  async *#readGzip(origin: Origin, packed: Blocks): Batches {
    const total = { packed: 0, unpacked: 0 }
    const counted = streamBlocks(packed, bytes => {
      total.packed += bytes
    })
    const blocks = guardBlocks(gunzipBlocks(counted), () => total.packed, total, this.#limits)
    yield* this.#readBlocks({ ...origin, path: undefined, depth: origin.depth + 1 }, blocks)
  }

  async *#readZip(origin: Origin, name: string): Batches {
    const { file, path, isExplicit, depth } = origin
    if (path === undefined) {
      if (!isExplicit && formatOfName(name) === undefined && !/\.zip$/i.test(name)) this.#skipped++
      else {
        const reason = 'A zip archive inside an archive or a stream is not read: unpack it first'
        yield [this.#problem(file, 'logs/nested-archive', 0, reason)]
      }
      return
    }
    for await (const entry of readZip(path, this.#limits, this.#count)) {
      const inner = { file: `${file}!${entry.name}`, path: undefined, isExplicit: false }
      yield* this.#readBlocks({ ...inner, depth: depth + 1 }, entry.blocks)
    }
  }

  async *#decode(file: string, format: InputFormat, blocks: Blocks): Batches {
    const summary: FileSummary = { file, format, events: 0, problems: 0 }
    this.#files.push(summary)
    const limit = this.#limits.problemsPerFile
    let offset = 0
    const counted = streamBlocks(blocks, bytes => {
      offset += bytes
    })
    try {
      for await (const batch of decodeBlocks(format, counted, this.#limits)) {
        const items: LogItem[] = []
        for (const decoded of batch) {
          if (decoded.kind === 'event') {
            summary.events++
            items.push({ kind: 'event', file, event: decoded.event })
          } else if (++summary.problems <= limit) {
            items.push({ kind: 'problem', file, problem: { file, ...decoded.problem } })
          }
        }
        if (items.length > 0) yield items
      }
    } catch (error) {
      summary.problems++
      yield [this.#toProblem(file, offset, error)]
    }
    if (summary.problems > limit) {
      const reason = `It has ${summary.problems - limit} more problems`
      yield [this.#problem(file, 'logs/more-problems', 0, reason)]
    }
  }

  #toProblem(file: string, offset: number, error: unknown): LogItem {
    if (error instanceof ArchiveError) {
      return this.#problem(file, error.code, offset, error.message)
    }
    if (!isSystemError(error)) throw error
    const { code, reason } = toFileProblem(error)
    return this.#problem(file, code, offset, reason)
  }

  #problem(file: string, code: LogProblemCode, offset: number, reason: string): LogItem {
    return { kind: 'problem', file, problem: { file, code, offset, reason } }
  }
}

/** What macOS packs beside every file, under the file's own name, for its attributes. */
function isAppleDouble(head: Uint8Array): boolean {
  return [0x00, 0x05, 0x16, 0x07].every((byte, index) => head[index] === byte)
}

/** An error of the file system or of a stream: those have a code. All others are bugs. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'code' in error
}
