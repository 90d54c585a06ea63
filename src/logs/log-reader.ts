import type { FormatProblem, RawSink } from '../formats/index.ts'
import type { NameTable, RawEvent } from '../ir/index.ts'
import {
  type Blocks,
  type ByteRange,
  peekBlock,
  readBlocks,
  readBuffer,
  streamBlocks,
} from './blocks.ts'
import { ArchiveError } from './inflate.ts'
import { formatOfName, type InputFormat, isInputFormat } from './input-formats.ts'
import { type LogInput, standardInput } from './inputs.ts'
import { defaultLogLimits, type LogLimits } from './limits.ts'
import { loadLogFormat } from './load-log-format.ts'
import type { RawDecoders } from './log-format.ts'
import { type LogProblem, type LogProblemCode, toFileProblem } from './problem.ts'
import { headSize, recognise } from './recognise.ts'
import type { StreamPacking } from './unpack.ts'
import { toUtf8Blocks } from './utf-16.ts'

export interface ReadOptions {
  /** Reads every file as this format, whatever it looks like; archives are unpacked all the same. */
  readonly inputFormat?: InputFormat
  readonly limits?: LogLimits
  /** What readers of the same program have learnt of a format, and somebody kept: see {@link LogReader.learnt}. */
  readonly findKept?: (format: InputFormat) => Uint8Array | undefined
  /** What the path `-` reads. */
  readonly standardInput?: AsyncIterable<Uint8Array | string>
}

/** Hears of what is in logs, in the order in which it is found. */
export interface LogSink {
  /** The event is only good until this returns. */
  onEvent(file: string, event: RawEvent): void
  onProblem(problem: LogProblem): void
}

/** What was read of one file, or of one file in an archive. */
export interface FileSummary {
  readonly file: string
  /** `undefined` while, or because, nothing recognised it. */
  format: InputFormat | undefined
  events: number
  /** All problems, those past the limit included. */
  problems: number
}

/** A file, or a part of one that can be read by itself. */
export interface LogUnit {
  readonly input: LogInput
  /** The part, of a file in this format; it begins and ends between events. */
  readonly part?: ByteRange & { readonly format: InputFormat }
}

/** Reads units one after the other, each step a block of some size. */
export interface LogReader {
  /** Reads a unit; gives after every block how many bytes of the input were read since the last. */
  read(unit: LogUnit): AsyncGenerator<number, void, undefined>
  /** The files that were opened so far and not skipped, in the order of reading. */
  readonly files: readonly FileSummary[]
  /** How many files of folders were passed over, because they look like no log. */
  readonly skipped: number
  /** How many line ends the part of a text file had that was read last. */
  readonly lines: number
  /** What was learnt of formats that is worth keeping for other readers: what is the same in all logs of the format. */
  learnt(): ReadonlyMap<InputFormat, Uint8Array>
}

/**
 * A reader that tells a sink what it finds. Never throws because of an input: what cannot be read is a
 * problem.
 */
export function logReader(names: NameTable, sink: LogSink, options: ReadOptions = {}): LogReader {
  return new Reader(names, sink, options)
}

type Steps = AsyncGenerator<undefined, void, undefined>

/** Where bytes come from: what they are called, and what was unpacked to get them. */
interface Origin {
  readonly file: string
  /** The file to open for random access; `undefined` for what is unpacked or streams in. */
  readonly path: string | undefined
  readonly isExplicit: boolean
  readonly depth: number
}

class Reader implements LogReader {
  readonly #names: NameTable
  readonly #sink: LogSink
  readonly #options: ReadOptions
  readonly #limits: LogLimits
  readonly #buffer = readBuffer()
  readonly #files: FileSummary[] = []
  readonly #decoders = new Map<InputFormat, RawDecoders>()
  #bytes = 0
  #skipped = 0
  #lines = 0

  constructor(names: NameTable, sink: LogSink, options: ReadOptions) {
    this.#names = names
    this.#sink = sink
    this.#options = options
    this.#limits = options.limits ?? defaultLogLimits
  }

