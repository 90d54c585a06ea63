import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import {
  type Entry,
  fromRandomAccessReaderPromise,
  getFileNameLowLevel,
  RandomAccessReader,
  type ZipFile,
} from 'yauzl'
import { type Blocks, streamBlocks } from './blocks.ts'
import { type Expansion, guardBlocks } from './guard.ts'
import { ArchiveError } from './inflate.ts'
import type { LogLimits } from './limits.ts'
import { type StreamPacking, unpackBlocks } from './unpack.ts'

/** A file in a zip archive. Its blocks may throw an {@link ArchiveError}. */
export interface ZipEntry {
  readonly name: string
  readonly blocks: Blocks
}

const stored = 0

/** How entries are packed, by the number of the method. */
const packings: Readonly<Record<number, StreamPacking>> = { 8: 'deflate', 12: 'bzip2', 93: 'zstd' }

/**
 * The files of a zip archive in its order, each with its bytes as they are unpacked. Throws an
 * {@link ArchiveError} when the archive itself cannot be read.
 */
export async function* readZip(
  path: string,
  limits: LogLimits,
  count: (bytes: number) => void,
): AsyncGenerator<ZipEntry, void, undefined> {
  const total: Expansion = { packed: 0, unpacked: 0 }
  const zip = await openZip(path)
  try {
    const entries = zip.eachEntry()
    for (;;) {
      let entry: Entry | undefined
      try {
        const next = await entries.next()
        entry = next.done === true ? undefined : next.value
      } catch (error) {
        throw damaged(error)
      }
      if (entry === undefined) return
      const { generalPurposeBitFlag: flags, fileNameRaw, extraFields } = entry
      const name = getFileNameLowLevel(flags, fileNameRaw, extraFields, false)
      if (!name.endsWith('/')) yield { name, blocks: readEntry(zip, entry, total, limits, count) }
    }
  } finally {
    zip.close()
  }
}

async function openZip(path: string): Promise<ZipFile> {
  const size = await readZipSize(path)
  try {
    return await fromRandomAccessReaderPromise(new FileReader(path), size, {
      lazyEntries: true,
      autoClose: false,
      decodeStrings: false,
    })
  } catch (error) {
    throw damaged(error)
  }
}

class FileReader extends RandomAccessReader {
  readonly #path: string

  constructor(path: string) {
    super()
    this.#path = path
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return createReadStream(this.#path, { start, end: end - 1 })
  }
}

const endSignature = 0x06054b50
const endSize = 22
const longestComment = 65_535

/**
 * Where the archive ends in its file: behind the last end record and its comment. Downloads often
 * have a stray byte behind that, which yauzl takes for damage.
 */
async function readZipSize(path: string): Promise<number> {
  let file: FileHandle | undefined
  try {
    file = await open(path, 'r')
    const { size } = await file.stat()
    const start = Math.max(0, size - endSize - longestComment)
    const { buffer, bytesRead } = await file.read(
      new Uint8Array(size - start),
      0,
      size - start,
      start,
    )
    const view = new DataView(buffer.buffer, 0, bytesRead)
    for (let at = bytesRead - endSize; at >= 0; at--) {
      if (view.getUint32(at, true) !== endSignature) continue
      const end = at + endSize + view.getUint16(at + 20, true)
      if (end <= bytesRead) return start + end
    }
    return size
  } finally {
    await file?.close()
  }
}

async function* readEntry(
  zip: ZipFile,
  entry: Entry,
  total: Expansion,
  limits: LogLimits,
  count: (bytes: number) => void,
): Blocks {
  if (entry.isEncrypted()) throw new ArchiveError('logs/encrypted', 'It is encrypted')
  const method = entry.compressionMethod
  const packing = packings[method]
  if (packing === undefined && method !== stored) {
    throw new ArchiveError('logs/archive', `It is packed by the unknown method ${method}`)
  }
  let packed = 0
  const raw = rawBlocks(zip, entry, bytes => {
    packed += bytes
    count(bytes)
  })
  const unpacked = packing === undefined ? raw : unpackBlocks(packing, raw, limits)
  let sum = 0
  for await (const block of guardBlocks(unpacked, () => packed, total, limits)) {
    sum = crc32(block, sum)
    yield block
  }
  if (sum !== entry.crc32) {
    throw new ArchiveError('logs/archive', 'Its checksum is wrong, so it may differ from the log')
  }
}

async function* rawBlocks(zip: ZipFile, entry: Entry, count: (bytes: number) => void): Blocks {
  try {
    const stream = await zip.openReadStreamPromise(entry, { decodeFileData: false })
    yield* streamBlocks(stream, count)
  } catch (error) {
    throw damaged(error)
  }
}

function damaged(error: unknown): ArchiveError {
  const reason = error instanceof Error ? error.message : String(error)
  return new ArchiveError('logs/archive', `The archive is damaged: ${reason}`, error)
}