  get files(): readonly FileSummary[] {
    return this.#files
  }

  get skipped(): number {
    return this.#skipped
  }

  get lines(): number {
    return this.#lines
  }

  learnt(): ReadonlyMap<InputFormat, Uint8Array> {
    const learnt = new Map<InputFormat, Uint8Array>()
    for (const [format, decoders] of this.#decoders) {
      const bytes = decoders.learnt?.()
      if (bytes !== undefined) learnt.set(format, bytes)
    }
    return learnt
  }

  async *read({ input, part }: LogUnit): AsyncGenerator<number, void, undefined> {
    this.#bytes = 0
    const steps = part === undefined ? this.#readInput(input) : this.#readPart(input, part)
    for await (const _ of steps) {
      const bytes = this.#bytes
      this.#bytes = 0
      yield bytes
    }
  }

  async *#readInput({ path, isExplicit }: LogInput): Steps {
    const isStream = path === standardInput
    const stdin = this.#options.standardInput
    if (isStream && stdin === undefined) {
      this.#report(path, 'logs/missing', 0, 'There is no standard input here')
      return
    }
    const blocks =
      isStream && stdin !== undefined
        ? streamBlocks(stdin, this.#count)
        : readBlocks(path, this.#buffer, this.#count)
    const origin = { file: path, path: isStream ? undefined : path, isExplicit, depth: 0 }
    yield* this.#readBlocks(origin, blocks)
  }

  async *#readPart({ path }: LogInput, part: NonNullable<LogUnit['part']>): Steps {
    this.#lines = 0
    try {
      const blocks = readBlocks(path, this.#buffer, this.#count, part)
      yield* this.#decode(path, part.format, blocks, part.start)
    } catch (error) {
      this.#reportError(path, part.start, error)
    }
  }

  readonly #count = (bytes: number): void => {
    this.#bytes += bytes
  }

  /** Reads bytes of whatever kind; every error of theirs becomes a problem of the file. */
  async *#readBlocks(origin: Origin, source: Blocks): Steps {
    try {
      const { head, blocks } = await peekBlock(source, headSize)
      const { file, depth } = origin
      const name = file.slice(file.lastIndexOf('!') + 1)
      const found = await recognise(head, { name, isExplicit: origin.isExplicit })
      const forced = this.#options.inputFormat
      // What is forced to be EVTX is no text, whatever it begins with.
      const isWrapped = !isInputFormat(found) && !(found === 'utf-16' && forced === 'evtx')
      if (found !== undefined && isWrapped) {
        if (depth >= this.#limits.archiveDepth) {
          throw new ArchiveError('logs/archive-limit', `It is packed more than ${depth} times`)
        }
        if (found === 'zip') yield* this.#readZip(origin, name)
        else if (found === 'utf-16') yield* this.#readBlocks(inside(origin), toUtf8Blocks(blocks))
        else yield* this.#readPacked(origin, found, blocks)
        return
      }
      const recognised = isInputFormat(found) ? found : undefined
      const format = head.length === 0 ? undefined : (forced ?? recognised)
      if (format === undefined) {
        this.#passOver(origin, head, name)
        return
      }
      yield* this.#decode(file, format, blocks, 0)
    } catch (error) {
      this.#reportError(origin.file, 0, error)
    } finally {
      await source.return()
    }
  }

  #passOver(origin: Origin, head: Uint8Array, name: string): void {
    if (!origin.isExplicit && (formatOfName(name) === undefined || isAppleDouble(head))) {
      this.#skipped++
      return
    }
    const { file } = origin
    this.#files.push({ file, format: undefined, events: 0, problems: 1 })
    if (head.length === 0) this.#report(file, 'logs/empty', 0, 'It is empty')
    else this.#report(file, 'logs/unrecognised', 0, 'It is in no format that is read here')
  }

  async *#readPacked(origin: Origin, packing: StreamPacking, packed: Blocks): Steps {
    // Most scans meet nothing packed.
    const { unpackBlocks } = await import('./unpack.ts')
    const { guardBlocks } = await import('./guard.ts')
    const total = { packed: 0, unpacked: 0 }
    const counted = streamBlocks(packed, bytes => {
      total.packed += bytes
    })
    const unpacked = unpackBlocks(packing, counted, this.#limits)
    const blocks = guardBlocks(unpacked, () => total.packed, total, this.#limits)
    yield* this.#readBlocks(inside(origin), blocks)
  }

  async *#readZip(origin: Origin, name: string): Steps {
    const { file, path, isExplicit, depth } = origin
    if (path === undefined) {
      if (!isExplicit && formatOfName(name) === undefined && !/\.zip$/i.test(name)) this.#skipped++
      else {
        const reason = 'A zip archive inside an archive or a stream is not read: unpack it first'
        this.#report(file, 'logs/nested-archive', 0, reason)
      }
      return
    }
    // Most scans meet no archive, and its reader takes a while to load.
    const { readZip } = await import('./zip.ts')
    for await (const entry of readZip(path, this.#limits, this.#count)) {
      const inner = { file: `${file}!${entry.name}`, path: undefined, isExplicit: false }
      yield* this.#readBlocks({ ...inner, depth: depth + 1 }, entry.blocks)
    }
  }

  async *#decode(file: string, format: InputFormat, blocks: Blocks, start: number): Steps {
    const summary: FileSummary = { file, format, events: 0, problems: 0 }
    this.#files.push(summary)
    const limit = this.#limits.problemsPerFile
    const sink: RawSink = {
      onEvent: event => {
        summary.events++
        this.#sink.onEvent(file, event)
      },
      onProblem: (problem: FormatProblem) => {
        if (++summary.problems <= limit) this.#sink.onProblem({ file, ...problem })
      },
    }
    const place = start === 0 ? undefined : { offset: start, line: 1 }
    const decoder = (await this.#decodersOf(format)).open(sink, place)
    let offset = start
    let failure: { readonly error: unknown } | undefined
    try {
      for await (const block of blocks) {
        offset += block.length
        decoder.push(block)
        yield
      }
    } catch (error) {
      failure = { error }
    }
    decoder.finish()
    this.#lines = decoder.lines ?? 0
    if (failure !== undefined) {
      summary.problems++
      this.#reportError(file, offset, failure.error)
    }
    if (summary.problems > limit) {
      const reason = `It has ${summary.problems - limit} more problems`
      this.#report(file, 'logs/more-problems', 0, reason)
    }
    yield
  }

  async #decodersOf(format: InputFormat): Promise<RawDecoders> {
    const known = this.#decoders.get(format)
    if (known !== undefined) return known
    const decoders = (await loadLogFormat(format)).rawDecoders(
      this.#limits,
      this.#names,
      this.#options.findKept?.(format),
    )
    this.#decoders.set(format, decoders)
    return decoders
  }

  #reportError(file: string, offset: number, error: unknown): void {
    if (error instanceof ArchiveError) {
      this.#report(file, error.code, offset, error.message)
      return
    }
    if (!isSystemError(error)) throw error
    const { code, reason } = toFileProblem(error)
    this.#report(file, code, offset, reason)
  }

  #report(file: string, code: LogProblemCode, offset: number, reason: string): void {
    this.#sink.onProblem({ file, code, offset, reason })
  }
}

/** Where bytes come from that are unpacked, or put into another encoding. */
function inside(origin: Origin): Origin {
  return { ...origin, path: undefined, depth: origin.depth + 1 }
}

/** What macOS packs beside every file, under the file's own name, for its attributes. */
function isAppleDouble(head: Uint8Array): boolean {
  return [0x00, 0x05, 0x16, 0x07].every((byte, index) => head[index] === byte)
}

/** An error of the file system or of a stream: those have a code. All others are bugs. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'code' in error
}
